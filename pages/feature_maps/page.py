"""Feature maps: open a trained network on a photo and look at what each layer found."""

import streamlit as st

from pages.feature_maps import deeper, photo_maps
from pages.feature_maps.state import first_look, state
from pages.ui.pickers.network_page import open_choice
from pages.ui.tab import show_tabs
from pages.ui.text import _

ALL = (photo_maps.TAB, deeper.TAB)
"""The tabs, in the order of `pages.feature_maps.state.VIEWS`."""
TABS = "fm_tabs"


@st.fragment
def page() -> None:
    """Show the open tab; only it runs again when something changes."""
    show_tabs(ALL, state, key=TABS)


st.title(_("Feature maps"))
open_choice(state, first_look)
page()
