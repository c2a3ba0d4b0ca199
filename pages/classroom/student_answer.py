"""How a student answers: large buttons for a choice, a picture to point at, or a field with the right keyboard."""

from __future__ import annotations

import streamlit as st

from explorer import classroom
from explorer.classroom import LONGEST_ANSWER, AskedQuestion, ClassQuestion, StudentView
from explorer.errors import Message, RoomError
from explorer.exercises import ChoiceAnswer, letter
from pages.classroom.grounds import ground_of
from pages.classroom.question_card import option_line
from pages.classroom.results import cell_words
from pages.ui.components.answer_field import Kind, answer_field
from pages.ui.components.point_at import cell_of, point_at, pointed, text_of
from pages.ui.errors import plain, show
from pages.ui.reader import reader
from pages.ui.text import _, say

LONGEST_NUMBER = 60
"""Characters of a number or a shape; the longest that exercises ask for have twenty."""
_TOLD = "cls_told"
_POINT = "cls_point"


def answer(view: StudentView, asked: AskedQuestion) -> None:
    """Show how this question is answered; it can be changed until it is stopped."""
    form = asked.question.input
    about = f"{view.code} {view.member} {asked.number}"
    if form == "choice":
        _choose(view, asked)
    elif form == "point":
        _point(view, asked, about)
    else:
        kind: Kind = "number" if form == "number" else "shape" if form == "shape" else "text"
        answer_field(kind, about=about, own=view.own, key="cls_field",
                     most=LONGEST_ANSWER if kind == "text" else LONGEST_NUMBER,
                     take=lambda text: take(view.code, asked.number, text))
    st.caption(_("Sent ✓ You may change it until the question is stopped; then the working appears here.")
               if view.own else _("Your answer counts once it is sent. Nobody in the class sees whose it is."))


def take(code: str, question: int, text: str) -> None:
    """Send an answer to the room; what is said where it comes too late stays to be read on the page that follows.

    Raises:
        RoomError: it does not count.
    """
    try:
        classroom.rooms().answer(code, reader(), question, text)
    except RoomError as error:
        if error.why == "stopped":
            st.session_state[_TOLD] = error.message
        raise


def tell() -> None:
    """Say once what the last answer came to, where it did not count."""
    told: Message | None = st.session_state.pop(_TOLD, None)
    if told:
        show(told)


def own_words(asked: ClassQuestion, own: str) -> str:
    """Return a student's own answer as words, plain text of markdown."""
    return cell_words(asked, own) if asked.input == "point" else plain(own)


def _send(code: str, question: int, text: str) -> None:
    """Send what a button or a picture says; why it does not count is told above the question."""
    try:
        take(code, question, text)
    except RoomError as error:
        st.session_state[_TOLD] = error.message


def _choose(view: StudentView, asked: AskedQuestion) -> None:
    right = asked.question.answers
    assert isinstance(right, ChoiceAnswer)
    with st.container(key="cls_options", gap="small"):
        for at in range(len(right.options)):
            own = view.own == letter(at)
            st.button(option_line(asked.question, right, at), key=f"cls_option_{asked.number}_{at}", width="stretch",
                      type="primary" if own else "secondary", icon=":material/check:" if own else None,
                      on_click=_send, args=(view.code, asked.number, letter(at)))


def _point(view: StudentView, asked: AskedQuestion, about: str) -> None:
    ground = ground_of(asked.question)

    def chosen() -> None:
        if cell := pointed(_POINT, ground):
            _send(view.code, asked.number, text_of(cell))

    point_at(ground, chosen=cell_of(view.own, ground), key=_POINT, about=about, send=_("Send"), on_chosen=chosen)


def said(message: Message | None) -> str:
    """Return a message in the reader's language; nothing for none."""
    return say(message) if message else ""
