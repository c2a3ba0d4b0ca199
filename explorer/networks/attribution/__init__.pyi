"""Why this class? Which pixels speak for a class of a classifier, by eleven methods."""

from .attribute import (
    attribute as attribute,
    cached as cached,
    estimate_s as estimate_s,
    key_of as key_of,
    likeness as likeness,
    passes as passes,
)
from .cam import cam_layers as cam_layers, default_cam_layer as default_cam_layer
from .methods import METHODS as METHODS, Method as Method, Option as Option
from .request import (
    Attribution as Attribution,
    Completeness as Completeness,
    Request as Request,
    options_of as options_of,
    rank_correlation as rank_correlation,
)
