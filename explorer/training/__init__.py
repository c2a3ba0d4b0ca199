"""Data set and recipe in, trained weights and a curve out. Needs torch; knows no pages and no queue."""

from explorer.errors import DataError
from explorer.training.augment import augment
from explorer.training.data import DataSet, Pictures, read_zip
from explorer.training.epoch import Epoch
from explorer.training.evaluate import evaluate
from explorer.training.fit import fit
from explorer.training.inputs import Inputs
from explorer.training.recipe import Recipe, learning_rate

__all__ = ["DataError", "DataSet", "Epoch", "Inputs", "Pictures", "Recipe", "augment", "evaluate", "fit",
           "learning_rate", "read_zip"]
