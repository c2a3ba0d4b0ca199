"""How many of each class were taken for which, as a component: one cell per pair of classes, coloured by its share."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from explorer.figures import SEQUENTIAL, lookup
from pages.ui.components import component
from pages.ui.text import _

LEVELS = 64

_mount = component.register("confusion")


def clicked_cell(count: int, *, key: str) -> tuple[int, int] | None:
    """Return the true class and the answer that were clicked to cause this run, out of ``count`` classes, or None."""
    cell = component.clicked(key, range(count * count))
    return None if cell is None else divmod(cell, count)


def confusion(counts: NDArray[np.int64], categories: Sequence[str], selected: tuple[int, int] | None, *,
              key: str, words: Mapping[str, str] | None = None) -> None:
    """Show how many of each class (rows) were given which answer (columns).

    Args:
        counts: [true class, answer].
        categories: names of the classes.
        selected: true class and answer that are outlined.
        key: of the component; `clicked_cell` reads it.
        words: instead of `picture_words` where something else is counted: all of the same names.
    """
    texts = words or picture_words()
    _mount(key=key, on_selected_change=component.noted, data={
        "counts": counts.ravel().tolist(), "categories": list(categories),
        "words": {name: texts[name] for name in ("hint", "right", "wrong")} | _fixed_words() | {
            "told": _summary(counts, categories, texts)},
        "selected": None if selected is None else selected[0] * len(categories) + selected[1],
        "colours": [f"#{red:02x}{green:02x}{blue:02x}" for red, green, blue in lookup(SEQUENTIAL, LEVELS)]})


def picture_words() -> dict[str, str]:
    """Return the sentences where pictures are counted."""
    return {
        "hint": _("Point at a cell; click or tap it to see its pictures."),
        "right": _("{count} of {total} pictures of {truth} were given the right answer."),
        "wrong": _("{count} of {total} pictures of {truth} were taken for {answer}."),
        "all_right": _("{right} of {total} pictures were given the right answer."),
        "told": _("{right} of {total} pictures were given the right answer; the commonest mistake: {count} pictures of "
                  "{truth} taken for {answer}."),
    }


def pixel_words() -> dict[str, str]:
    """Return the sentences where pixels are counted."""
    return {
        "hint": _("Point at a cell, or click it: the pixels it counts are marked in the picture."),
        "right": _("{count} of {total} pixels of {truth} were given the right class."),
        "wrong": _("{count} of {total} pixels of {truth} were taken for {answer}."),
        "all_right": _("{right} of {total} pixels were given the right class."),
        "told": _("{right} of {total} pixels were given the right class; the commonest mistake: {count} pixels of "
                  "{truth} taken for {answer}."),
    }


def _fixed_words() -> dict[str, str]:
    return {"name": _("Confusion matrix"), "rows": _("true class"), "columns": _("answer"),
            "scale": _("Share of the row"), "keys": _("Arrow keys choose a cell.")}


def _summary(counts: NDArray[np.int64], categories: Sequence[str], words: Mapping[str, str]) -> str:
    """Return what the matrix shows, for those who do not see it."""
    wrong = counts * (1 - np.eye(len(counts), dtype=counts.dtype))
    values = {"right": int(np.trace(counts)), "total": int(counts.sum())}
    if not wrong.any():
        return words["all_right"].format(**values)
    truth, answer = divmod(int(wrong.argmax()), len(wrong))
    return words["told"].format(**values, count=int(wrong[truth, answer]), truth=categories[truth],
                                answer=categories[answer])
