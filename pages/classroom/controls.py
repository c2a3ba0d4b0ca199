"""Above the wall: the code with how many are there, and the next step of the question."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from explorer import classroom
from explorer.classroom import AskedQuestion, TeacherView
from pages.classroom import next_question
from pages.classroom.doing import do, done, show_refusal
from pages.ui.classroom_bar import moves
from pages.ui.share.share_dialog import link_to
from pages.ui.text import _


def head(view: TeacherView) -> None:
    """Show the code, large, and how many are there; and what could not be done."""
    with st.container(key="cl_head", horizontal=True, vertical_alignment="bottom", gap="large"):
        st.title(_("Room {code}").format(code=view.code), anchor=False, width="content")
        st.markdown(told_of(view), width="content")
    show_refusal()


def told_of(view: TeacherView) -> str:
    """Return how many are there, and how many have answered."""
    students = len(view.members)
    if view.asked is None:
        return _("students **{students}**").format(students=students)
    return _("students **{students}** · answers **{answers} / {students}**").format(
        students=students, answers=view.asked.answers)


def steps(teacher: classroom.Teacher, view: TeacherView, asked: AskedQuestion) -> None:
    """Show what can be done with the question; the usual next step is the primary button, always in the same place."""
    with st.container(horizontal=True, gap="small", key="cl_steps"):
        if asked.stage == "asked":
            _button(_("Stop"), "stop", ":material/stop_circle:", teacher.stop, primary=True)
            _button(_("Stop and show"), "stop_show", ":material/bar_chart:", teacher.show)
        elif asked.stage == "stopped":
            _button(_("Show the answer"), "show", ":material/visibility:", teacher.show, primary=True)
        else:
            st.button(_("Next question"), key="cl_next", type="primary", icon=":material/arrow_forward:",
                      on_click=next_question.another, args=(view,))
        if asked.stage != "asked":
            _button(_("Ask again"), "again", ":material/replay:", teacher.ask_again)
            _to_the_page(teacher, asked)


def _to_the_page(teacher: classroom.Teacher, asked: AskedQuestion) -> None:
    """Offer to open the page on which the answer of an exercise can be seen, for all at once, the teacher included."""
    made = asked.question.exercise
    link = made.asked.link if made and asked.stage == "shown" else None
    if link:
        where = link_to("", link.page, link.values).lstrip("/")
        if st.button(_("Everybody to the page"), key="cl_to_page", icon=":material/co_present:", help=_(
                "The page on which this can be seen opens for all, set as the question has it.")):
            if done(lambda: teacher.move(where)):
                moves.go_to(where)
            show_refusal()


def _button(label: str, name: str, icon: str, act: Callable[[], object], *, primary: bool = False) -> None:
    st.button(label, key=f"cl_{name}", icon=icon, type="primary" if primary else "secondary", on_click=do,
              args=(act,))
