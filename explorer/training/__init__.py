"""Data set and plan in, trained weights and a curve out. Needs torch; knows no pages and no queue."""

from explorer.errors import DataError
from explorer.training.advice import Advice, advice, advise, default_plan
from explorer.training.augment import augment
from explorer.training.augmentation import Augmentation
from explorer.training.class_folders import read_zip
from explorer.training.data import DataSet, Pictures
from explorer.training.estimate import Estimate, estimate
from explorer.training.evaluate import evaluate
from explorer.training.inputs import Inputs
from explorer.training.plan import Plan, plan_from_json, to_json
from explorer.training.point import Point
from explorer.training.set_download import SetDownload, download_set
from explorer.training.set_entries import SETS, SetEntry
from explorer.training.sets import is_here, open_set
from explorer.training.source import source_code
from explorer.training.train import train
from explorer.training.trained import load_job
from explorer.training.uploads import forget_zip, keep_zip
from explorer.training.zip_report import ClassReport, ZipReport, check_zip

__all__ = [
    "SETS", "Advice", "Augmentation", "ClassReport", "DataError", "DataSet", "Estimate", "Inputs", "Pictures",
    "Plan", "Point", "SetDownload", "SetEntry", "ZipReport", "advice", "advise", "augment", "check_zip",
    "default_plan", "download_set", "estimate", "evaluate", "forget_zip", "is_here", "keep_zip", "load_job",
    "open_set", "plan_from_json", "read_zip", "source_code", "to_json", "train",
]
