"""Why this class? Which pixels speak for a class of a classifier, by eleven methods."""

from .attribute import (
    attribute as attribute,
)
from .attribute import (
    cached as cached,
)
from .attribute import (
    estimate_s as estimate_s,
)
from .attribute import (
    key_of as key_of,
)
from .attribute import (
    passes as passes,
)
from .cam import cam_layers as cam_layers
from .cam import default_cam_layer as default_cam_layer
from .methods import METHODS as METHODS
from .methods import Method as Method
from .methods import Option as Option
from .request import (
    Attribution as Attribution,
)
from .request import (
    Completeness as Completeness,
)
from .request import (
    Request as Request,
)
from .request import (
    options_of as options_of,
)
from .request import rank_correlation as rank_correlation
