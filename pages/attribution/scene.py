"""What *Why this class?* asks: a network, the photo as it gets it, its classes, and the one that is asked about."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from explorer import networks
from explorer.images import Picture
from explorer.networks import attribution
from pages.attribution.state import Question, chosen_options, fitting, state
from pages.ui.class_names import class_texts
from pages.ui.long_task import Slow, cost_text
from pages.ui.pickers.network import Opened
from pages.ui.pickers.network_page import View
from pages.ui.text import _


@dataclass(frozen=True, slots=True)
class Scene(View):
    """All that the page asks with, computed once per run."""

    asking: Question
    shares: NDArray[np.float64]
    """(K,) how likely the network finds each class, 0 to 1; of a single sigmoid yes and no."""
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
    return len(opened.report.output_shape or ()) == 1 and opened.network.task == "classify"


def scene(opened: Opened, picture: Picture) -> Scene:
    """Return what the page asks of ``picture``.

    Raises:
        ExplorerError: see :func:`explorer.networks.observe`.
    """
    network = opened.network
    given = networks.network_input(network, picture)
    row = networks.scores(network, given.values)
    shares = networks.shares(network, row)
    asking = fitting(state.now, len(shares), attribution.cam_layers(network))
    state.settle(asking)
    target = int(shares.argmax()) if asking.target is None else asking.target
    return Scene(opened, picture, given, asking, shares, _names(network, len(shares)), target)


def _names(network: networks.Network, count: int) -> tuple[str, ...]:
    if networks.says_yes_or_no(network) and not network.categories:
        return _("Yes (1)"), _("No (0)")
    if networks.says_yes_or_no(network) or len(network.categories) == count:
        return class_texts(networks.answer_names(network))
    return tuple(_("Output {number}").format(number=number + 1) for number in range(count))


def request(scene: Scene, method: attribution.Method, *, shuffled: int = 0) -> attribution.Request:
    """Return what is asked of a method; ``shuffled``: of the network with so many of its last layers shuffled."""
    layer = (scene.asking.layer or None) if method.at_layer else None
    share = scene.asking.share and networks.ending(scene.opened.network) != "scores"
    return attribution.Request(method=method.id, target=scene.target, layer=layer, shuffled=shuffled, share=share,
                               options=chosen_options(scene.opened.network, method))


def attribution_task(scene: Scene, asked: attribution.Request) -> Slow[attribution.Attribution]:
    """Return an attribution as a long computation."""
    network, values, known = scene.opened.network, scene.given.values, scene.given.key

    def work(report: Any) -> attribution.Attribution:
        return attribution.attribute(network, values, asked, report, known_as=known)
    return Slow(attribution.key_of(network, values, asked, known), work,
                lambda: cost_text(attribution.passes(network, asked), attribution.estimate_s(network, asked)))
