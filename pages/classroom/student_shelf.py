"""What else a student finds in the room: what is lent to it, what was handed in, and the board of trainings."""

from __future__ import annotations

import streamlit as st

from explorer import classroom, jobs
from explorer.classroom import HandedIn
from explorer.errors import RoomError
from pages.classroom.board_view import board
from pages.classroom.lent_view import open_link
from pages.ui.errors import plain
from pages.ui.reader import reader
from pages.ui.text import _

EVERY = "3s"
_OPEN = "cls_board_open"


def shelf(code: str) -> None:
    """Show what is lent to the room, and what this student handed in; nothing where there is nothing."""
    shared = classroom.rooms().shared
    own, handed = jobs.owner_of(reader()), shared.handed(code, reader())
    lent = [one for one in shared.lent(code, reader()) if one.owner != own]
    if lent:
        st.markdown(_("**Lent to you** :gray[till the room ends]"))
        for one in lent:
            open_link(one.kind, one.name, plain(one.title))
    if handed:
        st.caption(handed_text(handed))


def handed_text(handed: tuple[HandedIn, ...]) -> str:
    """Return what was handed in, in a sentence."""
    return _("You handed in: {titles}").format(titles=" · ".join(plain(one.title) for one in handed))


def board_below(code: str) -> None:
    """Show the board in a section that opens; it is drawn anew by itself while it is open."""
    st.fragment(_board, run_every=EVERY if st.session_state.get(_OPEN) else None)(code)


def _board(code: str) -> None:
    try:
        classroom.rooms().shared.class_readers(code, reader())
    except RoomError:
        return
    section = st.expander(_("Board of trainings"), icon=":material/leaderboard:", key="cls_board", on_change="rerun")
    is_open = bool(section.open)
    if is_open != st.session_state.get(_OPEN, False):
        st.session_state[_OPEN] = is_open
        st.rerun()
    if is_open:
        with section:
            st.caption(_("Trainings that you start while you are in this room stand here, with your nickname."))
            board(code)
