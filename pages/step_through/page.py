"""Step through a convolution: move the kernel, one cell at a time, and read the sum it makes."""

import streamlit as st

from pages.step_through.controls import about, controls, exports, notes, refusals
from pages.step_through.own_numbers import own_numbers
from pages.step_through.state import KEY, begin, state, take_report
from pages.step_through.stepper import stepper
from pages.ui.text import _


@st.fragment
def page() -> None:
    """Show the convolution; only this part runs again when something changes in it."""
    take_report()
    walk = state.now
    controls()
    refusals(walk.refused)
    stepper(walk.conv, version=walk.version, revision=walk.revision, mode=walk.view, at=walk.at, note=notes(walk.conv),
            key=KEY)
    exports(walk.conv)
    own_numbers(walk.conv)
    state.write()


st.title(_("Step through a convolution"))
begin()
st.caption(about())
page()
