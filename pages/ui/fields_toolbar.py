"""The link on *Receptive fields*: the button that shows it, and what was wrong with the one that was opened."""

from __future__ import annotations

import streamlit as st

from pages.receptive_fields import state as fields_state
from pages.ui.errors import plain
from pages.ui.state.url import share_button
from pages.ui.text import _, say


def actions() -> None:
    """Offer the link."""
    share_button(key="rf_share", title=_("Share this unit"), says=_(
        "The address bar holds network, layer, unit and sample photo. Copy it from here, or from there:"))


def link_problems() -> None:
    """Say what of the link could not be shown."""
    for problem in fields_state.problems():
        st.warning(plain(say(problem)), icon=":material/link_off:")
