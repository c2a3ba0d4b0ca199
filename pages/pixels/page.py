"""Pixels: a picture is numbers, and why one does not simply connect them all."""

import streamlit as st

from pages.pixels.state import PixelSetup, state
from pages.pixels.tabs import TABS
from pages.ui.tab import show_tabs
from pages.ui.text import _


@st.fragment
def page() -> None:
    """Show the open tab; only it runs again when something changes."""
    show_tabs(TABS, state, key="px_tabs")


st.title(_("Pixels"))
state.open(PixelSetup)
page()
