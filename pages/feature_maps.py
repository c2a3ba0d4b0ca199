"""Feature maps: open a trained network on a photo and look at what each layer found."""

import streamlit as st

from pages.ui import maps_state
from pages.ui.device_choice import on_chosen_device
from pages.ui.errors import told_to_reader
from pages.ui.maps_more import more
from pages.ui.maps_steps import film, steps, take_click
from pages.ui.maps_toolbar import actions, pickers, random_weights
from pages.ui.maps_view import left, middle, right, scene, take_clicks
from pages.ui.networks import first, opened, title
from pages.ui.text import _
from pages.ui.weights import missing, offer


def look(toolbar: st.delta_generator.DeltaGenerator) -> None:
    """Show the open network on the photo."""
    with toolbar:
        photo = pickers()
    looking = maps_state.now()
    if lacking := missing(looking.network, looking.weights):
        offer(lacking, title(looking.network), key="fm_get", on_random=random_weights)
        maps_state.write_link()
        return
    with st.spinner(_("Opening the network"), show_time=True):
        network = opened(looking.network, looking.weights, looking.side)
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
    maps_state.write_link()


@st.fragment
def page() -> None:
    """Show the page; only this part runs again when something changes in it."""
    toolbar = st.container(horizontal=True, vertical_alignment="bottom", gap="small")
    with told_to_reader(), on_chosen_device():
        look(toolbar)


st.title(_("Feature maps"))
st.caption(_("Click a layer, then a map. Bright means the unit found its pattern there."))
with st.spinner(_("Starting PyTorch"), show_time=True):
    maps_state.open_link(first())
page()
