"""Before one is in a room: *Join* with a code and a nickname, beside *Open a room* for those who teach."""

from __future__ import annotations

import streamlit as st

from explorer import classroom
from explorer.settings import settings
from pages.classroom.doing import done, show_refusal
from pages.classroom.room_menu import keep_secret
from pages.classroom.student_join import join_form
from pages.ui import allowance, attending
from pages.ui.account import role
from pages.ui.reader import reader
from pages.ui.text import _


def entrance() -> None:
    """Show both ways in, side by side; a link with a code leads to the first."""
    show_refusal()
    left, right = st.columns(2, gap="large")
    with left, st.container(border=True, key="cl_join_box"):
        st.header(_("Join a room"), anchor=False)
        join_form(attending.attended())
    with right, st.container(border=True, key="cl_open_box"):
        st.header(_("Open a room"), anchor=False)
        _open()


def _open() -> None:
    st.markdown(_("For teachers: ask your class something, and see at once what everybody thinks."))
    st.markdown("\n".join(f"- {line}" for line in (
        _("You get a code of five letters, a link and a QR code for the wall."),
        _("Take a question from the exercises, or write your own."),
        _("Stop, look at the answers, let neighbours argue, ask again; then show what is right."))))
    st.button(_("Open a room"), key="cl_open_room", type="primary", icon=":material/co_present:", on_click=_opened,
              disabled=not role.may())
    if not role.may():
        st.info(_("On this server only teachers open rooms. Students join with the code of their teacher."))
    st.caption(_("The room ends after {hours:g} hours, and all answers are deleted with it.").format(
        hours=settings().room_hours))


def _opened() -> None:
    def act() -> None:
        role.demand_teacher()
        allowance.spend("room")
        found = classroom.rooms().open(reader())
        keep_secret(found.code, found.secret)
        attending.attend(found.code)
    done(act)
