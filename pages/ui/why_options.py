"""The options of a method on *Why this class?*."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

import streamlit as st

from pages.attribution import state as why_state
from pages.ui.state.widget import showing
from pages.ui.text import _, say
from pages.attribution.scene import Scene

if TYPE_CHECKING:
    from explorer.networks import Network
    from explorer.networks.attribution.methods import Method, Option

LAYER = "why_layer"


def options(scene: Scene, method: Method, slot: int) -> None:
    """Show a popover with what a method lets a reader choose, if anything."""
    from explorer.networks.attribution import options_of

    if not method.options and not method.at_layer:
        return
    with st.popover("", icon=":material/tune:", key=f"why_tune_{slot}", help=_("Options"), type="tertiary",
                    on_change="rerun") as popover:
        if popover.open:
            if method.at_layer:
                _layer(scene, slot)
            network = scene.opened.network
            chosen = why_state.chosen_options(network, method)
            for option in options_of(network, method):
                _option(network, method, option, chosen[option.name])


def _layer(scene: Scene, slot: int) -> None:
    from explorer.networks.attribution import cam_layers, default_cam_layer

    network = scene.opened.network
    usual, reason = default_cam_layer(network)
    chosen = scene.asking.layer or usual
    template = _("{layer} (usual)")
    st.selectbox(_("Layer"), cam_layers(network),
                 format_func=lambda name: template.format(layer=name) if name == usual else name,
                 **showing(f"{LAYER}_{slot}", chosen, partial(_layered, usual)))
    st.caption(say(reason))


def _option(network: Network, method: Method, option: Option, value: Any) -> None:
    shown = showing(f"why_{method.id}_{option.name}", value,
                    lambda chosen: why_state.set_option(network, method, option.name, chosen))
    if option.kind == "choice":
        titles = dict(option.choices)
        st.selectbox(_(option.title), list(titles), format_func=lambda name: _(titles[name]), **shown)
        return
    kind = int if option.kind == "int" else float
    st.number_input(_(option.title), kind(option.low), kind(option.high), step=kind(option.step), **shown)


def _layered(usual: str, layer: str) -> None:
    why_state.change(layer="" if layer == usual else layer)
