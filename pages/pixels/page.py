"""Pixels: a picture is numbers, and why one does not simply connect them all."""

import streamlit as st

from pages.pixels.state import VIEWS, PixelSetup, state
from pages.pixels.tabs import TABS
from pages.ui.state.page_state import show_problems
from pages.ui.text import _

OPEN, OPENED = "px_tabs", "px_opened"


def open_tab(titles: dict[str, str]) -> None:
    """Take over which tab the reader has just opened, or open the one that a link names."""
    views = {title: view for view, title in titles.items()}
    chosen = views.get(st.session_state.get(OPEN, ""))
    by_reader = state.now.view == st.session_state.get(OPENED)
    if chosen and by_reader and chosen != state.now.view:
        state.change(view=chosen)
    st.session_state[OPENED] = state.now.view
    st.session_state[OPEN] = titles[state.now.view]


@st.fragment
def page() -> None:
    """Show the open tab; only it runs again when something changes."""
    line = st.empty()
    titles = {view: _(TABS[view].title) for view in VIEWS}
    open_tab(titles)
    for view, tab in zip(VIEWS, st.tabs(list(titles.values()), key=OPEN, on_change="rerun"), strict=True):
        if tab.open:
            line.caption(_(TABS[view].look_for))
            with tab:
                show_problems(state.problems, _("Not all of this link could be read. The nearest is shown:"))
                TABS[view].show()
    state.write()


st.title(_("Pixels"))
state.open(PixelSetup)
page()
