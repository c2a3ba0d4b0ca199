"""Pooling: shrink a grid by its largest or mean value, and see what a shift changes."""

import streamlit as st

from explorer.convolution.pooling import VIEWS, PoolingPlan
from pages.pooling.controls import grid_toolbar
from pages.pooling.grid import edited, pooling_grid, size_card, torch_lines
from pages.pooling.max_or_average import choice_view
from pages.pooling.photo import photo_view
from pages.pooling.shift import shift_view, take_shift
from pages.pooling.state import renew, state, take_typed, version
from pages.ui.state.widget import follow_tab
from pages.ui.text import _

GRID, TABS = "po_grid", "po_view"


def grid_view() -> None:
    """Show a small grid, its maximum and its average, and how large they get."""
    grid_toolbar()
    left, right = st.columns([0.72, 0.28], gap="medium")
    with left:
        pooling_grid(state.now, version=version(), key=GRID)
    with right:
        size_card(state.now)
        st.code(torch_lines(state.now), language="python", wrap_lines=True)


def look_for() -> dict[str, str]:
    """Return for each part the one sentence that says what to do and to look at."""
    return {
        "grid": _("Every window leaves one number. Point at or tap an output to see its window; change the input."),
        "shift": _("Drag the image by a pixel or two: tinted cells are exactly as they were before."),
        "photo": _("Pool the photo once more, and see what each way keeps: whiskers, edges or smooth areas."),
        "choice": _("Compare both outputs with their inputs: which one keeps the line, which one the true grey?"),
    }


@st.fragment
def page() -> None:
    """Show the open part; only it runs again when something changes."""
    line = st.empty()
    take_typed(edited(GRID))
    take_shift()
    names = dict(zip(VIEWS, (_("On a grid"), _("Move the image"), _("On a photo"), _("Maximum or average?")),
                     strict=True))
    follow_tab(names, lambda: state.now.view, lambda view: state.change(view=view), key=TABS)
    shows = dict(zip(VIEWS, (grid_view, shift_view, photo_view, choice_view), strict=True))
    for view, tab in zip(VIEWS, st.tabs(list(names.values()), key=TABS, on_change="rerun"), strict=True):
        if tab.open:
            line.caption(look_for()[view])
            with tab:
                shows[view]()
    state.write()


st.title(_("Pooling"))
if state.open(PoolingPlan):
    renew()
page()
