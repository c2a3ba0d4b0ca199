"""The tab that *Feature maps* opens with: a network on a photo, the maps of a layer, one of them over the photo."""

from __future__ import annotations

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from explorer.errors import N_
from explorer.images import Picture
from pages.feature_maps.first_screen import left, middle, right, scene, steps, take_click, take_clicks
from pages.feature_maps.state import VIEWS, state
from pages.feature_maps.tabs import more
from pages.ui.components.network_strip import layer_names_help
from pages.ui.pickers.network import Opened
from pages.ui.pickers.network_page import on_photo
from pages.ui.tab import Tab


def maps_view() -> None:
    """Ask for a network and a photo, and show the maps."""
    on_photo(state, look)


def look(network: Opened, photo: Picture, toolbar: DeltaGenerator) -> None:
    """Show the open network on the photo."""
    take_click(network)
    take_clicks(network)
    steps(network)
    with st.container(key="fm_columns"):
        at_left, at_middle, at_right = st.columns([0.235, 0.5, 0.265], gap="medium")
    found = scene(network, photo)
    # In the order in which they stand on a phone, so that none pushes another down.
    for column, show in ((at_middle, middle), (at_right, right), (at_left, left)):
        with column:
            show(found)
    with toolbar:
        st.space("stretch")
    more(found)


TAB = Tab(VIEWS[0], N_("On a photo"), N_("Click a layer, then a map. Bright means the unit found its pattern there."),
          maps_view, layer_names_help)
