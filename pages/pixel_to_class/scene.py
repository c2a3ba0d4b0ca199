"""What all tabs look at: a network, its input, its classes, and the one that is asked about."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from explorer import networks
from explorer.graph import INPUT, Report, map_shape
from explorer.images import Picture
from pages.pixel_to_class.state import WalkChoice, state
from pages.pixel_to_class.walk_data import class_names
from pages.ui.pickers.network import Opened
from pages.ui.pickers.network_page import View


@dataclass(frozen=True, slots=True)
class Walked(View):
    """An open network on its input."""

    looking: WalkChoice
    shares: NDArray[np.float64]
    """(K,) how likely the network finds each class, 0 to 1; empty where it names no class of the whole picture."""
    names: tuple[str, ...]
    """K names, in the reader's language."""
    target: int
    """Number of the class that is asked about; 0 where there is none."""

    @property
    def name(self) -> str:
        """Return the name of the class that is asked about."""
        return self.names[self.target] if self.names else ""


def walked(opened: Opened, picture: Picture) -> Walked:
    """Return what the tabs look at; what a link names and the network does not have is let go of.

    Raises:
        ExplorerError: see :func:`explorer.networks.observe`.
    """
    network = opened.network
    given = networks.network_input(network, picture)
    shares, names = _classes(opened, given)
    looking = fitting(state.now, opened.report, len(shares))
    state.settle(looking)
    target = looking.target if looking.target is not None else int(shares.argmax()) if len(shares) else 0
    return Walked(opened, picture, given, looking, shares, names, target)


def fitting(chosen: WalkChoice, report: Report, classes: int) -> WalkChoice:
    """Return a choice without a class, a layer or a place that the network does not have."""
    target = chosen.target if chosen.target is not None and chosen.target < classes else None
    known = chosen.layer == INPUT or chosen.layer in report.graph
    layer = chosen.layer if known else ""
    shape = maps_shape(report, layer) if layer else (0, 0, 0)
    inside = all(at < most for at, most in zip(chosen.at, shape, strict=False))
    return replace(chosen, target=target, layer=layer, at=chosen.at if layer and inside else ())


def maps_shape(report: Report, layer: str) -> tuple[int, int, int]:
    """Return how many maps a layer has, their rows and columns."""
    return map_shape(report.input_shape if layer == INPUT else report[layer].output_shape or ())


def _classes(opened: Opened, given: networks.NetworkInput) -> tuple[NDArray[np.float64], tuple[str, ...]]:
    network = opened.network
    if network.task != "classify" or len(opened.report.output_shape or ()) != 1:
        return np.zeros(0), ()
    shares = networks.shares(network, networks.scores(network, given.values))
    return shares, class_names(network, len(shares))
