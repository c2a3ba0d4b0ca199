"""Data set and plan in, trained weights and a curve out. Needs torch; knows no pages and no queue."""

from .advice import (
    HEAD_RATE as HEAD_RATE,
)
from .advice import (
    RATE as RATE,
)
from .advice import (
    SMALL as SMALL,
)
from .advice import (
    TENTH as TENTH,
)
from .advice import (
    TrainingAdvice as TrainingAdvice,
)
from .advice import (
    advice_for as advice_for,
)
from .advice import (
    advise as advise,
)
from .advice import (
    default_plan as default_plan,
)
from .advice import (
    following as following,
)
from .advice import (
    is_similar as is_similar,
)
from .advice import (
    is_small as is_small,
)
from .augmentation.augmentation import CONTROLS as CONTROLS
from .augmentation.augmentation import Augmentation as Augmentation
from .augmentation.augmentation import Control as Control
from .augmentation.cifar_recipe import augment as augment
from .augmentation.preview import augmented_examples as augmented_examples
from .data.catalogue import SETS as SETS
from .data.catalogue import SetEntry as SetEntry
from .data.dataset import DataSet as DataSet
from .data.dataset import Pictures as Pictures
from .data.download import download_set as download_set
from .data.download import under_way as under_way
from .data.opening import is_here as is_here
from .data.opening import open_set as open_set
from .data.opening import set_entry as set_entry
from .data.upload.report import ClassReport as ClassReport
from .data.upload.report import ZipReport as ZipReport
from .data.upload.report import check_zip as check_zip
from .data.upload.store import forget_zip as forget_zip
from .data.upload.store import keep_zip as keep_zip
from .data.upload.store import owned as owned
from .data.upload.strict import read_zip as read_zip
from .loop.estimate import Estimate as Estimate
from .loop.estimate import estimate as estimate
from .loop.metrics import evaluate as evaluate
from .network.freezing import usually_frozen as usually_frozen
from .network.head import with_head as with_head
from .network.normalisation import Inputs as Inputs
from .plan import HOWS as HOWS
from .plan import Plan as Plan
from .plan import plan_from_json as plan_from_json
from .plan import to_json as to_json
from .run_folder.exported_source import source_code as source_code
from .run_folder.files import Point as Point
from .run_folder.load import load_job as load_job
from .train import train as train
