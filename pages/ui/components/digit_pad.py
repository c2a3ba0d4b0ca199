"""Python's side of the pad to draw digits on, which components draw as a part of themselves (`digitPad`).

``data`` is what its script shows; ``asked`` reads what it tells with each step of the pen or of a slider, in a question
to a preview as in a message to a page.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from functools import cache
from typing import Any

from explorer import images
from explorer.errors import N_, DataError
from explorer.images import CHANGE_BOUNDS, DigitChanges, Drawing
from pages.ui.text import _

SLIDERS = (
    ("right", N_("Shift right"), "px", 1),
    ("down", N_("Shift down"), "px", 1),
    ("turn", N_("Turn"), "°", 1),
    ("thicken", N_("Thicken"), "px", 4),
    ("noise", N_("Noise"), "%", 1),
)
"""Field of ``DigitChanges``, title, unit, and steps that make one of it."""


@cache
def samples() -> list[list[str]]:
    """Return the texts of drawings of each digit, one in each hand."""
    return [[images.to_text(images.written(hand, digit, 0)) for hand in images.HANDS] for digit in range(10)]


def data(drawing: str, changes: DigitChanges) -> dict[str, Any]:
    """Return what the script of the pad shows: a drawing as its text, and what is done to it."""
    sliders = [{"name": name, "title": _(title), "unit": unit, "per": per,
                "least": CHANGE_BOUNDS[name][0], "most": CHANGE_BOUNDS[name][1]} for name, title, unit, per in SLIDERS]
    return {"drawing": drawing, "pen": Drawing().pen, "samples": samples(), "sliders": sliders,
            "changes": {name: int(value) for name, value in asdict(changes).items()}, "words": _words()}


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
