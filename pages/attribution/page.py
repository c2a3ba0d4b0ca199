"""Why this class?: which pixels spoke for a class, by several methods side by side."""

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from explorer.images import Picture
from pages.attribution.cards import cards, heading
from pages.attribution.place import at_place, place_picker
from pages.attribution.question import actions, question, take_click
from pages.attribution.scene import is_classifier, scene
from pages.attribution.state import first_question, state
from pages.attribution.tabs import more, no_classifier
from pages.ui.pickers.network import Opened
from pages.ui.pickers.network_page import network_page
from pages.ui.text import _


def ask(whole: Opened, photo: Picture, toolbar: DeltaGenerator) -> None:
    """Show why the open network finds a class in the photo, or at a place of it."""
    network = at_place(whole, photo)
    if not is_classifier(network):
        no_classifier(network)
        return
    found = scene(network, photo)
    if take_click(found):
        found = scene(network, photo)
    with st.container(key="why_columns"):
        left, right = st.columns([0.22, 0.78], gap="medium")
    with left:
        place_picker(whole, photo)
        question(found)
    with right:
        heading(found)
        made = cards(found)
    with toolbar:
        st.space("stretch")
        actions(found, made)
    more(found)


st.title(_("Why this class?"))
st.caption(_("Choose a class on the left. Each map shows, in its own way, which pixels spoke for it."))
network_page(state, first_question, ask)
