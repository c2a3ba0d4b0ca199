"""Pixels: a picture is numbers, and why one does not simply connect them all."""

import streamlit as st

from pages.pixels.state import VIEWS, PixelSetup, state
from pages.pixels.tabs import TABS
from pages.ui.state.page_state import show_problems
from pages.ui.state.widget import follow_tab
from pages.ui.text import _

OPEN = "px_tabs"


@st.fragment
def page() -> None:
    """Show the open tab; only it runs again when something changes."""
    line = st.empty()
    titles = {view: _(TABS[view].title) for view in VIEWS}
    follow_tab(titles, lambda: state.now.view, lambda view: state.change(view=view), key=OPEN)
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
