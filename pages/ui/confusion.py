"""The confusion matrix as a component: a row per true class, a column per answer; click a cell to see its pictures."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from explorer.figures.colours import SEQUENTIAL, TITLES, lookup
from pages.ui.components import component as canvas
from pages.ui.text import _

LEVELS = 64

_mount = canvas.component("confusion")


def clicked_cell(count: int, *, key: str) -> tuple[int, int] | None:
    """Return the true class and the answer that were clicked to cause this run, out of ``count`` classes, or None."""
    cell = canvas.clicked(key, range(count * count))
    return None if cell is None else divmod(cell, count)


def confusion(counts: NDArray[np.int64], categories: Sequence[str], selected: tuple[int, int] | None, *,
              key: str) -> None:
    """Show how many pictures of each class (rows) were given which answer (columns).

    Args:
        counts: [true class, answer].
        categories: names of the classes.
        selected: true class and answer that are outlined.
        key: of the component; `clicked_cell` reads it.
    """
    words = {"name": _("Confusion matrix"), "rows": _("true class"), "columns": _("answer"),
             "hint": _("Point at a cell; click it to see its pictures."),
             "right": _("{count} of {total} pictures of {truth} were given the right answer."),
             "wrong": _("{count} of {total} pictures of {truth} were taken for {answer}."),
             "scale": _("Share of the row, {scale}").format(scale=TITLES[SEQUENTIAL])}
    _mount(key=key, on_selected_change=canvas.noted, data={
        "counts": counts.ravel().tolist(), "categories": list(categories), "words": words,
        "selected": None if selected is None else selected[0] * len(categories) + selected[1],
        "colours": [f"#{red:02x}{green:02x}{blue:02x}" for red, green, blue in lookup(SEQUENTIAL, LEVELS)]})
