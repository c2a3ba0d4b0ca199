"""One line above every page while one is in a room: what waits, where the class is, and *Everybody here*."""

from __future__ import annotations

import streamlit as st

from explorer import classroom
from explorer.classroom import StudentView, TeacherView
from explorer.errors import ExplorerError, RoomError
from pages.ui import attending
from pages.ui.classroom_bar import moves
from pages.ui.classroom_bar.standing import standing
from pages.ui.components.room_watch import room_watch
from pages.ui.errors import plain, told_to_reader
from pages.ui.handing import hand_in_button
from pages.ui.state import address
from pages.ui.text import _, say

PAGE = f"{moves.CLASSROOM}/page.py"
_SAID = "room_bar_said"


def show(title: str) -> None:
    """Show the bar where this visit is in a room; the page *Classroom* is itself all that the bar leads to.

    Args:
        title: of the open page.
    """
    if attending.attended() and address.page() != moves.CLASSROOM:
        with st.container(key="room_bar_place"):
            _bar(title)


@st.fragment
def _bar(title: str) -> None:
    """Show the bar; it alone runs again when the room changes."""
    code = attending.attended()
    if not code:
        return
    with st.container(key="room_bar", horizontal=True, vertical_alignment="center", gap="small"), told_to_reader():
        found = standing(code)
        if isinstance(found, RoomError):
            _outside(code, found)
        elif isinstance(found, StudentView):
            moves.follow(code, found.move)
            _student(found, title)
        else:
            _teacher(found)


def _student(view: StudentView, title: str) -> None:
    st.markdown(f"**{view.code}**")
    with st.container(key="room_bar_name", width="content"):
        st.markdown(plain(view.nickname))
    label, icon = waiting(view)
    is_due = view.asked is not None and view.asked.stage == "asked" and not view.own
    with st.container(key="room_bar_due" if is_due else "room_bar_link", width="content"):
        st.page_link(PAGE, label=label, icon=icon, query_params={attending.PARAMETER: view.code})
    if view.move and not moves.is_here(view.move.address) and st.button(
            _("Go where the class is"), icon=":material/my_location:", key="room_bar_there", type="tertiary",
            help=_("Go where the class is")):
        moves.go_to(view.move.address)
    hand_in_button(view.code, title)
    _leave()
    room_watch(classroom.ticket(view.code), {"version": view.version}, key="room_bar_watch", now=label)


def waiting(view: StudentView) -> tuple[str, str]:
    """Return what the link to the question says, and its icon."""
    if view.asked is None:
        return _("No question yet"), ":material/hourglass_empty:"
    if view.asked.stage == "shown":
        return _("See what the class answered"), ":material/bar_chart:"
    if view.asked.stage == "stopped":
        return _("The question is stopped"), ":material/front_hand:"
    if view.own:
        return _("Your answer is sent ✓"), ":material/check_circle:"
    return _("A question waits for you"), ":material/quiz:"


def _teacher(teacher: classroom.Teacher) -> None:
    view = teacher.look()
    st.markdown(teaching(view))
    st.button(_("Everybody here"), icon=":material/groups:", key="room_bar_here", on_click=_everybody, args=(teacher,),
              help=_("All students of the room see what you see now: this page, set as it is."))
    st.page_link(PAGE, label=_("To the wall"), icon=":material/co_present:",
                 query_params={attending.PARAMETER: view.code})
    _leave()
    if said := st.session_state.pop(_SAID, ""):
        st.caption(said)
    known = {"version": view.version, "students": len(view.members),
             "answers": view.asked.answers if view.asked else 0}
    room_watch(classroom.ticket(view.code), known, key="room_bar_watch")


def teaching(view: TeacherView) -> str:
    """Return what a teacher reads of the room while on another page."""
    students = len(view.members)
    if view.asked and view.asked.stage == "asked":
        return _("**{code}** · answers: {answers} of {students}").format(
            code=view.code, answers=view.asked.answers, students=students)
    return _("**{code}** · students: {students}").format(code=view.code, students=students)


def _everybody(teacher: classroom.Teacher) -> None:
    try:
        teacher.move(moves.here())
    except ExplorerError as error:
        st.session_state[_SAID] = plain(say(error.message))
    else:
        st.session_state[_SAID] = _("Everybody was called here.")


def _outside(code: str, refused: RoomError) -> None:
    """Say why this visit is not in the room whose code stands in the address."""
    is_stranger = refused.why == "stranger"
    with st.container(key="room_bar_says", width="content"):
        st.markdown(_("A link of the class **{code}**").format(code=code) if is_stranger else
                    plain(say(refused.message)))
    if is_stranger:
        st.page_link(PAGE, label=_("Join it"), icon=":material/login:", query_params={attending.PARAMETER: code})
    _leave()
    if refused.why == "away":
        room_watch(classroom.ticket(code), {"version": -1}, key="room_bar_watch")


def _leave() -> None:
    if st.button(_("Out of the class"), icon=":material/close:", key="room_bar_leave", type="tertiary",
                 help=_("Look at the pages alone. With the code you are back at once; what you answered stays.")):
        attending.leave()
        st.rerun()
