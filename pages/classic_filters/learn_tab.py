"""Tabs that other pages have, too: a kernel that learns, and the cells that gave kernels their idea."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from pages.classic_filters.state import state
from pages.ui import cat_experiment
from pages.ui.learned_kernel import panel
from pages.ui.tab import Tab


def learn_view() -> None:
    """Show a kernel that learns."""
    panel.learned_kernel(state.now.learning, lambda learning: state.change(learning=learning), prefix="cf",
                         photo_key="cf_photo")


def cells_view() -> None:
    """Show the bar on the retina and what both cells make of it."""
    def change(**fields: Any) -> None:
        state.change(cells=replace(state.now.cells, **fields))

    cat_experiment.cat_experiment(state.now.cells, change, prefix="cf")


TAB = Tab("learn", panel.TITLE, panel.SAYS, learn_view)
CELLS_TAB = Tab("cells", cat_experiment.TITLE, cat_experiment.SAYS, cells_view)
