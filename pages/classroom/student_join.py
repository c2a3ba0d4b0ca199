"""How a student comes in: the code that stands on the wall, and a nickname."""

from __future__ import annotations

import streamlit as st

from explorer import classroom
from explorer.settings import settings
from pages.classroom.doing import done
from pages.ui import attending
from pages.ui.reader import reader
from pages.ui.text import _


def join_form(code: str) -> None:
    """Ask for the code, filled in where a link brought it, and for a nickname."""
    with st.form("cl_join", border=False):
        st.text_input(_("Code on the wall"), value=code, max_chars=12, key="cl_join_code")
        st.text_input(_("Nickname"), max_chars=settings().room_nickname, key="cl_join_nickname")
        st.form_submit_button(_("Join"), type="primary", icon=":material/login:", on_click=_joined)


def _joined() -> None:
    code, nickname = (str(st.session_state.get(f"cl_join_{name}", "")) for name in ("code", "nickname"))

    def act() -> None:
        attending.attend(classroom.rooms().join(code, reader(), nickname).code)
    done(act)
