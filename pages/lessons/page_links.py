"""Ways to states of pages, as lessons, topics and discussions give them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

import streamlit as st

from explorer.exercises import PageLink
from explorer.lessons import LessonPlan
from pages.contents import ENTRIES, HOME
from pages.ui.lesson_rail import open_lesson
from pages.ui.text import _

Width = Literal["content", "stretch"]
TITLES = {entry.name: entry.title for entry in (HOME, *ENTRIES)}
"""Of the pages, English."""


def page_title(name: str) -> str:
    """Return how a page is called, in the reader's language; one that there is not, by its name."""
    return _(TITLES[name]) if is_page(name) else name


def is_page(name: str) -> bool:
    """Say whether there is a page of this name: a teacher's own lesson may name another."""
    return name in TITLES


def open_link(page: str, label: str, values: Mapping[str, str], *, icon: str | None = None,
              width: Width = "content") -> None:
    """Show a link to a state of a page; the mere words, where there is no such page."""
    if not is_page(page):
        st.markdown(label, width="content")
        return
    st.page_link(f"{page}/page.py", label=label, icon=icon, query_params=dict(values), width=width)


def step_button(plan: LessonPlan, number: int, label: str, *, key: str, icon: str | None = None,
                width: Width | int = "content") -> None:
    """Show a button that opens a step: its state of a page, with the step beside it; the mere words, where there is no
    such page."""
    if not is_page(plan.steps[number - 1].link.page):
        st.markdown(label, width="content")
        return
    st.button(label, icon=icon, key=key, type="tertiary", width=width, on_click=open_lesson.go,
              args=(plan.name, number))


def open_page(link: PageLink) -> None:
    """Show a link to a state of a page under the page's own title."""
    open_link(link.page, page_title(link.page), link.values, icon=":material/arrow_forward:")
