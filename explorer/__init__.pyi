"""What the app knows about convolutional networks, as a library: ``import explorer as ex``."""

from . import (
    classroom as classroom,
    convolution as convolution,
    detection as detection,
    exercises as exercises,
    experiments as experiments,
    figures as figures,
    files as files,
    graph as graph,
    jobs as jobs,
    lessons as lessons,
    milestones as milestones,
    networks as networks,
    runtime as runtime,
    scenes as scenes,
    training as training,
)
from .errors import ExplorerError as ExplorerError
from .graph import (
    PRESETS as PRESETS,
    Graph as Graph,
    Report as Report,
    advice as advice,
    analyse as analyse,
    from_text as from_text,
    to_pytorch as to_pytorch,
    to_text as to_text,
)
from .images import SAMPLES as SAMPLES, Picture as Picture, open_image as open_image, sample as sample
from .networks import Network as Network, load as load
from .training import Plan as Plan, default_plan as default_plan, train as train
