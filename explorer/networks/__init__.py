"""Networks that run: graphs become torch modules, one thread per device computes, pages get arrays back.

Importing this package imports torch (about 2 s), so a page does it only once the reader asks for a picture to be run.
"""

from explorer.networks.assembly import build, check_limits
from explorer.networks.device import choose_device
from explorer.networks.inputs import input_note, to_input
from explorer.networks.maps import Maps, feature_maps, observe
from explorer.networks.network import LOADERS, Network, load
from explorer.networks.service import Service, device_name, run, where

__all__ = [
    "LOADERS", "Maps", "Network", "Service", "build", "check_limits", "choose_device", "device_name",
    "feature_maps", "input_note", "load", "observe", "run", "to_input", "where",
]
