"""*Is deeper better?*: bets on four trainings that differ in depth and skips only, then their curves."""

from __future__ import annotations

import streamlit as st

from explorer import networks
from explorer.errors import N_
from pages.feature_maps.state import VIEWS
from pages.ui.components.depth_study import depth_study
from pages.ui.tab import Tab
from pages.ui.text import _


def deeper_view() -> None:
    """Show the study, and where to go on from it once both bets are made."""
    study = networks.depth_study()
    if not study:
        st.info(_("The curves of this study did not come with this installation of the app."), icon=":material/info:")
        return
    if depth_study(study, key="fm"):
        with st.container(horizontal=True, gap="medium"):
            st.page_link("layers/page.py", label=_("Turn a skip down and see what is left of a block"),
                         icon=":material/arrow_forward:", query_params={"view": "residual"})
            st.page_link("layers/page.py", label=_("Follow the gradient through 40 layers"),
                         icon=":material/arrow_forward:", query_params={"view": "deep_stack", "deep_depth": "40"})


TAB = Tab(VIEWS[1], N_("Is deeper better?"),
          N_("Four networks learned the same pictures in the same way. Bet first, then look at how they learned."),
          deeper_view)
