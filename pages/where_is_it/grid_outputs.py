"""What the network ``detect`` puts out for a picture, and the boxes that are read off it."""

from __future__ import annotations

from explorer import networks, scenes
from explorer.arrays import Floats, Pixels
from explorer.detection import GridBoxes, decode_grid, grid_boxes
from explorer.scenes import KINDS
from pages.ui.text import _

NETWORK = "bundled/detect"
SIDE = 64
"""Of the pictures that the network reads, px; boxes are told in px of these."""
SHOWN_SIDE = 320
"""Of the pictures that readers see, px."""


def raw_outputs(pixels: Pixels) -> Floats:
    """Return what the network puts out for a picture (64, 64, 3): (values, S, S), read-only and kept.

    Raises:
        NetworkError: the network is not there.
        BusyError, MemoryShortError: see :func:`explorer.networks.run`.
    """
    network = networks.load(NETWORK)
    return networks.feature_maps(network, pixels, network.graph.output)


def found_boxes(pixels: Pixels, least: float) -> GridBoxes:
    """Return the boxes with a score of at least ``least``, px, the surest first, none of them suppressed."""
    return grid_boxes(decode_grid(raw_outputs(pixels)), SIDE, least)


def kind_names() -> tuple[str, ...]:
    """Return what the classes are called."""
    return tuple(_(scenes.KIND_NAMES[kind]) for kind in KINDS)


def kind_colours() -> tuple[str, ...]:
    """Return the colours of the classes."""
    return tuple(scenes.KIND_COLOURS[kind] for kind in KINDS)
