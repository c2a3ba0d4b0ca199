"""What concerns the room itself, in one menu: its people, the answers as a file, the link to save, the end."""

from __future__ import annotations

from functools import partial

import streamlit as st

from explorer import classroom
from explorer.classroom import TeacherView
from explorer.errors import Message
from pages.classroom.doing import do
from pages.classroom.people import people
from pages.ui import attending
from pages.ui.components.taking import copy_button, download
from pages.ui.share.share_dialog import link_to, server
from pages.ui.text import _, language, say, spoken_in

SECRET = "teacher"
"""Parameter of the link that a teacher saves; the page takes it once, and it never stands in the address again."""
_SECRETS = "cl_secrets"


def room_menu(teacher: classroom.Teacher, view: TeacherView) -> None:
    """Show the menu; its parts are made while it is open."""
    with st.popover(_("The room"), icon=":material/settings:", key="cl_room", on_change="rerun") as opened:
        if not opened.open:
            return
        parts = st.tabs([_("People"), _("All answers"), _("Link to save"), _("End")])
        with parts[0]:
            people(teacher, view)
        with parts[1]:
            _answers(teacher, view)
        with parts[2]:
            _link(view.code)
        with parts[3]:
            st.markdown(_("All answers are deleted, and everybody leaves. Take the answers first, if you need them."))
            st.button(_("End the room now"), key="cl_end_now", icon=":material/logout:", on_click=do,
                      args=(teacher.end,))


def keep_secret(code: str, secret: str) -> None:
    """Keep the word of a room's link for this visit: it is told once, and stands in no address."""
    st.session_state.setdefault(_SECRETS, {})[code] = secret


def _answers(teacher: classroom.Teacher, view: TeacherView) -> None:
    st.markdown(_("All questions with every answer, by nickname, as a table for a spreadsheet."))
    download(_("Answers (CSV)"), partial(answers_file, teacher, language()), f"room_{view.code}.csv", "text/csv",
             key="cl_csv", icon=":material/download:")


def answers_file(teacher: classroom.Teacher, code: str) -> bytes:
    """Return all answers as a table in a language: it is made in a thread that knows no reader."""
    with spoken_in(code):
        return teacher.answers_csv(_said)


def _link(code: str) -> None:
    secret = st.session_state.get(_SECRETS, {}).get(code)
    if secret is None:
        st.markdown(_("The link was shown where the room was opened. This browser leads the room without it."))
        return
    link = link_to(server().root, "classroom", {attending.PARAMETER: code, SECRET: secret})
    st.markdown(_("Whoever opens this link leads the room, on any machine. Keep it to yourself, off the wall."))
    st.code(link, language=None, wrap_lines=True)
    copy_button(link, key="cl_key_copy", label=_("Copy the link"))


def _said(text: str | Message) -> str:
    return say(text) if isinstance(text, Message) else _(text)
