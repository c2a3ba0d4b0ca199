"""Data set and recipe in, trained weights and a curve out. Needs torch; knows no pages and no queue."""

from explorer.errors import DataError
from explorer.training.augment import augment
from explorer.training.augmentation import Augmentation
from explorer.training.class_folders import read_zip
from explorer.training.data import DataSet, Pictures
from explorer.training.evaluate import evaluate
from explorer.training.inputs import Inputs
from explorer.training.plan import Plan, plan_from_json, to_json
from explorer.training.point import Point
from explorer.training.set_entries import SETS, SetEntry
from explorer.training.sets import is_here, open_set
from explorer.training.train import train

__all__ = ["SETS", "Augmentation", "DataError", "DataSet", "Inputs", "Pictures", "Plan", "Point", "SetEntry",
           "augment", "evaluate", "is_here", "open_set", "plan_from_json", "read_zip", "to_json", "train"]
