"""Step through a convolution: move the kernel, one cell at a time, and read the sum it makes."""

import streamlit as st

from pages.step_through import state
from pages.step_through.controls import about, controls, notes, refusals
from pages.step_through.own_numbers import own_numbers
from pages.ui.text import _


@st.fragment
def page() -> None:
    """Show the convolution; only this part runs again when something changes in it."""
    state.take_report()
    conv, refused = state.shown()
    controls(conv)
    refusals(refused)
    state.draw(conv, notes(conv))
    own_numbers(conv)
    state.write_link()


st.title(_("Step through a convolution"))
state.open_link()
st.caption(about())
page()
