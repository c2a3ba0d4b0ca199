"""A pad to draw a digit on. What a network says of it follows the pen, past Streamlit; a page hears once the pen rests.

A page offers once, at import, what is said of a drawing, and shows the pad in each run::

    LOOK = digit_pad.offer("p2c_pad", look)     # look(drawing, changes) -> Said
    if drawn := digit_pad.taken("p2c_pad"):     # before anything is computed
        ...
    digit_pad.digit_pad(text, changes, LOOK, key="p2c_pad")

Other components of the page hear each step of the pen by ``kit/signal_drawing.js``; `asked` reads what they hear, in
the question that they put to a preview.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from functools import cache, partial
from typing import Any

import streamlit as st

from explorer import images
from explorer.errors import N_, DataError
from explorer.images import CHANGE_BOUNDS, DigitChanges, Drawing
from pages.ui import previews
from pages.ui.components import component
from pages.ui.text import _, language, spoken_in

_mount = component.register("digit_pad")
SLIDERS = (
    ("right", N_("Shift right"), "px", 1),
    ("down", N_("Shift down"), "px", 1),
    ("turn", N_("Turn"), "°", 1),
    ("thicken", N_("Thicken"), "px", 4),
    ("noise", N_("Noise"), "%", 1),
)
"""Field of ``DigitChanges``, title, unit, and steps that make one of it."""
MOST_CHARS = images.LONGEST_TEXT + 400
"""Longest message of a browser."""


@cache
def samples() -> list[list[str]]:
    """Return the texts of drawings of each digit, one in each hand."""
    return [[images.to_text(images.written(hand, digit, 0)) for hand in images.HANDS] for digit in range(10)]


@dataclass(frozen=True, slots=True)
class Said:
    """What is said of a drawing."""

    line: str
    """What the network reads."""
    told: str = ""
    """Why it may not be one digit."""


Look = Callable[[Drawing, DigitChanges], Said]
_LOOKS: dict[str, Look] = {}


def offer(name: str, look: Look) -> str:
    """Let ``look`` say what a network reads, under ``name``, which is returned."""
    _LOOKS[name] = look
    previews.offer(name, partial(_preview, look))
    return name


def digit_pad(text: str, changes: DigitChanges, look: str, *, key: str) -> None:
    """Show the drawing of ``text``, what is done to it, and what is said of that."""
    said = _LOOKS[look](images.drawing_from_text(text), changes)
    sliders = [{"id": name, "title": _(title), "unit": unit, "per": per,
                "least": CHANGE_BOUNDS[name][0], "most": CHANGE_BOUNDS[name][1]} for name, title, unit, per in SLIDERS]
    _mount(key=key, on_selected_change=component.noted, data={
        "drawing": text, "pen": Drawing().pen, "samples": samples(), "sliders": sliders, "answer": asdict(said),
        "asks": {"name": look, "language": language()}, "words": _words(),
        "changes": {name: int(value) for name, value in asdict(changes).items()}})


def taken(key: str) -> tuple[Drawing, DigitChanges] | None:
    """Return what the reader drew on the pad ``key`` to cause this run; None: nothing that makes sense."""
    told = st.session_state.get(key)
    text = told.get("selected") if isinstance(told, dict) else None
    if not isinstance(text, str) or len(text) > MOST_CHARS:
        return None
    try:
        return asked(json.loads(text))
    except (ValueError, RecursionError):
        return None


def asked(said: object) -> tuple[Drawing, DigitChanges] | None:
    """Return the drawing and the changes that a browser tells; None: no pad says so.

    What a browser sends is anybody's guess; numbers are brought within their bounds.
    """
    if not isinstance(said, Mapping) or not isinstance(said.get("drawing"), str):
        return None
    told = said.get("changes", {})
    if not isinstance(told, Mapping):
        return None
    numbers = {name: told.get(name, 0) for name in (*CHANGE_BOUNDS, "invert")}
    if not all(isinstance(value, int) for value in numbers.values()):
        return None
    bounded = {name: min(max(numbers[name], least), most) for name, (least, most) in CHANGE_BOUNDS.items()}
    try:
        return images.drawing_from_text(said["drawing"]), DigitChanges(**bounded, invert=bool(numbers["invert"]))
    except DataError:
        return None


def _preview(look: Look, said: object) -> dict[str, Any] | None:
    drawn = asked(said)
    if drawn is None or not isinstance(said, Mapping):
        return None
    with spoken_in(said.get("language")):
        return asdict(look(*drawn))


def _words() -> dict[str, str]:
    return {
        "label": _("Pad to draw a digit on"),
        "keys": _("Keys 0 to 9 write a digit, in another hand each time; Backspace goes back, Delete empties the pad"),
        "hint": _("Draw a digit here"), "empty": _("empty"), "drawn": _("Strokes: {count}"),
        "undo": _("Back (Backspace)"), "clear": _("Empty the pad (Delete)"), "samples": _("Samples"),
        "sample": _("Write a {digit}, in another hand each time"), "changes": _("What is done to the digit"),
        "invert": _("Black on white"), "reset": _("As drawn"),
        "full": _("The pad takes no more. Empty it, or go back."),
    }
