"""Data set and plan in, trained weights and a curve out. Needs torch; knows no pages and no queue."""

from explorer.errors import DataError
from explorer.training.advice import Advice, advice, advise, default_plan
from explorer.training.augmentation.augmentation import Augmentation
from explorer.training.augmentation.cifar_recipe import augment
from explorer.training.data.catalogue import SETS, SetEntry
from explorer.training.data.dataset import DataSet, Pictures
from explorer.training.data.download import SetDownload, download_set
from explorer.training.data.opening import is_here, open_set
from explorer.training.data.upload.report import ClassReport, ZipReport, check_zip
from explorer.training.data.upload.store import forget_zip, keep_zip
from explorer.training.data.upload.strict import read_zip
from explorer.training.loop.estimate import Estimate, estimate
from explorer.training.loop.metrics import evaluate
from explorer.training.network.normalisation import Inputs
from explorer.training.plan import Plan, plan_from_json, to_json
from explorer.training.run_folder.exported_source import source_code
from explorer.training.run_folder.files import Point
from explorer.training.run_folder.load import load_job
from explorer.training.train import train

__all__ = [
    "SETS", "Advice", "Augmentation", "ClassReport", "DataError", "DataSet", "Estimate", "Inputs", "Pictures",
    "Plan", "Point", "SetDownload", "SetEntry", "ZipReport", "advice", "advise", "augment", "check_zip",
    "default_plan", "download_set", "estimate", "evaluate", "forget_zip", "is_here", "keep_zip", "load_job",
    "open_set", "plan_from_json", "read_zip", "source_code", "to_json", "train",
]
