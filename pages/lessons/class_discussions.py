"""*Discuss*: questions without a number for an answer, and pages on which one can argue from an experiment."""

from __future__ import annotations

import streamlit as st

from explorer import lessons
from explorer.errors import N_
from explorer.lessons import Discussion
from pages.lessons.page_links import open_page
from pages.ui.tab import Tab
from pages.ui.text import _


def discussions_view() -> None:
    """Show each question with its evidence; what can be said in the end is folded."""
    for number, discussion in enumerate(lessons.discussions(), 1):
        _discussed(number, discussion)


def _discussed(number: int, discussion: Discussion) -> None:
    with st.container(border=True, key=f"le_discussion_{number}"):
        st.markdown(f"**{number} {_(discussion.title)}**  \n{_(discussion.says)}")
        for evidence in discussion.pages:
            with st.container(horizontal=True, vertical_alignment="center", gap="small"):
                open_page(evidence.link)
                st.markdown(_(evidence.do), width="content")
        with st.expander(_("What can be said in the end"), key=f"le_said_{number}", on_change="rerun") as said:
            if said.open:
                st.markdown(_(discussion.because))


TAB = Tab("discuss", N_("Discuss"), N_("Take a side, try it on the pages, and say what you saw."), discussions_view)
