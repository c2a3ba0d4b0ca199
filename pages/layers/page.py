"""Layers: what the layers between convolutions do, one tab for each."""

import streamlit as st

from pages.layers import activations, batch_norm, deep_stack, dropout, global_pooling, last_layer, residual
from pages.layers.state import LayersSetup, state
from pages.ui.state.page_state import show_problems
from pages.ui.state.widget import follow_tab
from pages.ui.text import _

ALL = (activations.TAB, deep_stack.TAB, batch_norm.TAB, dropout.TAB, last_layer.TAB, residual.TAB, global_pooling.TAB)
"""The tabs, in the order of `pages.layers.state.VIEWS`."""
TABS = "la_tabs"


@st.fragment
def page() -> None:
    """Show the open tab; only it runs again when something changes."""
    line = st.empty()
    titles = {tab.view: _(tab.title) for tab in ALL}
    follow_tab(titles, lambda: state.now.view, lambda view: state.change(view=view), key=TABS)
    for tab, shown in zip(ALL, st.tabs(list(titles.values()), key=TABS, on_change="rerun"), strict=True):
        if shown.open:
            line.caption(_(tab.says))
            with shown:
                show_problems(state.problems, _("Not everything could be taken as it stood. What could be is shown:"),
                              icon=":material/rule:")
                tab.show()
    state.write()


st.title(_("Layers"))
state.open(LayersSetup)
page()
