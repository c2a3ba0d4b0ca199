"""Why this class? Which pixels speak for a class of a classifier, by eleven methods."""

from explorer.networks.attribution.attribute import attribute, cached, estimate_s, key_of, passes
from explorer.networks.attribution.cam import cam_layers, default_cam_layer
from explorer.networks.attribution.methods import METHODS, Method, Option
from explorer.networks.attribution.request import Attribution, Completeness, Request, options_of
from explorer.networks.inference.private_copy import shuffled_layers

__all__ = [
           "METHODS",
           "Attribution",
           "Completeness",
           "Method",
           "Option",
           "Request",
           "attribute",
           "cached",
           "cam_layers",
           "default_cam_layer",
           "estimate_s",
           "key_of",
           "options_of",
           "passes",
           "shuffled_layers",
]
