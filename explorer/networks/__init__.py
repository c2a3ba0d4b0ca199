"""Networks that run: graphs become torch modules, one thread per device computes, pages get arrays back.

Importing this package imports torch (about 2 s), so a page does it only once the reader asks for a picture to be run.
"""

from explorer.networks.catalogue import Entry, WeightSet, catalogue, entry
from explorer.networks.inference.device import choose_device
from explorer.networks.inference.feature_maps import Maps, feature_maps, observe
from explorer.networks.inference.service import Service, device_name, run, where
from explorer.networks.network import LOADERS, Network, at_side, load, side_note
from explorer.networks.preprocessing import input_note, to_input
from explorer.networks.pretrained import load_bundled, load_own, load_torchvision
from explorer.networks.torch_graph.assembly import build, check_limits
from explorer.networks.torch_graph.trace import taps, trace
from explorer.networks.weights import download, is_here, under_way

LOADERS.update(torchvision=load_torchvision, bundled=load_bundled)

__all__ = [
    "LOADERS", "Entry", "Maps", "Network", "Service", "WeightSet", "at_side", "build", "catalogue",
    "check_limits", "choose_device", "device_name", "download", "entry", "feature_maps", "input_note",
    "is_here", "load", "load_own", "observe", "run", "side_note", "taps", "to_input", "trace", "under_way",
    "where",
]
