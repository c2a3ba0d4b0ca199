"""Data set and recipe in, trained weights and a curve out. Needs torch; knows no pages and no queue."""

from explorer.errors import DataError
from explorer.training.augment import augment
from explorer.training.augmentation import Augmentation
from explorer.training.class_folders import read_zip
from explorer.training.data import DataSet, Pictures
from explorer.training.epoch import Epoch
from explorer.training.evaluate import evaluate
from explorer.training.fit import fit
from explorer.training.inputs import Inputs
from explorer.training.recipe import Recipe, learning_rate
from explorer.training.set_entries import SETS, SetEntry
from explorer.training.sets import is_here, open_set

__all__ = ["SETS", "Augmentation", "DataError", "DataSet", "Epoch", "Inputs", "Pictures", "Recipe", "SetEntry",
           "augment", "evaluate", "fit", "is_here", "learning_rate", "open_set", "read_zip"]
