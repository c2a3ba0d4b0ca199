"""The row above the network on *Receptive fields*: network, weights, photo, link; and what was wrong with a link."""

from __future__ import annotations

import streamlit as st

from explorer.images import Picture
from pages.ui import fields_state
from pages.ui.errors import plain
from pages.ui.network_options import network_options
from pages.ui.networks import network_picker
from pages.ui.photos import photo
from pages.ui.share import share_button
from pages.ui.text import _, say
from pages.ui.weights import RANDOM

NETWORK, PHOTO = "rf_network", "rf_photo"


def pickers() -> Picture:
    """Ask for a network and a photo in the current row; return the photo."""
    looking = fields_state.now()
    network_picker(looking.network, key=NETWORK, on_change=_opened)
    network_options(looking.network, looking.weights, looking.side, key="rf", change=fields_state.change)
    return photo(PHOTO)


def actions() -> None:
    """Offer the link."""
    share_button(key="rf_share", title=_("Share this unit"), says=_(
        "The address bar holds network, layer, unit and sample photo. Copy it from here, or from there:"))


def link_problems() -> None:
    """Say what of the link could not be shown."""
    for problem in fields_state.problems():
        st.warning(plain(say(problem)), icon=":material/link_off:")


def random_weights() -> None:
    """Open the network with random weights."""
    fields_state.change(weights=RANDOM)


def _opened() -> None:
    fields_state.change(network=st.session_state[NETWORK])
