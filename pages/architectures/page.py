"""Architectures: follow the networks that made history, from LeNet-5 to ConvNeXt."""

import streamlit as st

from pages.architectures.state import Tour, state
from pages.architectures.tabs import TABS
from pages.ui.state.page_state import show_problems
from pages.ui.text import _

KEY, OPENED = "ar_tabs", "ar_opened"


def open_tab(titles: dict[str, str]) -> None:
    """Take over which tab the reader has just opened, or open the one that a link or a click names."""
    views = {title: view for view, title in titles.items()}
    chosen = views.get(st.session_state.get(KEY, ""))
    by_reader = state.now.view == st.session_state.get(OPENED)
    if chosen and by_reader and chosen != state.now.view:
        state.change(view=chosen)
    st.session_state[OPENED] = state.now.view
    st.session_state[KEY] = titles[state.now.view]


@st.fragment
def page() -> None:
    """Show the open part; only it runs again when something changes."""
    line = st.empty()
    show_problems(state.problems, _("Not everything could be taken as it stood. What could be is shown:"))
    titles = {tab.view: _(tab.title) for tab in TABS}
    open_tab(titles)
    for tab, place in zip(TABS, st.tabs(list(titles.values()), key=KEY, on_change="rerun"), strict=True):
        if place.open:
            line.caption(_(tab.look_for))
            with place:
                tab.show()
    state.write()


st.title(_("Architectures"))
state.open(Tour)
page()
