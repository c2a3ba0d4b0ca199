"""Classic filters: change the kernel, and see what it does to a photo; find a patch; let one learn; ask a cat."""

import streamlit as st

from pages.classic_filters import filter_tab, find, learn_tab
from pages.classic_filters.state import FilterSetup, state
from pages.ui.tab import show_tabs
from pages.ui.text import _

ALL = (filter_tab.TAB, find.TAB, learn_tab.TAB, learn_tab.CELLS_TAB)
"""The tabs, in the order of `pages.classic_filters.state.VIEWS`."""
TABS = "cf_tabs"


@st.fragment
def page() -> None:
    """Show the open tab; only it runs again when something changes."""
    show_tabs(ALL, state, key=TABS)


st.title(_("Classic filters"))
state.open(FilterSetup)
page()
