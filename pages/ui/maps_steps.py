"""The network on *Feature maps*: its main steps as a strip, a film through them, and the layers of one step."""

from __future__ import annotations

from typing import Any

import streamlit as st

from explorer.figures.strip import StripNode, strip
from explorer.graph import INPUT, shape_text
from explorer.graph.stages import Stage, stage_of
from pages.ui import canvas, maps_state
from pages.ui.networks import Opened
from pages.ui.text import _

STRIP, STEP, LAYER = "fm_strip", "fm_step", "fm_layer"
HEIGHT = 150  # px


def take_click(opened: Opened) -> None:
    """Open the step that was clicked in the strip, at its last layer."""
    clicked = canvas.clicked(STRIP, [INPUT, *(stage.name for stage in opened.stages)])
    if clicked is not None:
        maps_state.change(layer=clicked)


def step(opened: Opened) -> str:
    """Return the name of the step that the layer looked at is part of."""
    stage = stage_of(opened.stages, maps_state.now().layer)
    return stage.name if stage else INPUT


def picture(opened: Opened) -> dict[str, Any]:
    """Return the strip: the photo, and one volume per main step."""
    nodes = [StripNode(INPUT, "input", opened.report.input_shape, _("photo"), ())]
    for stage in opened.stages:
        nodes.append(StripNode(stage.name, _kind(stage), stage.shape, stage.label, (nodes[-1].id,)))
    return strip(nodes, selected=step(opened), height=HEIGHT)


def film(opened: Opened) -> None:
    """Show one control that goes from the photo to the class, step by step."""
    labels = {INPUT: _("photo")} | {stage.name: f"{stage.label} · {shape_text(stage.shape)}"
                                    for stage in opened.stages}
    if st.session_state.get(STEP) != step(opened):
        st.session_state[STEP] = step(opened)
    st.select_slider(_("From the photo to the class"), list(labels), format_func=labels.__getitem__, key=STEP,
                     on_change=_stepped, label_visibility="collapsed", width="stretch")


def layer_picker(opened: Opened) -> None:
    """Ask which layer of the open step is looked at, where it has several."""
    layer = maps_state.now().layer
    stage = stage_of(opened.stages, layer)
    layers = stage.layers if stage else (INPUT,)
    if st.session_state.get(LAYER) != layer:
        st.session_state[LAYER] = layer
    st.selectbox(_("Layer"), layers, format_func=lambda name: _("photo") if name == INPUT else name, key=LAYER,
                 on_change=_picked, label_visibility="collapsed", disabled=len(layers) == 1)


def _kind(stage: Stage) -> Any:
    # In a strip, what works on each value alone stands behind the volume before it; a step never does.
    return "reshape" if stage.family in ("activation", "normalisation") else stage.family


def _stepped() -> None:
    maps_state.change(layer=st.session_state[STEP])


def _picked() -> None:
    maps_state.change(layer=st.session_state[LAYER])
