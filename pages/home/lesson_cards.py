"""Lessons on the start page: where to start or go on, and a small card for each with what was done of it."""

from __future__ import annotations

from collections.abc import Container

import streamlit as st

from explorer.lessons import LessonPlan, lessons, shipped
from pages.ui.lesson_rail import lesson_progress, open_lesson
from pages.ui.lesson_rail.open_lesson import OpenStep
from pages.ui.text import _

COLUMNS = 4


def start_button() -> None:
    """Show the first thing to do: start with the first lesson, or go on where one was."""
    plan, step, begun = lesson_progress.going_on() or (shipped()[0], 1, False)
    label = _("Go on with lesson {number}, step {step}").format(number=plan.number, step=step) if begun else _(
        "Start with lesson {number}").format(number=plan.number)
    st.button(label, icon=":material/school:", key="home_lesson", type="primary", help=_(plan.title),
              on_click=open_lesson.go, args=(plan.name, step))


def lesson_cards(pages: Container[str]) -> None:
    """Show a card for each lesson; a step on none of the ``pages`` opens beside the start page."""
    plans = lessons()
    for first in range(0, len(plans), COLUMNS):
        for column, plan in zip(st.columns(COLUMNS, gap="small"), plans[first:first + COLUMNS], strict=False):
            with column:
                _card(plan, pages)


def _card(plan: LessonPlan, pages: Container[str]) -> None:
    done = lesson_progress.progress()
    at = OpenStep(plan, done.step_to_go_on(plan))
    page = at.step.link.page if at.step.link.page in pages else "home"
    with st.container(border=True, height="stretch", key=f"lesson_card_{plan.name}", gap="xxsmall"):
        st.page_link(f"{page}/page.py", label=f"**{plan.number} {_(plan.title)}**",
                     query_params=at.step.link.values | at.link)
        st.html(lesson_progress.marks(plan))
        st.caption(_told(plan, done.count(plan), at.number))


def _told(plan: LessonPlan, count: int, at: int) -> str:
    """Return how long a lesson takes, and where it goes on."""
    if count == len(plan.steps):
        return _("{minutes} min · done").format(minutes=plan.minutes)
    if count or at > 1:
        return _("{minutes} min · go on with step {step}").format(minutes=plan.minutes, step=at)
    return _("{minutes} min · {steps} steps").format(minutes=plan.minutes, steps=len(plan.steps))
