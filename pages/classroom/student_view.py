"""What a student of a room sees on a phone: the question, how to answer it, and what came of it once it is shown."""

from __future__ import annotations

import streamlit as st

from explorer import classroom
from explorer.classroom import AskedQuestion, StudentView, has_right, is_right
from explorer.errors import RoomError
from pages.classroom import student_answer
from pages.classroom.question_card import question_card
from pages.classroom.results import results, working
from pages.classroom.student_shelf import shelf
from pages.ui import attending
from pages.ui.classroom_bar import moves
from pages.ui.classroom_bar.bar import waiting
from pages.ui.components.room_watch import room_watch
from pages.ui.errors import plain, show
from pages.ui.reader import reader
from pages.ui.text import _

_NOT_IN, _LEFT = {"none", "stranger"}, {"none", "stranger", "removed"}
"""Why a reader is not in a room, which *Join* mends or `page` tells; and why a student is not any more."""


def student_view(code: str) -> bool:
    """Show what a student sees; return False where this reader is not in the room."""
    try:
        view = classroom.rooms().look(code, reader())
    except RoomError as error:
        if error.why in _NOT_IN:
            return False
        _refused(code, error)
        return True
    moves.follow(code, view.move)
    _live(code)
    return True


@st.fragment
def _live(code: str) -> None:
    """Show the room as it is now; this runs again whenever it changes."""
    try:
        view = classroom.rooms().look(code, reader())
    except RoomError as error:
        _refused(code, error)
        return
    moves.follow(code, view.move)
    with st.container(key="cls_page"):
        with st.container(key="cls_head", horizontal=True, vertical_alignment="center",
                          horizontal_alignment="distribute"):
            st.title(_("Room {code}").format(code=code), anchor=False)
            st.markdown(plain(view.nickname))
        student_answer.tell()
        if view.asked is None:
            _waiting(view)
        else:
            _question(view, view.asked)
        shelf(code)
        _foot(view)
    room_watch(classroom.ticket(code), {"version": view.version}, key="cls_watch", now=waiting(view)[0])


def _question(view: StudentView, asked: AskedQuestion) -> None:
    question_card(asked.question, key="cls", options=False)
    if asked.stage == "asked" and asked.again:
        st.caption(_("The same question once more: answer as you think now."))
    if asked.stage == "asked":
        student_answer.answer(view, asked)
    elif asked.stage == "stopped":
        _stopped(view, asked)
    else:
        _shown(view, asked)


def _stopped(view: StudentView, asked: AskedQuestion) -> None:
    if view.own:
        st.markdown(_("Your answer: **{answer}**").format(
            answer=student_answer.own_words(asked.question, view.own)))
        st.info(_("The question is stopped. Was it a good answer? Talk with your neighbour; the right one is shown "
                  "soon."), icon=":material/front_hand:")
    else:
        st.info(_("The question is stopped, and you have not answered it. The next one comes."),
                icon=":material/front_hand:")


def _shown(view: StudentView, asked: AskedQuestion) -> None:
    """Show whether one's own answer is right, what the class answered, and the working."""
    _verdict(view, asked)
    if view.tally is not None:
        st.markdown(_("**The class**"))
        results(asked.question, view.tally, before=view.before, own=view.own, key=f"cls_{asked.number}")
    if has_right(asked.question):
        with st.container(border=True, key="cls_working"):
            working(asked.question)


def _verdict(view: StudentView, asked: AskedQuestion) -> None:
    if not view.own:
        st.caption(_("You have not answered this question."))
        return
    told = student_answer.own_words(asked.question, view.own)
    right = is_right(asked.question, view.own)
    if right is None:
        st.markdown(_("Your answer: **{answer}**").format(answer=told))
    elif right:
        st.success(_("Your answer **{answer}** is right.").format(answer=told), icon=":material/check_circle:")
    else:
        bar = view.tally.bar_of(view.own) if view.tally else None
        slip = student_answer.said(bar.slip if bar else None)
        st.error(" ".join(filter(None, (_("Your answer **{answer}** is not right.").format(answer=told), slip))),
                 icon=":material/cancel:")


def _waiting(view: StudentView) -> None:
    st.info(_("You are in. The question appears here by itself, as soon as it is asked."),
            icon=":material/hourglass_top:")
    if view.move and moves.is_page(moves.parts(view.move.address)[0]) and st.button(
            _("Go where the class is"), key="cls_there", icon=":material/my_location:", width="stretch"):
        moves.go_to(view.move.address)


def _foot(view: StudentView) -> None:
    with st.popover(_("Leave"), icon=":material/logout:", key="cls_leave", type="tertiary",
                    on_change="rerun") as opened:
        if opened.open:
            st.markdown(_("With you go your answers. To look at other pages you need not leave: the room stays above "
                          "each page."))
            if st.button(_("Leave the room {code}").format(code=view.code), key="cls_leave_now"):
                classroom.rooms().leave(view.code, reader())
                attending.leave()
                st.rerun()


def _refused(code: str, error: RoomError) -> None:
    """Say why a room cannot be seen, and what to do."""
    show(error.message)
    if error.why in _LEFT:
        if st.button(_("Join another room"), key="cls_other", icon=":material/login:"):
            attending.leave()
            st.rerun()
    else:
        room_watch(classroom.ticket(code), {"version": -1}, key="cls_watch")
