"""The teacher's wall: the code, the question, how many have answered, and what came of it."""

from __future__ import annotations

from dataclasses import asdict

import streamlit as st

from explorer import classroom
from explorer.classroom import AskedQuestion, TeacherView
from explorer.errors import RoomError
from pages.classroom import class_views, controls, next_question
from pages.classroom.doing import refused
from pages.classroom.question_card import drawn_options, question_card
from pages.classroom.results import ground_to_see, results, working
from pages.classroom.room_menu import room_menu
from pages.classroom.state import state
from pages.classroom.way_in import way_in
from pages.ui import attending
from pages.ui.components.room_watch import room_watch
from pages.ui.text import _

LOBBY, ASKED = (0.62, 0.38), (0.76, 0.24)
"""Shares of the width, before the first question and beside one."""


def live_wall(teacher: classroom.Teacher) -> None:
    """Show the wall; it alone runs again when anything has changed in the room."""
    st.fragment(wall, run_every=class_views.drawn_every())(teacher)


def wall(teacher: classroom.Teacher) -> None:
    """Show what a class looks at, and what its teacher does next."""
    # Before the look: what changes in between is heard of right after it.
    pulse = classroom.rooms().pulse(teacher.code)
    try:
        view = teacher.look()
    except RoomError as error:
        refused(error)
        attending.leave()
        st.rerun()
    class_views.settle_drawing()
    controls.head(view)
    class_views.chooser(pulse.handed if pulse else 0)
    if not class_views.another_view(teacher):
        _question(teacher, view)
    room_watch(classroom.ticket(teacher.code), asdict(pulse) if pulse else None, key="cl_watch")
    state.write()


def _question(teacher: classroom.Teacher, view: TeacherView) -> None:
    """Show the question, or what can be asked, and how students come in."""
    left, right = st.columns(LOBBY if view.asked is None else ASKED, gap="medium")
    with left:
        if view.asked is None or next_question.is_open():
            next_question.choose(teacher, view)
        else:
            controls.steps(teacher, view, view.asked)
            _asked(teacher, view, view.asked)
    with right:
        way_in(view, large=view.asked is None)
        with st.container(horizontal_alignment="center"):
            room_menu(teacher, view)


def _asked(teacher: classroom.Teacher, view: TeacherView, asked: AskedQuestion) -> None:
    """Show the question that stands before the class."""
    with st.container(border=True, key="cl_question"):
        is_open = asked.stage == "asked"
        question_card(asked.question, key="cl", options=is_open)
        if is_open:
            if asked.question.input == "point":
                ground_to_see(asked.question, key=f"cl_{asked.number}")
            _progress(asked, len(view.members))
        else:
            again = teacher.tally(asked.again) if asked.again else None
            results(asked.question, teacher.tally(), before=again, reveal=asked.stage == "shown",
                    key=f"cl_{asked.number}")
            drawn_options(asked.question)
        if asked.stage == "stopped" and asked.answers:
            st.caption(_("Nobody can answer any more. The right answer is not shown yet: let them argue with their "
                         "neighbours, and ask again."))
    if asked.stage == "shown":
        with st.container(border=True, key="cl_working"):
            working(asked.question)


def _progress(asked: AskedQuestion, students: int) -> None:
    told = _("{answers} of {students} have answered").format(answers=asked.answers, students=students)
    st.progress(min(1.0, asked.answers / max(1, students)), text=told)
