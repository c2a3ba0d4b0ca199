"""Whether this page's session is logged in: Streamlit asks when it begins, and a log-out in another tab ends it too."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from functools import lru_cache
from threading import Lock
from time import monotonic

import streamlit as st
from streamlit import auth_util

from explorer.jobs import COOKIE, checked

_SINCE = "account_since"
FAILED = "explorer_login_failed"
"""Cookie of who has just tried to log in and could not."""
LOOKED_FOR_S = 5
"""How soon it is seen that a login has been set up, s."""
MOST_KNOWN = 20_000
"""Browsers whose log-out is remembered; the one of longest ago is forgotten first."""
_left: OrderedDict[str, float] = OrderedDict()
_lock = Lock()


def is_set_up() -> bool:
    """Say whether readers can log in here."""
    return _is_set_up(auth_util.get_secrets_auth_section, int(monotonic() / LOOKED_FOR_S))


@lru_cache(maxsize=1)
def _is_set_up(section: Callable[[], object], _turn: int) -> bool:
    """Ask Streamlit, which looks through its folders each time as long as it finds nothing."""
    return bool(section())


def is_logged_in() -> bool:
    """Say whether this reader has logged in, and not logged out since, in whatever tab of this browser."""
    since = st.session_state.setdefault(_SINCE, monotonic())
    return is_set_up() and st.user.get("is_logged_in") is True and _left.get(browser() or "", 0.0) <= since


def browser() -> str | None:
    """Return the name of this browser's anonymous reader; None: it keeps no cookies."""
    cookie = st.context.cookies.get(COOKIE)
    return checked(cookie) if isinstance(cookie, str) else None


def note_log_out(name: str) -> None:
    """Let all sessions of a browser that began before now be logged out."""
    with _lock:
        _left.pop(name, None)
        _left[name] = monotonic()
        while len(_left) > MOST_KNOWN:
            _left.popitem(last=False)
