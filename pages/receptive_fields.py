"""Receptive fields: which part of a photo one unit can see, and which part it looks at."""

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from explorer.images import Picture
from pages.ui import fields_state
from pages.ui.fields_more import more
from pages.ui.fields_scene import scene
from pages.ui.fields_table import take_table_click
from pages.ui.fields_toolbar import actions, link_problems
from pages.ui.fields_view import STRIP, left, middle, right, take_clicks
from pages.ui.network_strip import network_strip
from pages.ui.networks import Opened
from pages.ui.opening import network_page
from pages.ui.text import _


def look(network: Opened, photo: Picture, toolbar: DeltaGenerator) -> None:
    """Show what a unit of the open network sees of the photo."""
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


st.title(_("Receptive fields"))
st.caption(_("Click a layer, then a cell of its map: that is one unit. See how much of the photo it can see, and at "
             "which part it really looks."))
network_page(fields_state, look, key="rf")
