"""How a student comes in: the code that stands on the wall, and a nickname; a link brings the code along."""

from __future__ import annotations

import streamlit as st

from explorer import classroom
from explorer.classroom import Membership, read_code
from explorer.errors import RoomError
from explorer.settings import settings
from pages.classroom.doing import done
from pages.ui import attending
from pages.ui.errors import plain, told_to_reader
from pages.ui.reader import reader
from pages.ui.text import _

LONGEST_CODE = 12
"""Characters that are read of a code: blanks and dashes between its letters are forgiven."""


def join_form(code: str) -> None:
    """Ask for a nickname and the code of the room, which a link may bring; or lead back to a room joined before."""
    with told_to_reader():
        for own in joined_before(code):
            _back(own)
    with st.form("cl_join", border=False):
        if code:
            st.markdown(_("You are about to join the room **{code}**.").format(code=code))
        else:
            st.text_input(_("Code on the wall"), max_chars=LONGEST_CODE, key="cl_join_code",
                          placeholder=_("five letters"))
        st.text_input(_("Nickname"), max_chars=settings().room_nickname, key="cl_join_nickname",
                      help=_("Your class reads it. It need not be your name; no account is needed."))
        st.form_submit_button(_("Join"), type="primary", icon=":material/login:", width="stretch", on_click=_joined,
                              args=(code,))
    if code:
        st.button(_("Another code"), key="cl_join_other", type="tertiary", on_click=attending.leave)


def joined_before(code: str) -> tuple[Membership, ...]:
    """Return the rooms that this reader joined or leads and may go back to; none, where a link brought a code."""
    found = classroom.rooms()
    return found.of(reader()) if not code and found.store.exists() else ()


def _back(own: Membership) -> None:
    label = _("Back to the room {code}").format(code=own.code) if own.teaches else _(
        "Back to the room {code} as {nickname}").format(code=own.code, nickname=plain(own.nickname))
    st.button(label, key=f"cl_back_{own.code}", icon=":material/undo:", width="stretch", on_click=attending.attend,
              args=(own.code,))


def _joined(code: str) -> None:
    told = code or str(st.session_state.get("cl_join_code", ""))
    nickname = str(st.session_state.get("cl_join_nickname", ""))
    done(lambda: join(told, nickname))


def join(told: str, nickname: str) -> None:
    """Join the room whose code was told.

    Raises:
        RoomError: there is none, or it does not take this reader in under this nickname.
    """
    if not read_code(told):
        raise RoomError("A code has five letters, such as KXRTM. It stands on the wall.", why="none")
    attending.attend(classroom.rooms().join(told, reader(), nickname).code)
