"""Feature maps: open a trained network on a photo and look at what each layer found."""

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from explorer.images import Picture
from pages.ui import maps_state
from pages.ui.maps_more import more
from pages.ui.maps_steps import film, steps, take_click
from pages.ui.maps_toolbar import actions
from pages.ui.maps_view import left, middle, right, scene, take_clicks
from pages.ui.networks import Opened
from pages.ui.opening import network_page
from pages.ui.text import _


def look(network: Opened, photo: Picture, toolbar: DeltaGenerator) -> None:
    """Show the open network on the photo."""
    take_click(network)
    take_clicks(network)
    steps(network)
    film(network)
    columns = st.columns([0.235, 0.5, 0.265], gap="medium")
    found = scene(network, photo)
    for column, show in zip((1, 0, 2), (middle, left, right), strict=True):
        with columns[column]:
            show(found)
    with toolbar:
        st.space("stretch")
        actions(found)
    more(found)


st.title(_("Feature maps"))
st.caption(_("Click a layer, then a map. Bright means the unit found its pattern there."))
network_page(maps_state, look, key="fm")
