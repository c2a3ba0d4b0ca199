"""What the wall shows: the question, the board of trainings, what was handed in, or what is lent."""

from __future__ import annotations

import streamlit as st

from explorer import classroom
from explorer.errors import N_
from pages.classroom.board_view import board
from pages.classroom.handed_view import handed_in
from pages.classroom.lent_view import lending
from pages.classroom.state import QUESTION, VIEWS, state
from pages.ui.text import _

TITLES = dict(zip(VIEWS, (N_("Question"), N_("Board"), N_("Handed in"), N_("Lend")), strict=True))
HELPS = {"board": N_("What the class trains, live"), "handed": N_("What students sent from any page, and ranks"),
         "lent": N_("Open what you trained or uploaded to the class")}
POLLED = "cl_polled"
"""Whether the wall is drawn anew by itself: a training's next epoch is no news of the room's."""
EVERY = "2s"
BOARD = "board"


def chooser(handed: int) -> None:
    """Ask which of them to show; ``handed``: how much was handed in, a number that a teacher watches for."""
    counted = {"handed": _("Handed in ({count})").format(count=handed)} if handed else {}
    st.segmented_control(_("Shown on the wall"), VIEWS, format_func=lambda view: counted.get(view, _(TITLES[view])),
                         required=True, label_visibility="collapsed", **state.bind("view"))


def drawn_every() -> str | None:
    """Return how often the wall is drawn anew by itself; None: only when something is new in the room."""
    return EVERY if st.session_state.get(POLLED) else None


def settle_drawing() -> None:
    """Begin or end to draw the wall anew by itself, where that is another than before."""
    polled = state.now.view == BOARD
    if polled != st.session_state.get(POLLED, False):
        st.session_state[POLLED] = polled
        st.rerun()


def another_view(teacher: classroom.Teacher) -> bool:
    """Show the board, what was handed in or what is lent, if one of them is chosen; say whether it is."""
    chosen = state.now.view
    if chosen == QUESTION:
        return False
    if chosen == BOARD:
        board(teacher.code)
    else:
        (handed_in if chosen == "handed" else lending)(teacher)
    return True
