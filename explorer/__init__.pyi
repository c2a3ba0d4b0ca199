"""What the app knows about convolutional networks, as a library: ``import explorer as ex``."""

from . import convolution as convolution
from . import figures as figures
from . import graph as graph
from . import jobs as jobs
from . import networks as networks
from . import runtime as runtime
from . import training as training
from .errors import ExplorerError as ExplorerError
from .graph import PRESETS as PRESETS
from .graph import Graph as Graph
from .graph import Report as Report
from .graph import advice as advice
from .graph import analyse as analyse
from .graph import from_text as from_text
from .graph import to_pytorch as to_pytorch
from .graph import to_text as to_text
from .images import SAMPLES as SAMPLES
from .images import Picture as Picture
from .images import open_image as open_image
from .images import sample as sample
from .networks import Network as Network
from .networks import load as load
from .training import Plan as Plan
from .training import default_plan as default_plan
from .training import train as train
