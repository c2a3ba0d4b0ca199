"""Build a stack: change a layer, and watch every number follow."""

import streamlit as st

from explorer.graph import analyse
from pages.build_stack.comparing import comparison, comparison_row
from pages.build_stack.desk import desk, follow
from pages.build_stack.messages import hear
from pages.build_stack.pictures import stack_charts
from pages.build_stack.run_on_photo import try_on_photo
from pages.build_stack.state import first_build, state
from pages.build_stack.timing import measured_times
from pages.build_stack.toolbar import convention, toolbar
from pages.build_stack.training_memory import memory_section
from pages.ui import own_stack
from pages.ui.state.page_state import show_problems
from pages.ui.text import _


@st.fragment
def page() -> None:
    """Show the page; the desk in it runs alone while numbers change, and all of it once the reader pauses."""
    hear()
    show_problems(state.problems, _("This link does not describe a whole stack. The nearest one is shown:"))
    own_stack.keep(state.now.stack)
    report = analyse(state.now.graph, state.now.input_shape, partial=True)
    toolbar(report)
    beside = comparison_row(report, convention())
    desk()
    comparison(beside, convention())
    stack_charts(report, convention())
    memory_section(report, convention())
    try_on_photo(report)
    measured_times(report)
    follow()
    state.write()


st.title(_("Build a stack"))
st.caption(_("Click a layer in the picture, change it, and watch every number follow."))
state.open(first_build)
page()
