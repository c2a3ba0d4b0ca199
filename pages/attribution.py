"""Why this class?: which pixels spoke for a class, by several methods side by side."""

import streamlit as st

from pages.ui import why_state
from pages.ui.device_choice import on_chosen_device
from pages.ui.errors import told_to_reader
from pages.ui.networks import first, opened, title
from pages.ui.text import _
from pages.ui.weights import missing, offer
from pages.ui.why_cards import cards, heading
from pages.ui.why_more import more, no_classifier
from pages.ui.why_scene import is_classifier, scene
from pages.ui.why_toolbar import actions, pickers, question, random_weights, take_click


def ask(toolbar: st.delta_generator.DeltaGenerator) -> None:
    """Show why the open network finds a class in the photo."""
    with toolbar:
        photo = pickers()
    asking = why_state.now()
    if lacking := missing(asking.network, asking.weights):
        offer(lacking, title(asking.network), key="why_get", on_random=random_weights)
        why_state.write_link()
        return
    with st.spinner(_("Opening the network"), show_time=True):
        network = opened(asking.network, asking.weights, asking.side)
    if not is_classifier(network):
        no_classifier(network)
        why_state.write_link()
        return
    found = scene(network, photo)
    if take_click(found):
        found = scene(network, photo)
    left, right = st.columns([0.22, 0.78], gap="medium")
    with left:
        question(found)
    with right:
        heading(found)
        made = cards(found)
    with toolbar:
        st.space("stretch")
        actions(found, made)
    more(found)
    why_state.write_link()


@st.fragment
def page() -> None:
    """Show the page; only this part runs again when something changes in it."""
    toolbar = st.container(horizontal=True, vertical_alignment="bottom", gap="small")
    with told_to_reader(), on_chosen_device():
        ask(toolbar)


st.title(_("Why this class?"))
st.caption(_("Choose a class on the left. Each map shows, in its own way, which pixels spoke for it."))
with st.spinner(_("Starting PyTorch"), show_time=True):
    why_state.open_link(first())
page()
