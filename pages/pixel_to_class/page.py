"""From pixel to class: a whole network at work, from the picture to the answer."""

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from explorer.images import Picture
from pages.pixel_to_class import elevator_view, last_sum, pad, walk
from pages.pixel_to_class.film import film_button
from pages.pixel_to_class.scene import walked
from pages.pixel_to_class.state import WalkChoice, state
from pages.ui.pickers.network import Opened
from pages.ui.pickers.network_page import network_page
from pages.ui.tab import show_tabs
from pages.ui.text import _

ALL = (walk.tab, last_sum.tab, elevator_view.tab)
"""The tabs, in the order of `pages.pixel_to_class.state.VIEWS`: one line plugs one in."""
TABS = "p2c_tabs"


def look(opened: Opened, photo: Picture, toolbar: DeltaGenerator) -> None:
    """Show the open tab of the open network on the photo."""
    seen = walked(opened, photo)
    with toolbar:
        if opened.network.name != pad.READER:
            pad.way_there()
        st.space("stretch")
        film_button(seen)
    room = st.container()
    if opened.network.name == pad.READER:
        left, room = st.columns([1, 2.6], gap="medium")
        with left:
            pad.show(opened.network.trained)
    with room:
        show_tabs([tab(seen) for tab in ALL], state, key=TABS, writes=False)


def first_choice(*, network: str, side: int) -> WalkChoice:  # noqa: ARG001
    """Return what the page opens with: the network that follows a pen, whatever other pages open with."""
    return WalkChoice(network=pad.READER)


st.title(_("From pixel to class"))
network_page(state, first_choice, look, pad.picture)
