"""Activation functions: curve and slope, several beside one another."""

from __future__ import annotations

import streamlit as st

from explorer import figures
from explorer.errors import N_
from explorer.experiments import ACTIVATIONS, sampled
from explorer.numbers import number
from pages.layers.state import state
from pages.layers.tab import Tab
from pages.ui.components.chart import plot
from pages.ui.text import _, formula


def activations_view() -> None:
    """Show the curve and the slope of an activation, with others behind it."""
    left, right = st.columns([0.3, 0.7], gap="medium")
    with left:
        st.selectbox(_("Activation"), list(ACTIVATIONS), format_func=lambda name: ACTIVATIONS[name].title,
                     **state.bind("function"))
        st.pills(_("Compare with"), list(ACTIVATIONS), selection_mode="multi",
                 format_func=lambda name: ACTIVATIONS[name].title, **state.bind("beside", take=tuple))
        _card()
    with right:
        shown = dict.fromkeys((state.now.function, *state.now.beside))
        plot(figures.value_and_slope({ACTIVATIONS[name].title: sampled(ACTIVATIONS[name]) for name in shown},
                                      titles=(_("Value f(x)"), _("Slope f'(x)"))),
             key="la_curve", alt=_("Values and slopes of {names}, for inputs from −6 to 6").format(
                 names=", ".join(ACTIVATIONS[name].title for name in shown)))


def _card() -> None:
    chosen = ACTIVATIONS[state.now.function]
    at, slope = chosen.steepest
    with st.container(border=True):
        st.markdown(formula(chosen.formula))
        st.markdown(formula(chosen.slope_formula))
        st.markdown(_("Largest slope: **{slope}** at x = {x}").format(slope=number(slope, 5), x=number(at, 3)))


TAB = Tab("activations", N_("Activations"),
          N_("Look at the slope: a gradient is multiplied by it at each layer on its way back."), activations_view)
