"""Class: a room that students join by its code; a question that all answer at once, and what came of it on a wall."""

from __future__ import annotations

import streamlit as st

from explorer import classroom
from explorer.errors import RoomError
from pages.classroom.doing import refused
from pages.classroom.entrance import entrance
from pages.classroom.room_menu import SECRET
from pages.classroom.state import ClassSetup, state
from pages.classroom.student_shelf import board_below
from pages.classroom.student_view import student_view
from pages.classroom.wall import live_wall
from pages.ui import attending
from pages.ui.reader import reader
from pages.ui.state import address
from pages.ui.text import _


def page() -> None:
    """Show the wall to who leads the room, the question to who is in it, and both ways in to all others."""
    code, secret = attending.attended(), address.take((SECRET,)).get(SECRET)
    teacher = leading(code, secret) if code else None
    if teacher:
        live_wall(teacher)
        return
    if code and student_view(code):
        board_below(code)
    else:
        st.title(_("Classroom"))
        entrance()
    state.write()


def leading(code: str, secret: str | None) -> classroom.Teacher | None:
    """Return what leads the room, where this reader may; None otherwise. A room that is over is left."""
    try:
        return classroom.rooms().teacher(code, reader(), secret)
    except RoomError as error:
        if error.why == "none":
            refused(error)
            attending.leave()
        return None


state.open(ClassSetup)
page()
