"""Where is it?: find objects by boxes and by pixels, and judge how well they were found."""

import streamlit as st

from pages.ui.state.page_state import show_problems
from pages.ui.state.widget import follow_tab
from pages.ui.text import _
from pages.where_is_it import boxes, every_pixel, grid, how_good, on_a_photo, sliding
from pages.where_is_it.state import WhereSetup, state

ALL = (boxes.TAB, sliding.TAB, grid.TAB, how_good.TAB, every_pixel.TAB, on_a_photo.TAB)
"""The tabs, in the order of `pages.where_is_it.state.VIEWS`: one line plugs one in."""
TABS = "wi_tabs"


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


st.title(_("Where is it?"))
state.open(WhereSetup)
page()
