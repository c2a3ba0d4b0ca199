"""Receptive fields: which part of a photo one unit can see, and which part it looks at."""

from __future__ import annotations

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from explorer.images import Picture
from pages.receptive_fields.first_screen import STRIP, left, middle, right, take_clicks
from pages.receptive_fields.growth import take_table_click
from pages.receptive_fields.scene import scene
from pages.receptive_fields.state import UnitChoice, state
from pages.receptive_fields.tabs import more
from pages.ui.components.network_strip import layer_names_help, network_strip
from pages.ui.pickers.network import Opened
from pages.ui.pickers.network_page import network_page
from pages.ui.state.page_state import show_problems
from pages.ui.text import _


def look(network: Opened, photo: Picture, toolbar: DeltaGenerator) -> None:
    """Show what a unit of the open network sees of the photo."""
    take_table_click(network.report)
    take_clicks(network)
    found = scene(network, photo)
    show_problems(state.problems)
    network_strip(network, found.looking.layer, key=STRIP)
    with st.container(key="rf_columns"):
        columns = st.columns([0.235, 0.3825, 0.3825], gap="medium")
    with toolbar:
        st.space("stretch")
    for column, show in zip(columns, (left, middle, right), strict=True):
        with column:
            show(found)
    more(found)


st.title(_("Receptive fields"))
st.caption(_("Click a layer, then a cell of its map: that is one unit. See how much of the photo it can see, and at "
             "which part it really looks."), help=layer_names_help())
network_page(state, UnitChoice, look)
