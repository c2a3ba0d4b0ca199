"""Who is in a room: another name for somebody, somebody taken out, and the door."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from explorer import classroom
from explorer.classroom import RoomMember, TeacherView
from explorer.settings import settings
from pages.classroom.doing import do
from pages.ui.errors import plain
from pages.ui.state.widget import controlled
from pages.ui.text import _


def people(teacher: classroom.Teacher, view: TeacherView) -> None:
    """Show who is there: who has answered, another name, taking out, closing the door."""
    st.toggle(_("Let nobody else in"),
              **controlled("cl_locked", view.locked, lambda locked: do(lambda: teacher.lock(locked=locked))))
    if view.members:
        _people(teacher, view.members)
    else:
        st.caption(_("Nobody has joined yet."))


def _people(teacher: classroom.Teacher, members: Sequence[RoomMember]) -> None:
    st.caption(" · ".join(name_of(member) for member in members))
    names = {member.member: member.nickname for member in members}
    chosen = st.selectbox(_("Student"), list(names), format_func=lambda member: names.get(member, ""), key="cl_member")
    if chosen not in names:
        return
    st.text_input(_("Another nickname"), value=names[chosen], max_chars=settings().room_nickname,
                  key=f"cl_nickname_{chosen}")
    with st.container(horizontal=True, gap="small"):
        st.button(_("Rename"), key="cl_rename", icon=":material/edit:", on_click=_rename, args=(teacher, chosen))
        st.button(_("Take out of the room"), key="cl_remove", icon=":material/person_remove:", on_click=_remove,
                  args=(teacher, chosen), help=_("What this student answered is deleted, and this browser cannot come "
                                                 "back in."))


def name_of(member: RoomMember) -> str:
    """Return a nickname as plain text of markdown, with a sign where an answer is there."""
    return plain(member.nickname) + ("\u00a0✓" if member.answer else "")


def _rename(teacher: classroom.Teacher, member: str) -> None:
    do(lambda: teacher.rename(member, str(st.session_state.get(f"cl_nickname_{member}", ""))))


def _remove(teacher: classroom.Teacher, member: str) -> None:
    do(lambda: teacher.remove(member))
