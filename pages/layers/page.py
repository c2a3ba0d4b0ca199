"""Layers: what the layers between convolutions do, one tab for each."""

import streamlit as st

from pages.layers import activations, batch_norm, deep_stack, dropout, global_pooling, last_layer, one_step, residual
from pages.layers.state import LayersSetup, state
from pages.ui.tab import show_tabs
from pages.ui.text import _

ALL = (activations.TAB, deep_stack.TAB, batch_norm.TAB, dropout.TAB, last_layer.TAB, residual.TAB, global_pooling.TAB,
       one_step.TAB)
"""The tabs, in the order of `pages.layers.state.VIEWS`."""
TABS = "la_tabs"


@st.fragment
def page() -> None:
    """Show the open tab; only it runs again when something changes."""
    show_tabs(ALL, state, key=TABS)


st.title(_("Layers"))
state.open(LayersSetup)
page()
