"""A network as the strip of its main steps, and the layers of one step: how a page about a trained network is steered.

A page calls `clicked_layer` first, then `network_strip` with the layer it shows.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, cast

import streamlit as st

from explorer.figures import StripNode, strip as strip_picture
from explorer.graph import INPUT, Stage, stage_of
from pages.ui.components import component
from pages.ui.pickers.network import Opened
from pages.ui.pickers.weights import mark
from pages.ui.state.widget import controlled
from pages.ui.text import _

_mount = component.register("strip")
HEIGHT = 150  # px


def strip(picture: dict[str, Any], *, key: str, note: str = "") -> str | None:
    """Show the picture made by `figures.network_strip.strip`; its ``selected`` and ``height`` are what is drawn.

    Args:
        picture: of the network.
        key: key of the component.
        note: what else stands above it, such as what its weights are.

    Returns:
        Id of the layer that was clicked to cause this run, or None; `component.clicked` says so beforehand.
    """
    result = _mount(key=key, data=strip_data(picture, note=note), on_selected_change=component.noted)
    return cast("str | None", component.checked(result, [node["id"] for node in picture["nodes"]]))


def strip_data(picture: dict[str, Any], *, note: str = "") -> dict[str, Any]:
    """Return the picture as `strip`, or a component that it is part of, is given it."""
    words = {"name": _("Layers of the network"), "missing": _("not computed"), "wrong": _("does not fit"),
             "scale": _("Sides to scale, channels logarithmic"), "note": note,
             "folded": _("{times} folded, Enter unfolds")}
    return {**picture, "words": words}


def clicked_layer(opened: Opened, *, key: str) -> str | None:
    """Return the last layer of the step that was clicked to cause this run, or None."""
    return cast("str | None", component.clicked(key, [INPUT, *(stage.name for stage in opened.stages)]))


def step_of(opened: Opened, layer: str) -> str:
    """Return the name of the step that ``layer`` is part of."""
    stage = stage_of(opened.stages, layer)
    return stage.name if stage else INPUT


def network_strip(opened: Opened, layer: str, *, key: str) -> None:
    """Show the photo and one volume per main step; that of ``layer`` is selected. Weights not its own are named."""
    nodes = [StripNode(INPUT, "input", opened.report.input_shape, _("photo"), ())]
    for stage in opened.stages:
        nodes.append(StripNode(stage.name, _kind(stage), stage.shape, stage.label, (nodes[-1].id,)))
    strip(strip_picture(nodes, selected=step_of(opened, layer), height=HEIGHT), key=key, note=mark(opened.network))


def layer_picker(opened: Opened, layer: str, *, key: str, on_change: Callable[[str], None]) -> None:
    """Ask which layer of the open step is looked at; ``on_change`` gets its name."""
    stage = stage_of(opened.stages, layer)
    layers = stage.layers if stage else (INPUT,)
    st.selectbox(_("Layer"), layers, format_func=lambda name: _("photo") if name == INPUT else name,
                 label_visibility="collapsed", disabled=len(layers) == 1, **controlled(key, layer, on_change))


def layer_names_help() -> str:
    """Return how to read the name of a layer of a network that was written in torch."""
    return _("Layers are called as in the network's code, from the outside in. `layer2.2.relu_1` lies in the part "
             "`layer2`, in its block `2`, which is the third, as code counts from 0, and is the second ReLU there: the "
             "first is called `relu`.")


def _kind(stage: Stage) -> Any:
    # In a strip, what works on each value alone stands behind the volume before it; a step never does.
    return "reshape" if stage.family in ("activation", "normalisation") else stage.family
