"""Step through a convolution: move the kernel, one cell at a time, and read the sum it makes."""

import streamlit as st

from pages.ui import step_state
from pages.ui.step_controls import controls
from pages.ui.step_notes import about, notes, refusals
from pages.ui.step_own import own_numbers
from pages.ui.text import _


@st.fragment
def page() -> None:
    """Show the convolution; only this part runs again when something changes in it."""
    step_state.take_report()
    conv, refused = step_state.shown()
    controls(conv)
    refusals(refused)
    step_state.draw(conv, notes(conv))
    own_numbers(conv)
    step_state.write_link()


st.title(_("Step through a convolution"))
step_state.open_link()
st.caption(about())
page()
