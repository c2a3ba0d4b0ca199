"""Data set and plan in, trained weights and a curve out. Needs torch; knows no pages and no queue."""

from .advice import (
    HEAD_RATE as HEAD_RATE,
    RATE as RATE,
    SMALL as SMALL,
    TENTH as TENTH,
    TrainingAdvice as TrainingAdvice,
    advice_for as advice_for,
    advise as advise,
    default_plan as default_plan,
    following as following,
    is_similar as is_similar,
    is_small as is_small,
)
from .augmentation.augmentation import (
    COLOUR_CHANGES as COLOUR_CHANGES,
    CONTROLS as CONTROLS,
    Augmentation as Augmentation,
    Control as Control,
)
from .augmentation.cifar_recipe import augment as augment
from .augmentation.preview import augmented_examples as augmented_examples
from .augmentation.torch_code import transform_lines as transform_lines
from .data.catalogue import SCENES as SCENES, SETS as SETS, SetEntry as SetEntry, scene_task as scene_task
from .data.dataset import DataSet as DataSet, Pictures as Pictures
from .data.download import download_set as download_set, under_way as under_way
from .data.opening import is_here as is_here, open_set as open_set, set_entry as set_entry
from .data.scene_set import scene_pictures as scene_pictures, settings_for as settings_for
from .data.scene_settings import (
    BOUNDS as BOUNDS,
    GROUNDS as GROUNDS,
    SceneSettings as SceneSettings,
    settings_from_json as settings_from_json,
)
from .data.scene_truth import NOTHING as NOTHING, SceneTruth as SceneTruth
from .data.twins import Twins as Twins, TwinsWanted as TwinsWanted
from .data.upload.answers import LAYOUTS as LAYOUTS, ROLES as ROLES, Answers as Answers
from .data.upload.encodings import ENCODINGS as ENCODINGS, UTF8 as UTF8
from .data.upload.kinds import TWICE as TWICE, Unused as Unused
from .data.upload.names import LONGEST_CLASS as LONGEST_CLASS, number_order as number_order
from .data.upload.report import ClassReport as ClassReport, ZipReport as ZipReport, check_zip as check_zip
from .data.upload.store import (
    check_owner as check_owner,
    forget_zip as forget_zip,
    keep_zip as keep_zip,
    owned as owned,
)
from .data.upload.strict import read_zip as read_zip
from .familiar_pictures import (
    HALF as HALF,
    Familiarity as Familiarity,
    estimated_familiarity as estimated_familiarity,
    familiarity as familiarity,
)
from .four_cases import (
    BORDER as BORDER,
    LEAST as LEAST,
    MOST as MOST,
    QUARTERS as QUARTERS,
    Adviser as Adviser,
    Quarter as Quarter,
    advised_plan as advised_plan,
    height as height,
    quarter_at as quarter_at,
)
from .freezing_code import (
    frozen_layers as frozen_layers,
    keras_freezing as keras_freezing,
    torch_freezing as torch_freezing,
)
from .loop.baseline import (
    Largest as Largest,
    always as always,
    balanced as balanced,
    is_uneven as is_uneven,
    largest as largest,
)
from .loop.estimate import Estimate as Estimate, estimate as estimate
from .loop.metrics import evaluate as evaluate
from .network.freezing import usually_frozen as usually_frozen
from .network.head import with_head as with_head
from .network.normalisation import Inputs as Inputs
from .network.outputs import with_outputs as with_outputs
from .plan import (
    HOWS as HOWS,
    SCENE_HOWS as SCENE_HOWS,
    Plan as Plan,
    plan_from_json as plan_from_json,
    to_json as to_json,
)
from .race_plans import can_transfer as can_transfer, race_plans as race_plans
from .run_folder.exported_source import source_code as source_code
from .run_folder.files import Point as Point
from .run_folder.load import load_job as load_job
from .tasks.task_names import TASKS as TASKS, WATCHED as WATCHED, TaskName as TaskName
from .train import train as train
from .two_phases import NOTED_RATES as NOTED_RATES, head_epochs as head_epochs
