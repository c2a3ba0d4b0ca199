"""The room of a class that this visit is in: it stays from page to page, and goes with each link as ``?room=KXRTM``."""

from __future__ import annotations

import streamlit as st

from explorer.classroom import read_code
from pages.ui.state import address

PARAMETER = "room"
_CODE, _ASKED = "attending_code", "attending_asked"


def settle() -> None:
    """Settle which room it is; called in each whole run. What a link says counts once; then joining and leaving do."""
    state = st.session_state
    asked, before = address.asked(PARAMETER), state.get(_ASKED)
    state[_ASKED] = asked
    if asked is not None and asked != before:
        state[_CODE] = read_code(asked)
    address.keep(PARAMETER, attended() or None)


def attended() -> str:
    """Return the code of the room; empty: none. Whether this reader may be in it, `explorer.classroom` says."""
    return str(st.session_state.get(_CODE, ""))


def attend(code: str) -> None:
    """Be in the room ``code`` from now on."""
    st.session_state[_CODE] = code
    address.keep(PARAMETER, code or None)


def leave() -> None:
    """Be in no room any more."""
    attend("")
