"""Receptive fields: which part of a photo one unit can see, and which part it looks at."""

import streamlit as st

from pages.ui import fields_state
from pages.ui.device_choice import on_chosen_device
from pages.ui.errors import told_to_reader
from pages.ui.fields_more import more
from pages.ui.fields_scene import scene
from pages.ui.fields_table import take_table_click
from pages.ui.fields_toolbar import actions, link_problems, pickers, random_weights
from pages.ui.fields_view import STRIP, left, middle, right, take_clicks
from pages.ui.network_strip import network_strip
from pages.ui.networks import first, opened, title
from pages.ui.text import _
from pages.ui.weights import missing, offer


def look(toolbar: st.delta_generator.DeltaGenerator) -> None:
    """Show the open network on the photo."""
    with toolbar:
        photo = pickers()
    looking = fields_state.now()
    if lacking := missing(looking.network, looking.weights):
        offer(lacking, title(looking.network), key="rf_get", on_random=random_weights)
        fields_state.write_link()
        return
    with st.spinner(_("Opening the network"), show_time=True):
        network = opened(looking.network, looking.weights, looking.side)
    take_table_click(network.report)
    take_clicks(network)
    found = scene(network, photo)
    link_problems()
    network_strip(network, found.looking.layer, key=STRIP)
    columns = st.columns([0.235, 0.3825, 0.3825], gap="medium")
    with toolbar:
        st.space("stretch")
        actions()
    for column, show in zip(columns, (left, middle, right), strict=True):
        with column:
            show(found)
    more(found)
    fields_state.write_link()


@st.fragment
def page() -> None:
    """Show the page; only this part runs again when something changes in it."""
    toolbar = st.container(horizontal=True, vertical_alignment="bottom", gap="small")
    with told_to_reader(), on_chosen_device():
        look(toolbar)


st.title(_("Receptive fields"))
st.caption(_("Click a layer, then a cell of its map: that is one unit. See how much of the photo it can see, and at "
             "which part it really looks."))
with st.spinner(_("Starting PyTorch"), show_time=True):
    fields_state.open_link(first())
page()
