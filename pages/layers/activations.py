"""Activation functions: curve and slope with a point to drag, several beside one another, and a map through each."""

from __future__ import annotations

from typing import Any

import numpy as np
import streamlit as st

from explorer import figures
from explorer.errors import N_
from explorer.experiments import ACTIVATIONS, sampled
from explorer.numbers import number
from pages.layers.activation_maps import maps_view
from pages.layers.state import state
from pages.ui.components import component
from pages.ui.tab import Tab
from pages.ui.text import _, formula

KEY = "la_curve"
LAYERS = 10
DIGITS = 6
"""Significant digits of what the browser is sent."""
PLACES = range(len(sampled(ACTIVATIONS["relu"]).x))
PARTS = {"curve": N_("Curve and slope"), "maps": N_("On a feature map")}
REMARKS = {
    "sigmoid": N_("Squeezes everything into 0 to 1. Its slope is at most a quarter, and next to 0 from about 5 on: "
                  "networks of many sigmoids hardly learn in their first layers."),
    "tanh": N_("A sigmoid stretched to −1 to 1: its mean is near 0 and its slope reaches 1, but it is flat at both "
               "ends, too."),
    "relu": N_("Costs nothing, and its slope is exactly 1 for whatever is above 0. Below 0 nothing passes: a unit that "
               "is below 0 for every picture learns no more (it is dead)."),
    "leaky": N_("A ReLU that lets a hundredth through below 0, so that no unit dies."),
    "gelu": N_("A ReLU with a smooth bend: x times the share of a normal distribution below x. Used in transformers "
               "and in ConvNeXt; its slope even exceeds 1."),
    "silu": N_("x times its sigmoid, also called swish: smooth, and a little below 0 for small negative inputs. Used "
               "in EfficientNet."),
}

_mount = component.register("activation_curve")


def activations_view() -> None:
    """Show the curve and the slope of activations, or what they make of a feature map."""
    place = component.clicked(KEY, PLACES)
    if place is not None:
        state.change(point=float(_inputs()[place]))
    st.segmented_control(_("What to look at"), list(PARTS), format_func=lambda part: _(PARTS[part]), required=True,
                         label_visibility="collapsed", **state.bind("part"))
    if state.now.part == "maps":
        maps_view()
    else:
        _curves()


def _inputs() -> Any:
    return sampled(ACTIVATIONS["relu"]).x


def _curves() -> None:
    left, right = st.columns([0.29, 0.71], gap="medium")
    with left:
        st.selectbox(_("Activation"), list(ACTIVATIONS), format_func=lambda name: ACTIVATIONS[name].title,
                     **state.bind("function"))
        _card()
    with right:
        st.pills(_("Compare with"), list(ACTIVATIONS), selection_mode="multi", label_visibility="collapsed",
                 format_func=lambda name: ACTIVATIONS[name].title, **state.bind("beside", take=tuple))
        _mount(key=KEY, data=curve_data(), on_selected_change=component.noted)


def _card() -> None:
    chosen = ACTIVATIONS[state.now.function]
    at, slope = chosen.steepest
    with st.container(border=True):
        st.markdown(formula(chosen.formula))
        st.markdown(formula(chosen.slope_formula))
        if np.isclose(slope, 1) and chosen.name != "tanh":
            st.markdown(_("Largest slope: **{slope}**, for every x above 0").format(slope=number(slope, 5)))
        else:
            st.markdown(_("Largest slope: **{slope}** at x = {x}").format(slope=number(slope, 5), x=number(at, 3)))
        st.caption(_(REMARKS[chosen.name]))
        st.code(f"torch.nn.{chosen.title}()", language="python")


def curve_data() -> dict[str, Any]:
    """Return what the component draws."""
    shown = dict.fromkeys((state.now.function, *state.now.beside))
    names = list(ACTIVATIONS)
    colours = figures.run_colours(dark=st.context.theme.type == "dark")
    inputs = _inputs()
    return {
        "x": _rounded(inputs), "at": int(np.abs(inputs - state.now.point).argmin()), "layers": LAYERS,
        "lines": [_line(name, colours[names.index(name)]) for name in shown],
        "words": {
            "name": _("Input x of the activation: drag the point, or use the arrow keys"),
            "value": _("Value f(x)"), "slope": _("Slope f′(x)"), "steepest": _("Largest slope"),
            "function": _("Activation"), "many": _("Ten such layers: slope¹⁰"),
            "row": _("{name}: x = {input}, value {value}, slope {slope}"), "told": _("largest slope: {slope}"),
            "hint": _("Drag the point. The dashed tangent is as steep as the lower curve is high.")}}


def _line(name: str, colour: str) -> dict[str, Any]:
    one = ACTIVATIONS[name]
    line = sampled(one)
    return {"title": one.title, "colour": colour, "values": _rounded(line.values), "slopes": _rounded(line.slopes),
            "steepest": [float(value) for value in one.steepest]}


def _rounded(values: Any) -> list[float]:
    return [float(f"{value:.{DIGITS}g}") for value in values]


TAB = Tab("activations", N_("Activation functions"),
          N_("Drag the point and look at the slope: a gradient is multiplied by it in each layer on its way back."),
          activations_view)
