"""Two boxes that follow the finger: drawn and computed in the browser, read here once the reader pauses."""

from __future__ import annotations

from dataclasses import replace
from typing import Any
from urllib.parse import parse_qsl

import streamlit as st

from explorer.detection import Box
from pages.ui.components import component
from pages.ui.text import _
from pages.where_is_it.box_settings import FIELDS, HEIGHT, WIDTH, BoxField
from pages.where_is_it.state import state

KEY = "wi_pair"
MOST_CHARS = 200

_mount = component.register("box_pair")


def two_boxes() -> None:
    """Show both boxes, what they share, and IoU and GIoU with their working."""
    _mount(key=KEY, data=pair_data(state.now.ours, state.now.theirs, state.now.threshold),
           on_selected_change=component.noted)


def take_moved() -> None:
    """Take over where the reader left the boxes; what a browser sends wrongly is left out."""
    told = st.session_state.get(KEY)
    text = told.get("selected") if isinstance(told, dict) else None
    if not isinstance(text, str) or len(text) > MOST_CHARS:
        return
    now = state.now
    asked = dict(parse_qsl(text))
    ours, _problem = BoxField().read("ours", asked.get("ours", ""), now.ours)
    theirs, _problem = BoxField().read("theirs", asked.get("theirs", ""), now.theirs)
    threshold, _problem = FIELDS["threshold"].read("threshold", asked.get("threshold", ""), now.threshold)
    if (ours, theirs, threshold) != (now.ours, now.theirs, now.threshold):
        state.put(replace(now, ours=ours, theirs=theirs, threshold=threshold))


def pair_data(ours: Box, theirs: Box, threshold: float) -> dict[str, Any]:
    """Return what the component draws."""
    return {"size": [WIDTH, HEIGHT], "ours": list(ours), "theirs": list(theirs), "threshold": threshold, "words": {
        "name": _("Two boxes in a picture of {width} × {height} px").format(width=WIDTH, height=HEIGHT),
        "ours": _("A, predicted"), "theirs": _("B, true"),
        "box": _("{box}: x from {x1} to {x2}, y from {y1} to {y2}"),
        "keys": _("Arrow keys move the box, with Shift its lower right corner."),
        "numbers": _("Corners of {box}, px"), "whole": _("Whole pixels"),
        "values": _("IoU {iou} · GIoU {giou}"),
        "right": _("counts as right: at least {threshold}"), "wrong": _("counts as wrong: below {threshold}"),
        "threshold": _("A box counts as right from an IoU of"),
        "turned": _("That box was upside down: x1 lies left of x2, and y1 above y2. Its corners are in order now."),
        "outside": _("That box reached out of the picture of {width} × {height} px; it was cut at the border, as "
                     "detectors cut theirs."),
        "legend": _("Orange: the intersection I, what both cover. Dotted: C, the smallest box around both. Drag a box "
                    "or a corner; x runs to the right and y down, as in a picture."),
    } | _meetings()}


def _meetings() -> dict[str, str]:
    return {
        "apart": _("They do not meet: the IoU is 0, however far they are apart. The GIoU falls below 0 with the empty "
                   "part of C, so it tells near from far: a loss made of it can pull A towards B."),
        "touching": _("They touch along an edge or in a corner, and share no area: the IoU is 0."),
        "overlapping": _("They overlap. The union counts what both cover once: that is why I is taken away."),
        "inside": _("One lies inside the other: the union is the larger box, and the IoU is the quotient of the areas. "
                    "C is the larger box, too, so GIoU and IoU are equal."),
        "same": _("They are equal: IoU and GIoU are 1, the best there is."),
        "empty": _("A box of no area covers nothing: the intersection is 0, and so is the IoU."),
    }
