"""*The elevator*: stepping back from the picture, floor by floor, to the class."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import nullcontext
from functools import partial
from hashlib import sha256
from typing import Any

import numpy as np
import streamlit as st

from explorer import networks
from explorer.errors import N_
from explorer.figures import DIVERGING, SEQUENTIAL, colour_table, field_numbers, packed, sheet
from explorer.graph import INPUT, floors, shape_text
from explorer.numbers import number
from explorer.runtime import Cache
from pages.pixel_to_class.elevator_settings import PER_MILLE
from pages.pixel_to_class.scene import Walked
from pages.pixel_to_class.small_pictures import atlas
from pages.pixel_to_class.state import state
from pages.ui.components import component
from pages.ui.errors import told_to_reader
from pages.ui.tab import Tab
from pages.ui.text import _, language, say

ELEVATOR = "p2c_elevator"
PATCH, DREAM, THUMB = 72, 150, 56
"""Sides of what is sent, px: a patch, a dream picture; and cells of a map at most."""
BARS = 6
_mount = component.register("elevator")
_packed: Cache[tuple[Any, ...], bytes] = Cache(16 * 2**20, len)


class Asked:
    """All that the elevator may report: ``floor 3``, ``point 500 250``, ``unit 3 17``."""

    counts = {"floor": 1, "point": 2, "unit": 2}

    def __contains__(self, value: object) -> bool:
        kind, *rest = value.split(" ") if isinstance(value, str) and len(value) < 30 else ("",)
        return len(rest) == self.counts.get(kind, -1) and all(
            one.isascii() and one.isdigit() and len(one) < 6 for one in rest)


def take_click() -> None:
    """Take over where the reader went."""
    asked = component.clicked(ELEVATOR, Asked())
    if asked is None:
        return
    kind, *rest = asked.split(" ")
    numbers = tuple(map(int, rest))
    if kind == "floor":
        state.change(floor=numbers[0])
    elif kind == "point":
        state.change(point=tuple(min(one, PER_MILLE) for one in numbers))
    else:
        state.change(floor=numbers[0], unit=numbers)


def elevator_view(walked: Walked) -> None:
    """Show all floors in one picture; the browser goes up and down in it by itself."""
    take_click()
    with told_to_reader():
        with nullcontext() if ELEVATOR in st.session_state else st.spinner(_("Looking at every floor"), show_time=True):
            block = elevator_data(walked, state.now.unit)
        _mount(key=ELEVATOR, on_selected_change=component.noted,
               data=packed_elevator(block, state.now.floor, state.now.point))


def packed_elevator(block: bytes, floor: int, point: tuple[int, ...]) -> bytes:
    """Return all floors as one block, with where the reader stands; ``key`` tells the browser whether it knows them."""
    header = {"floor": floor, "point": list(point), "words": _words(), "key": sha256(block).hexdigest()[:16],
              "size": len(block)}
    return packed(header, [np.frombuffer(block, np.uint8)])


def floors_of(walked: Walked, unit: tuple[int, ...] = ()) -> tuple[networks.FloorView, ...]:
    """Return all floors for the picture, with the unit that was chosen on one of them."""
    every = floors(walked.opened.report)
    chosen = {every[unit[0]].layer: unit[1]} if len(unit) == 2 and unit[0] < len(every) else {}
    return networks.elevator(walked.opened.network, walked.given, chosen)


def elevator_data(walked: Walked, unit: tuple[int, ...]) -> bytes:
    """Return all floors for the browser; kept, as they are the same while one goes up and down.

    Colours of both kinds of maps (256, 3), the photo (H, W, 3), then the maps of each floor (k, h, w), all bytes.
    """
    key = (walked.opened.network.number, walked.given.key, unit, language(), colour_table(SEQUENTIAL).tobytes())
    return _packed.get(key, lambda: _elevator_data(walked, floors_of(walked, unit)))


def _elevator_data(walked: Walked, views: Sequence[networks.FloorView]) -> bytes:
    sheets = [sheet(view.maps, limit=THUMB) for view in views]
    told = [_floor(walked, view) | {"grid": one.levels.shape[1:], "signed": one.signed}
            for view, one in zip(views, sheets, strict=True)]
    surest = networks.surest_place(walked.opened.network, walked.given, views)
    header = {"photo": walked.given.pixels.shape[:2], "surest": surest, "floors": told,
              "patch": PATCH, "patches": atlas([[patch.pixels for patch in view.patches] for view in views], PATCH),
              "dream": DREAM, "dreams": atlas([[] if view.dream is None else [view.dream] for view in views], DREAM)}
    return packed(header, [colour_table(SEQUENTIAL), colour_table(DIVERGING), walked.given.pixels,
                           *(one.levels for one in sheets)])


def _floor(walked: Walked, view: networks.FloorView) -> dict[str, Any]:
    """Return what is told of one floor."""
    floor, network = view.floor, walked.opened.network
    last = floor.layer == network.graph.output
    values = view.maps.reshape(len(view.maps), -1).max(axis=1)
    bars = [[guess.name, guess.share] for guess in networks.guesses(walked.shares, walked.names, count=BARS)]
    return {
        "label": _("picture") if floor.layer == INPUT else floor.label, "shape": shape_text(floor.shape),
        "share": floor.share, "fields": field_numbers(floor.fields), "size": view.maps.shape[1:],
        "channels": list(view.channels), "values": [number(float(value), 3) for value in np.nan_to_num(values)],
        "told": [_(patch.photo) for patch in view.patches], "dream": view.dream is not None,
        "bars": bars if last and walked.names else [], "says": say(networks.layer_sentence(network, floor.layer)),
        "word": say(networks.layer_word(network, floor.layer))}


def _words() -> dict[str, str]:
    return {
        "slider": _("Floor: from the picture up to the classes"), "keys": _("Arrow keys go one floor up or down."),
        "photo": _("What one unit sees"), "maps": _("Maps: {count} of {all}, {shape}"),
        "values": _("Values: {count} of {all}"), "likes_value": _("What excites value {channel} most"),
        "colours": _("Red, green and blue"), "classes": _("The answer"),
        "likes": _("What excites map {channel} most"), "dream": _("A picture made for map {channel}"),
        "floor": _("Floor {floor} of {floors}: {label}"),
        "sees": _("Its whole field is {size} × {size} px, {share} of the picture's side."),
        "all": _("Its whole field is the whole picture."), "up": _("Go up"), "stop": _("Stop"),
        "hint": _("Drag the square on the picture; click a map to see what it likes."),
        "record": _("Film as WebM"), "recording": _("Filming …"), "recorded": _("Saved as {file}."),
        "not_recorded": _("This browser cannot film; use the GIF above."),
        "picture": _("All of floor {floor}: the picture, maps, and what excites one of them.")}


def tab(walked: Walked) -> Tab:
    """Return the tab."""
    return Tab("elevator", N_("The elevator"), N_(
        "Go up, and step back from the picture: each unit sees more of it, and knows less about where."),
        partial(elevator_view, walked))
