"""Architectures: follow the networks that made history, from LeNet-5 to ConvNeXt."""

import streamlit as st

from pages.architectures.state import Tour, state
from pages.architectures.tabs import TABS
from pages.ui.tab import show_tabs
from pages.ui.text import _


@st.fragment
def page() -> None:
    """Show the open part; only it runs again when something changes."""
    show_tabs(TABS, state, key="ar_tabs")


st.title(_("Architectures"))
state.open(Tour)
page()
