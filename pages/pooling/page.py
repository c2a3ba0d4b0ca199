"""Pooling: shrink a grid by its largest or mean value, and see what a shift changes."""

import streamlit as st

from explorer.convolution.pooling import VIEWS
from pages.pooling import state
from pages.pooling.controls import grid_toolbar
from pages.pooling.grid import edited, pooling_grid, size_card, torch_lines
from pages.pooling.max_or_average import choice_view
from pages.pooling.photo import photo_view
from pages.pooling.shift import shift_view, take_shift
from pages.ui.text import _

GRID = "po_grid"


def grid_view() -> None:
    """Show a small grid, its maximum and its average, and how large they get."""
    grid_toolbar()
    left, right = st.columns([0.72, 0.28], gap="medium")
    with left:
        pooling_grid(state.now(), version=state.version(), key=GRID)
    with right:
        size_card(state.now())
        st.code(torch_lines(state.now()), language="python", wrap_lines=True)


def look_for() -> dict[str, str]:
    """Return for each part the one sentence that says what to do and to look at."""
    return {
        "grid": _("Every window leaves one number. Point at an output to see its window; type into the input."),
        "shift": _("Drag the image by a pixel or two: tinted cells are exactly as they were before."),
        "photo": _("Pool the photo once more, and see what each way keeps: whiskers, edges, or calm."),
        "choice": _("Compare both outputs with their inputs: which cells still tell the story?"),
    }


@st.fragment
def page() -> None:
    """Show the open part; only it runs again when something changes."""
    line = st.empty()
    state.take_typed(edited(GRID))
    take_shift()
    names = dict(zip(VIEWS, (_("On a grid"), _("Move the image"), _("On a photo"), _("Maximum or average?")),
                     strict=True))
    state.show_view("po_view", names)
    shows = dict(zip(VIEWS, (grid_view, shift_view, photo_view, choice_view), strict=True))
    for view, tab in zip(VIEWS, st.tabs(list(names.values()), key="po_view", on_change="rerun"), strict=True):
        if tab.open:
            state.open_view(view)
            line.caption(look_for()[view])
            with tab:
                shows[view]()
    state.write_link()


st.title(_("Pooling"))
state.open_link()
page()
