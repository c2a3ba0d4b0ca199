"""What a student of a room sees: the question, the field for an answer, and what came of it once it is shown."""

from __future__ import annotations

import streamlit as st

from explorer import classroom
from explorer.classroom import StudentView
from explorer.errors import RoomError
from pages.classroom.doing import done, show_refusal
from pages.classroom.question_card import question_card
from pages.classroom.results import results, working
from pages.ui.reader import reader
from pages.ui.text import _


def student_view(code: str) -> bool:
    """Show what a student sees; return False where this reader is not in the room."""
    try:
        view = classroom.rooms().look(code, reader())
    except RoomError:
        return False
    st.fragment(_view, run_every="2s")(code, view.nickname)
    return True


def _view(code: str, nickname: str) -> None:
    st.caption(_("Room {code} · {nickname}").format(code=code, nickname=nickname))
    show_refusal()
    view = classroom.rooms().look(code, reader())
    if view.asked is None:
        st.info(_("You are in. The question appears here as soon as it is asked."), icon=":material/hourglass_top:")
        return
    question_card(view.asked.question, key="cl_student")
    if view.asked.stage == "asked":
        _answer(view, view.asked.number)
    elif view.tally is not None:
        results(view.asked.question, view.tally, before=view.before, own=view.own, key=f"cl_own_{view.asked.number}")
        working(view.asked.question)


def _answer(view: StudentView, number: int) -> None:
    with st.form(f"cl_answer_{number}", border=False):
        st.text_input(_("Your answer"), value=view.own, max_chars=200, key=f"cl_answer_{number}_text")
        st.form_submit_button(_("Send"), type="primary", on_click=_send, args=(view.code, number))
    if view.own:
        st.caption(_("Sent ✓ You may change it until the question is stopped."))


def _send(code: str, number: int) -> None:
    done(lambda: classroom.rooms().answer(code, reader(), number, str(st.session_state[f"cl_answer_{number}_text"])))
