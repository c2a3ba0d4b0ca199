"""*Cells*: the cat experiment, with what a reader of this page has set."""

from __future__ import annotations

from pages.pixels.state import state
from pages.ui.cat_experiment import FIELDS, BarAndCells, cat_experiment


def cells_view() -> None:
    """Show the bar on the retina and what both cells make of it."""
    now = BarAndCells(**{name: getattr(state.now, name) for name in FIELDS})
    cat_experiment(now, state.change, prefix="px")
