"""What *Why this class?* asks: a network, the photo as it gets it, its classes, and the one that is asked about."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from explorer.images import Picture
from pages.attribution import state
from pages.attribution.state import Asking
from pages.ui.long_task import Slow, cost_text
from pages.ui.pickers.network import Opened
from pages.ui.pickers.network_page import View
from pages.ui.text import _

if TYPE_CHECKING:
    from explorer.networks.attribution import Attribution, Request
    from explorer.networks.attribution.methods import Method


@dataclass(frozen=True, slots=True)
class Scene(View):
    """All that the page asks with, computed once per run."""

    asking: Asking
    shares: NDArray[np.float64]
    """(K,) how likely the network finds each class, 0 to 1."""
    names: tuple[str, ...]
    """K names."""
    target: int
    """Number of the class that is asked about."""

    @property
    def name(self) -> str:
        """Return the name of the class that is asked about."""
        return self.names[self.target]


def is_classifier(opened: Opened) -> bool:
    """Say whether a network puts out one score for each class."""
    return len(opened.report.output_shape or ()) == 1


def scene(opened: Opened, picture: Picture) -> Scene:
    """Return what the page asks of ``picture``.

    Raises:
        ExplorerError: see :func:`explorer.networks.observe`.
    """
    from explorer.networks.attribution import cam_layers
    from explorer.networks.inference import network_input as inputs
    from explorer.networks.inference.predictions import scores, softmax

    network = opened.network
    given = inputs.network_input(network, picture)
    row = scores(network, given.values)
    asking = state.settle(len(row), cam_layers(network))
    named = len(network.categories) == len(row)
    names = network.categories if named else tuple(_("Output {number}").format(number=i) for i in range(len(row)))
    target = int(row.argmax()) if asking.target is None else asking.target
    return Scene(opened, picture, given, asking, softmax(row), names, target)


def request(scene: Scene, method: Method, *, shuffled: int = 0) -> Request:
    """Return what is asked of a method; ``shuffled``: of the network with so many of its last layers shuffled."""
    from explorer.networks.attribution import Request

    layer = (scene.asking.layer or None) if method.at_layer else None
    return Request(method=method.id, target=scene.target, layer=layer, shuffled=shuffled,
                   options=state.chosen_options(scene.opened.network, method))


def attribution_task(scene: Scene, asked: Request) -> Slow[Attribution]:
    """Return an attribution as a long computation."""
    from explorer.networks.attribution import attribute, estimate_s, key_of, passes

    network, values = scene.opened.network, scene.given.values

    def work(report: Any) -> Attribution:
        return attribute(network, values, asked, report)
    return Slow(key_of(network, values, asked), work,
                lambda: cost_text(passes(network, asked), estimate_s(network, asked)))
