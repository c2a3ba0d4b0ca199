"""*The walk*: the whole network at work in one picture, to fly through."""

from __future__ import annotations

from functools import partial

from explorer import networks
from explorer.errors import N_
from pages.pixel_to_class.scene import Walked
from pages.pixel_to_class.state import state
from pages.ui.components import network_strip
from pages.ui.components.class_scores import scores_view
from pages.ui.tab import Tab
from pages.ui.text import _

STRIP, SCORES = "p2c_strip", "p2c_scores"
MOST_CLASSES = 5


def walk_view(walked: Walked) -> None:
    """Show the network and its answer."""
    clicked = network_strip.clicked_layer(walked.opened, key=STRIP)
    if clicked is not None:
        state.change(layer=clicked)
    network_strip.network_strip(walked.opened, state.now.layer, key=STRIP)
    if walked.names:
        rows: list[tuple[str, float, float | None]] = [
            (guess.name, guess.share, None)
            for guess in networks.guesses(walked.shares, walked.names, count=MOST_CLASSES)]
        scores_view(rows, title=_("What it sees"), note="", key=SCORES)


def tab(walked: Walked) -> Tab:
    """Return the tab."""
    return Tab("walk", N_("The walk"), N_("Click a layer. Every picture is computed from the one before it, down to "
                                          "the bars of the classes."), partial(walk_view, walked))
