"""Grids that are made of each other as a component: pointing at a cell lights all it reads, and all that reads it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import streamlit as st

from explorer.arrays import Array
from explorer.convolution import Convolution
from explorer.convolution.lessons import cells_read
from explorer.figures import DIVERGING, SEQUENTIAL, hatches, tones
from pages.ui.components import component
from pages.ui.text import _

_SAID = re.compile(r"t\.([0-9]{1,3})|([0-9]{1,2})\.([0-9]{1,3})")

_mount = component.register("linked_grids")


@dataclass(frozen=True, kw_only=True, eq=False)
class Grid:
    """One grid of the picture.

    Attributes:
        title: above it.
        brief: what it is called in a sentence.
        values: (rows, columns).
        tone: ``plain``, ``viridis`` (from 0) or ``diverging``.
        rows, columns: names of them; none are shown where these are empty.
        pads: cells that padding added, counted row by row.
        unread: cells that are hatched, as nothing reads them.
        sign: between it and the grid before it in its group.
        group: those of one group stand beside each other.
        runs: whether the clock fills it in.
        large: whether its cells may be larger than those of the others.
    """

    title: str
    brief: str
    values: Array
    tone: str = "plain"
    rows: Sequence[str] = ()
    columns: Sequence[str] = ()
    pads: Sequence[int] = ()
    unread: Sequence[int] = ()
    sign: str = "→"
    group: int = 0
    runs: bool = False
    large: bool = False


@dataclass(frozen=True, kw_only=True)
class Linked:
    """Cells of one grid, and per cell those of another that it reads; grids by their place."""

    source: int
    reads: int
    cells: Sequence[Sequence[int]] = field(repr=False)


def linked_grids(grids: Sequence[Grid], links: Sequence[Linked], *, hint: str, key: str, clock: int = 0,
                 pick: tuple[int, int] | None = None) -> None:
    """Show grids; where the reader went is read by `told` in the run that it causes.

    Args:
        grids: in the order in which they stand.
        links: what reads what.
        hint: sentence under the picture.
        key: the component's key.
        clock: step of what runs, from 0.
        pick: place of a grid, and a cell of it, that is chosen.
    """
    panels = [_panel(grid) for grid in grids]
    data = {"panels": panels, "links": [{"from": link.source, "to": link.reads, "cells": link.cells} for link in links],
            "clock": clock, "pick": "{}.{}".format(*pick) if pick else "", "hatched": hatches(), "words": _words(hint),
            "tones": {"viridis": tones(SEQUENTIAL), "diverging": tones(DIVERGING)}}
    _mount(key=key, data=data, on_selected_change=component.noted)


def told(key: str) -> dict[str, Any]:
    """Return what the browser told to cause this run: a ``clock`` or a ``pick``; nothing where it is neither."""
    state = st.session_state.get(key)
    value = state.get("selected") if isinstance(state, dict) else None
    found = _SAID.fullmatch(value) if isinstance(value, str) else None
    if not found:
        return {}
    return {"clock": int(found[1])} if found[1] else {"pick": (int(found[2]), int(found[3]))}


def laid_out(conv: Convolution, *, title: str, brief: str, **more: Any) -> Grid:
    """Return the input of a convolution of one channel with its padding as a grid."""
    (rows, columns), values = (axis.lane for axis in conv.axes), conv.laid_out[0]
    outside = np.flatnonzero((rows < 0)[:, None] | (columns < 0)[None, :]).tolist()
    read = {cell for cells in cells_read(conv) for cell in cells}
    return Grid(title=title, brief=brief, values=values, pads=outside,
                unread=[cell for cell in range(values.size) if cell not in read], **more)


def _panel(grid: Grid) -> dict[str, Any]:
    rows, columns = grid.values.shape
    span = [min(0.0, float(grid.values.min())), max(0.0, float(grid.values.max()))]
    return {"title": grid.title, "brief": grid.brief, "rows": rows, "columns": columns, "tone": grid.tone,
            "values": grid.values.ravel().tolist(), "range": span, "rowNames": list(grid.rows),
            "columnNames": list(grid.columns), "pads": list(grid.pads), "unread": list(grid.unread),
            "sign": grid.sign, "group": grid.group, "runs": grid.runs, "large": grid.large}


def _words(hint: str) -> dict[str, str]:
    return {
        "hint": hint, "cell": _("{panel}, row {row}, column {column}: {value}"), "reads": _("Reads: {list}"),
        "isRead": _("Is read by: {list}"), "area": _("{panel}: {rows} × {columns}"),
        "count": _("{panel}: {count} cells"), "countOne": _("{panel}: 1 cell"),
        "done": _("{panel}: {done} of {cells} cells"), "name": _("Grids that are made of each other"),
        "keys": _("Arrow keys choose a cell or a step, Page Up and Page Down another grid, space plays."),
        "back": _("One step back"), "next": _("One step on"), "play": _("Play"), "pause": _("Pause"),
        "line": _("Timeline"), "speed": _("Speed"), "rate": _("{rate} per second"),
    }
