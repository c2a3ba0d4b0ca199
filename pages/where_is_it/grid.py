"""*Grid*: find all things in one pass over a grid of cells, as YOLO does; and what comes before and behind it."""

from __future__ import annotations

import streamlit as st

from explorer.errors import N_
from pages.ui.tab import Tab
from pages.ui.text import _
from pages.where_is_it.cell_answers import cells_view
from pages.where_is_it.cell_truth import truth_view
from pages.where_is_it.grid_settings import GRID_PARTS
from pages.where_is_it.nms import nms_view
from pages.where_is_it.state import state
from pages.where_is_it.yolo_tensor import tensor_view

SHOWS = dict(zip(GRID_PARTS, (cells_view, nms_view, truth_view, tensor_view), strict=True))


def grid_view() -> None:
    """Ask which part is looked at, and show it."""
    titles = dict(zip(GRID_PARTS, (_("What a cell says"), _("NMS step by step"), _("What each cell learns"),
                                   _("YOLO's 7 × 7 × 30")), strict=True))
    st.segmented_control(_("What is looked at"), list(GRID_PARTS), format_func=titles.__getitem__, required=True,
                         label_visibility="collapsed", **state.bind("grid_part"))
    SHOWS[state.now.grid_part]()


TAB = Tab("grid", N_("Grid"), N_("Click a cell: what does it say, and is it the one that holds the thing's centre? "
                                 "Then go through *NMS step by step*."), grid_view)
