"""A cell of a grid, or a pixel of a picture, is pointed at: what its component is told, and the cell that comes back.

The same picture then shows where all pointed: `pointed_map`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from explorer.arrays import Array, Pixels
from explorer.figures import tones
from pages.ui.components import component
from pages.ui.text import _

Cell = tuple[int, int]
MOST_NUMBERS = 400
"""Cells whose numbers are written; more could not be read."""
EXACT_SIDE = 64
"""Longest side of a picture that is sent without losses, px."""

_mount = component.register("point_at")


@dataclass(frozen=True, kw_only=True, eq=False)
class Pointing:
    """What is pointed at.

    Attributes:
        rows, columns: into which it is divided.
        pixels: a picture; None: a plain ground.
        numbers: that stand in the cells (rows, columns), or None.
        name: for those who do not see it.
    """

    rows: int
    columns: int
    pixels: Pixels | None = None
    numbers: Array | None = None
    name: str = ""

    @property
    def written(self) -> list[float]:
        """The numbers row by row, where there are few enough to be read."""
        if self.numbers is None or self.numbers.size > MOST_NUMBERS:
            return []
        return [float(value) for value in self.numbers.ravel()]

    def holds(self, cell: Cell) -> bool:
        """Say whether there is such a cell."""
        return 0 <= cell[0] < self.rows and 0 <= cell[1] < self.columns


def pointed(key: str, ground: Pointing) -> Cell | None:
    """Return the cell that was chosen to cause this run, or None: whatever a browser sends, it is one of the ground."""
    state = st.session_state.get(key)
    told = state.get("selected") if isinstance(state, dict) else None
    return cell_of(told, ground) if isinstance(told, str) else None


def cell_of(text: str, ground: Pointing) -> Cell | None:
    """Return the cell that ``text`` means, such as ``"3.4"``, where the ground has it."""
    row, dot, column = text[:12].partition(".")
    if not dot or not all(part.isascii() and part.isdigit() for part in (row, column)):
        return None
    cell = int(row), int(column)
    return cell if ground.holds(cell) else None


def text_of(cell: Cell | None) -> str:
    """Return a cell as the component writes it; None: nothing."""
    return "" if cell is None else f"{cell[0]}.{cell[1]}"


def point_at(ground: Pointing, *, chosen: Cell | None, key: str, about: str = "", send: str = "",
             locked: bool = False, on_chosen: Callable[[], None] = component.noted) -> None:
    """Show what is to be pointed at.

    Args:
        ground: the picture or grid.
        chosen: the cell that counts so far.
        key: the component's key; `pointed` reads what was chosen.
        about: what the question is; another one lets go what was pointed at and not sent.
        send: says what the button does that hands the cell in; without it each choice is told at once.
        locked: whether nothing can be chosen any more.
        on_chosen: called before the run that a choice causes.
    """
    _mount(key=key, on_selected_change=on_chosen,
           data=point_data(ground, chosen=chosen, about=about, send=send, locked=locked))


def pointed_map(ground: Pointing, counts: NDArray[np.int64], *, key: str, right: Cell | None = None,
                own: Cell | None = None) -> None:
    """Show where all pointed: a map of counts (rows, columns) over the ground, with the right cell and one's own."""
    _mount(key=key, on_selected_change=component.noted,
           data=point_data(ground, chosen=own, right=right, counts=counts, locked=True))


def point_data(ground: Pointing, *, chosen: Cell | None, about: str = "", send: str = "", locked: bool = False,
               right: Cell | None = None, counts: NDArray[np.int64] | None = None) -> dict[str, Any]:
    """Return what the component is told."""
    picture = "" if ground.pixels is None else address_of(ground.pixels)
    return {"rows": ground.rows, "columns": ground.columns, "picture": picture, "numbers": ground.written,
            "heat": [] if counts is None else heat_of(counts), "about": about, "chosen": text_of(chosen),
            "right": text_of(right), "locked": locked, "words": _words(ground.name, send, locked)}


def address_of(pixels: Pixels) -> str:
    """Return a picture for a browser: a photo as JPEG, 60 ms sooner and a sixth as large, as a whole class asks for it
    at once; a small picture, whose pixels are pointed at one by one, exactly."""
    return component.jpeg_address(pixels) if max(pixels.shape[:2]) > EXACT_SIDE else component.png_address(pixels)


def heat_of(counts: NDArray[np.int64]) -> list[dict[str, Any]]:
    """Return the cells at which somebody pointed, row by row, with their colours; the largest counts last."""
    flat, scale = np.asarray(counts).ravel(), tones("sequential")
    most = max(1, int(flat.max(initial=0)))
    found = sorted(np.flatnonzero(flat > 0).tolist(), key=lambda at: int(flat[at]))
    return [{"cell": at, "count": int(flat[at]), "colour": scale[round(int(flat[at]) / most * (len(scale) - 1))]}
            for at in found]


def _words(name: str, send: str, locked: bool) -> dict[str, str]:
    keys = _("Arrow keys move, Enter sends.") if send else _("Click a cell, or choose one with the arrow keys.")
    return {
        "name": name or _("A picture to point at"), "keys": keys,
        "nothing": "" if locked else _("Tap the picture, or drag on it."), "cell": _("Row {row}, column {column}"),
        "value": _("Row {row}, column {column}: {value}"), "one": _("1 answer"), "many": _("{count} answers"),
        "isRight": _("the right cell"), "send": send, "sent": _("Sent ✓"),
        "up": _("One cell up"), "down": _("One cell down"), "left": _("One cell to the left"),
        "right": _("One cell to the right"),
    }
