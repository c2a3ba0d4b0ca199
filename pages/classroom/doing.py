"""What a button does to the room, and why it could not: said in the run that follows."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from explorer.errors import ExplorerError, Message
from pages.ui.errors import show

_REFUSED = "cl_refused"


def done(act: Callable[[], object]) -> bool:
    """Do something to the room, and say whether it could be done; why not, `show_refusal` says."""
    try:
        act()
    except ExplorerError as error:
        refused(error)
        return False
    return True


def do(act: Callable[[], object]) -> None:
    """Do something to the room, as what a button calls."""
    done(act)


def refused(error: ExplorerError) -> None:
    """Keep for `show_refusal` why something could not be done."""
    st.session_state[_REFUSED] = error.message


def show_refusal() -> None:
    """Say once why the last thing could not be done."""
    told: Message | None = st.session_state.pop(_REFUSED, None)
    if told:
        show(told)
