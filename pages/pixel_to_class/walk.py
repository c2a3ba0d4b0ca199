"""*The walk*: the whole network at work in one picture, to fly through."""

from __future__ import annotations

import json
from functools import partial
from typing import Any

import streamlit as st

from explorer.errors import N_
from pages.pixel_to_class import walk_answers
from pages.pixel_to_class.scene import Walked, fitting
from pages.pixel_to_class.state import state
from pages.pixel_to_class.walk_data import walk_block
from pages.pixel_to_class.walk_settings import FIELDS
from pages.ui.components import component
from pages.ui.pickers.network import title
from pages.ui.tab import Tab

KEY = "p2c_walk"
LONGEST = 400
"""Characters of what a browser says."""

_mount = component.register("network_walk")


def walk_view(walked: Walked) -> None:
    """Show the network; take over where the reader went."""
    _take(walked)
    looking = fitting(state.now, walked.opened.report, len(walked.shares))
    more = {"token": walk_answers.register(walked.opened.network, walked.given), "asks": walk_answers.NAME,
            "place": {"layer": looking.layer, "at": list(looking.at)}, "target": walked.target,
            "title": title(walked.opened.network.name), "note": walked.mark}
    _mount(key=KEY, data=walk_block(walked.opened.network, walked.given, more), on_selected_change=component.noted)


def _take(walked: Walked) -> None:
    """Take over what the component says: a place in the network, or a class that was clicked."""
    said = read_message(st.session_state.get(KEY))
    if "class" in said and said["class"] < len(walked.shares):
        state.change(target=said["class"])
    if "layer" in said:
        state.change(layer=said["layer"], at=said["at"])
        state.settle(fitting(state.now, walked.opened.report, len(walked.shares)))


def read_message(told: object) -> dict[str, Any]:
    """Return what the component told to cause this run: ``layer`` and ``at``, ``class``, or nothing."""
    text = told.get("selected") if isinstance(told, dict) else None
    if not isinstance(text, str) or len(text) > LONGEST:
        return {}
    try:
        sent = json.loads(text)
    except (ValueError, RecursionError):
        return {}
    if not isinstance(sent, dict):
        return {}
    found: dict[str, Any] = {}
    if type(sent.get("class")) is int and sent["class"] >= 0:
        found["class"] = sent["class"]
    layer, at = sent.get("layer"), sent.get("at")
    if isinstance(layer, str) and isinstance(at, str):
        used, wrong = FIELDS["layer"].read("layer", layer, "")
        place, lost = FIELDS["at"].read("at", at, ()) if at else ((), None)
        if wrong is None and lost is None and (layer or not at):
            found |= {"layer": used, "at": place}
    return found


def tab(walked: Walked) -> Tab:
    """Return the tab."""
    return Tab("walk", N_("The walk"), N_("Turn the wheel, pinch or click to fly in: to a layer, a map, one unit and "
                                          "its sum. Point at anything to see what it reads."),
               partial(walk_view, walked))


