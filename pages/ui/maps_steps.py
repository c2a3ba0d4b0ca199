"""The network on *Feature maps*: its main steps as a strip, a film through them, and the layers of one step."""

from __future__ import annotations

import streamlit as st

from explorer.graph import INPUT, shape_text
from pages.feature_maps import state as maps_state
from pages.ui.components import network_strip
from pages.ui.components.network_strip import step_of
from pages.ui.pickers.network import Opened
from pages.ui.state.widget import showing
from pages.ui.text import _

STRIP, STEP, LAYER = "fm_strip", "fm_step", "fm_layer"


def take_click(opened: Opened) -> None:
    """Open the step that was clicked in the strip, at its last layer."""
    clicked = network_strip.clicked_layer(opened, key=STRIP)
    if clicked is not None:
        maps_state.change(layer=clicked)


def steps(opened: Opened) -> None:
    """Show the strip: the photo, and one volume per main step."""
    network_strip.network_strip(opened, maps_state.now().layer, key=STRIP)


def film(opened: Opened) -> None:
    """Show one control that goes from the photo to the class, step by step."""
    labels = {INPUT: _("photo")} | {stage.name: f"{stage.label} · {shape_text(stage.shape)}"
                                    for stage in opened.stages}
    open_step = step_of(opened, maps_state.now().layer)
    st.select_slider(_("From the photo to the class"), list(labels), format_func=labels.__getitem__,
                     label_visibility="collapsed", width="stretch", **showing(STEP, open_step, _picked))


def layer_picker(opened: Opened) -> None:
    """Ask which layer of the open step is looked at, where it has several."""
    network_strip.layer_picker(opened, maps_state.now().layer, key=LAYER, on_change=_picked)


def _picked(layer: str) -> None:
    maps_state.change(layer=layer)
