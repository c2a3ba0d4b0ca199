"""Where is it?: find objects by boxes and by pixels, and judge how well they were found."""

import streamlit as st

from pages.ui.tab import show_tabs
from pages.ui.text import _
from pages.where_is_it import boxes, every_pixel, grid, how_good, on_a_photo, sliding
from pages.where_is_it.state import WhereSetup, state

ALL = (boxes.TAB, sliding.TAB, grid.TAB, how_good.TAB, every_pixel.TAB, on_a_photo.TAB)
"""The tabs, in the order of `pages.where_is_it.state.VIEWS`: one line plugs one in."""
TABS = "wi_tabs"


@st.fragment
def page() -> None:
    """Show the open tab; only it runs again when something changes."""
    show_tabs(ALL, state, key=TABS)


st.title(_("Where is it?"))
state.open(WhereSetup)
page()
