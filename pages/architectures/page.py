"""Architectures: follow the networks that made history, from LeNet-5 to ConvNeXt."""

import streamlit as st

from pages.architectures.state import Tour, state
from pages.architectures.tabs import TABS
from pages.ui.state.page_state import show_problems
from pages.ui.state.widget import follow_tab
from pages.ui.text import _

KEY = "ar_tabs"


@st.fragment
def page() -> None:
    """Show the open part; only it runs again when something changes."""
    line = st.empty()
    show_problems(state.problems, _("Not everything could be taken as it stood. What could be is shown:"))
    titles = {tab.view: _(tab.title) for tab in TABS}
    follow_tab(titles, lambda: state.now.view, lambda view: state.change(view=view), key=KEY)
    for tab, place in zip(TABS, st.tabs(list(titles.values()), key=KEY, on_change="rerun"), strict=True):
        if place.open:
            line.caption(_(tab.look_for))
            with place:
                tab.show()
    state.write()


st.title(_("Architectures"))
state.open(Tour)
page()
