"""Below the first screen of *Receptive fields*: fields through the network, ways to see more, what training does."""

from __future__ import annotations

import streamlit as st

from pages.receptive_fields.tabs import examples
from pages.receptive_fields.growth import growth
from pages.receptive_fields.scene import Scene
from pages.receptive_fields.weights_compared import training
from pages.ui.text import _

TABS = "rf_more"


def more(scene: Scene) -> None:
    """Show tabs; only the open one is computed."""
    names = (_("Through the network"), _("Ways to see more"), _("What training does"))
    for tab, show in zip(st.tabs(names, key=TABS, on_change="rerun"), (growth, examples, training), strict=True):
        if tab.open:
            with tab:
                show(scene)
