"""*Lessons*: all of them, and the open one with its steps, each of which is one click away."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import streamlit as st

from explorer import lessons
from explorer.errors import N_
from explorer.exercises import KINDS
from explorer.lessons import LessonPlan
from pages.lessons.for_teachers import explained
from pages.lessons.page_links import is_page, open_link, page_title, step_button
from pages.lessons.state import LessonsSetup, state
from pages.ui.errors import plain
from pages.ui.lesson_rail import lesson_progress, open_lesson
from pages.ui.lesson_rail.lesson_progress import LessonProgress
from pages.ui.tab import Tab
from pages.ui.text import _, say

DONE, TO_DO = ":green[:material/check_circle:]", ":gray[:material/radio_button_unchecked:]"
ON_A_SHEET = 8
"""Exercises of a lesson's sheet."""


def lessons_view() -> None:
    """Show what lessons there are, and beside them the open one."""
    for fault in lessons.faults():
        st.warning(plain(say(fault)), icon=":material/edit_note:")
    if lessons.lesson(state.now.plan) is None:  # a teacher has taken its file away
        state.settle(replace(state.now, plan=LessonsSetup().plan))
    plan, done = lessons.lesson(state.now.plan) or lessons.shipped()[0], lesson_progress.progress()
    listed, opened = st.columns([0.34, 0.66], gap="large")
    with listed:
        with st.container(key="le_list"):
            _list(done)
        if done.lessons:
            st.button(_("Forget what was done"), type="tertiary", icon=":material/delete_sweep:", key="le_forget",
                      on_click=lesson_progress.forget, help=_(
                          "Lessons start afresh for you: the next one at a machine that several use sees nothing of "
                          "it."))
        if open_lesson.now() is None:  # else the rail does it
            lesson_progress.keep_in_browser()
    with opened:
        _opened(plan, done)


def words(plan: LessonPlan) -> Callable[[str], str]:
    """Return what makes of a lesson's text what is shown: ours in the reader's language, a teacher's as it is."""
    return _ if plan.shipped else str


def done_text(plan: LessonPlan, done: LessonProgress) -> str:
    """Return how long a lesson takes, and how much of it was done."""
    steps, count = len(plan.steps), done.count(plan)
    if not count:
        return _("{minutes} min · {steps} steps").format(minutes=plan.minutes, steps=steps)
    if count == steps:
        return _("{minutes} min · done").format(minutes=plan.minutes)
    return _("{minutes} min · {count} of {steps} done").format(minutes=plan.minutes, count=count, steps=steps)


def _list(done: LessonProgress) -> None:
    """Show all lessons, one of them chosen, each with what was done of it."""
    plans = {plan.name: plan for plan in lessons.lessons()}
    st.radio(_("Lesson"), list(plans), label_visibility="collapsed",
             format_func=lambda name: f"**{plans[name].number}** {words(plans[name])(plans[name].title)}",
             captions=[done_text(plan, done) for plan in plans.values()], **state.bind("plan"))


def _opened(plan: LessonPlan, done: LessonProgress) -> None:
    """Show what a lesson teaches, where to begin, its steps, and where to practise."""
    told = words(plan)
    st.header(f"{plan.number} {told(plan.title)}", anchor=False)
    st.markdown(told(plan.says))
    with st.container(horizontal=True, vertical_alignment="center", gap="medium"):
        at = done.step_to_go_on(plan)
        label = _("Go on with step {step}").format(step=at) if done.count(plan) else _("Start")
        if is_page(plan.steps[at - 1].link.page):
            st.button(label, type="primary", icon=":material/play_arrow:", key="le_start", on_click=open_lesson.go,
                      args=(plan.name, at))
        st.toggle(_("Questions and answers"), help=_(
            "For those who teach: what each step asks, its answer and its minutes. Print it with your browser "
            "(Ctrl+P)."), **state.bind("answers"))
    _steps(plan, done)
    if plan.shipped:
        _exercises(plan)


def _steps(plan: LessonPlan, done: LessonProgress) -> None:
    """Show the steps, each a button that opens it; for those who teach with what it asks and the minutes it takes."""
    told, minute = words(plan), 0
    with st.container(gap="small" if state.now.answers else None):
        for number, step in enumerate(plan.steps, 1):
            with st.container(horizontal=True, vertical_alignment="center", gap="small", key=f"le_step_{number}"):
                mark = DONE if done.of(plan.name).has(number) else TO_DO
                step_button(plan, number, f"{mark} **{number}** {told(step.title)}", key=f"le_open_{number}")
                page, end = page_title(step.link.page), minute + step.minutes
                st.caption(_("{page}, minute {start} to {end}").format(page=page, start=minute, end=end)
                           if state.now.answers else page, width="content")
            if state.now.answers:
                explained(step, told)
            minute = end


def _exercises(plan: LessonPlan) -> None:
    """Show where to practise what a lesson teaches: kinds of exercises, and a sheet of them."""
    kinds = {name.replace("_", "-"): kind for name, kind in KINDS.items() if kind.lesson == plan.number}
    if not kinds:
        return
    with st.container(key="le_exercises"):
        st.markdown(_("**Exercises of this lesson**"))
        with st.container(horizontal=True, gap="small"):
            for name, kind in kinds.items():
                open_link("exercises", _(kind.title), {"view": "one", "kind": name}, icon=":material/quiz:")
            open_link("exercises", _("A sheet to print"), {
                "view": "sheet", "kinds": "_".join(kinds), "number": str(ON_A_SHEET)}, icon=":material/print:")


TAB = Tab("lessons", N_("Lessons"), N_("Choose a lesson and begin: each step opens a page, and asks what you expect "
                                       "before you look."), lessons_view)
