"""Build a stack: change a layer, and watch every number follow."""

import streamlit as st

from explorer.graph import INPUT, analyse
from pages.build_stack.comparing import comparison, comparison_row
from pages.build_stack.layer_controls import layer_controls
from pages.build_stack.layer_options import add_layer
from pages.build_stack.pictures import stack_charts, stack_picture
from pages.build_stack.run_on_photo import try_on_photo
from pages.build_stack.state import first_build, select, state
from pages.build_stack.toolbar import convention, opened_preset, toolbar
from pages.build_stack.working_card import teachers_notes, working_card
from pages.ui import own_stack
from pages.ui.components import component
from pages.ui.components.layer_table import clicked_cell, report_table
from pages.ui.components.network_strip import strip
from pages.ui.state.page_state import show_problems
from pages.ui.text import _


def take_clicks() -> str:
    """Select what was clicked in the picture or the table; return the quantity whose working is open."""
    names = [INPUT, *state.now.graph.places]
    layer, cell = component.clicked("bs_strip", names), clicked_cell("bs_table", names)
    if layer:
        select(layer)
    if cell:
        select(cell[0])
        st.session_state["bs_picked"] = cell[1]
    return str(st.session_state.get("bs_picked", "params"))


@st.fragment
def page() -> None:
    """Show the stack; only this part runs again when something changes in it."""
    picked = take_clicks()
    own_stack.keep(state.now.stack)
    selected = state.now.selected
    report = analyse(state.now.graph, state.now.input_shape, partial=True)
    toolbar(report)
    beside = comparison_row(report, convention())
    strip(stack_picture(report, selected=selected), key="bs_strip")
    with st.container(key="bs_columns"):
        left, middle, right = st.columns([0.215, 0.5, 0.285], gap="medium")
    with middle:  # the numbers first: the browser draws what comes first while the rest is on its way
        report_table(report, convention(), selected=selected, picked=picked, key="bs_table")
    with right:
        working_card(report, convention(), selected=selected, picked=picked)
        teachers_notes(report, selected=selected, preset=opened_preset(report))
    with left, st.container(gap="xsmall"):
        layer_controls(report)
        add_layer(report)
    comparison(beside, convention())
    stack_charts(report, convention())
    try_on_photo(report)
    state.write()


st.title(_("Build a stack"))
st.caption(_("Click a layer in the picture, change it, and watch every number follow."))
state.open(first_build)
show_problems(state.problems, _("This link does not describe a whole stack. The nearest one is shown:"))
page()
