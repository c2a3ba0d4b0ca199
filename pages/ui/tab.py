"""A tab of a page, and the row of them of which only the open one runs. A tab's file ends with its ``TAB``."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import streamlit as st

from pages.ui.state.page_state import PageState, show_problems
from pages.ui.state.widget import follow_tab
from pages.ui.text import _


@dataclass(frozen=True, slots=True)
class Tab:
    """A tab of a page.

    Attributes:
        view: its name in links.
        title: English; shown through ``_()``.
        says: the one sentence on what to do and to look at; English.
        show: shows it; only the open tab runs.
        helps: returns what a question mark behind the sentence says.
    """

    view: str
    title: str
    says: str
    show: Callable[[], None]
    helps: Callable[[], str] | None = None


def show_tabs(tabs: Sequence[Tab], state: PageState[Any], *, key: str, writes: bool = True) -> None:
    """Show the tab that is open, below what to look for in it; ``state`` has it as its field ``view``.

    Args:
        tabs: in the order in which they stand.
        state: of the page.
        key: of the row of tabs.
        writes: whether the state is written into the link at the end; False where the page itself does.
    """
    line = st.empty()
    titles = {tab.view: _(tab.title) for tab in tabs}
    follow_tab(titles, lambda: state.now.view, lambda view: state.change(view=view), key=key)
    for tab, shown in zip(tabs, st.tabs(list(titles.values()), key=key, on_change="rerun"), strict=True):
        if shown.open:
            line.caption(_(tab.says), help=tab.helps() if tab.helps else None)
            with shown:
                show_problems(state.problems, _("Not everything could be taken as it stood. What could be is shown:"),
                              icon=":material/rule:")
                tab.show()
    if writes:
        state.write()
