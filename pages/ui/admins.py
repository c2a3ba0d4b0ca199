"""Who may see and do what admins may: by their role, or by the secret of this server. Asked again at every single act.

Who gave the secret is an admin for as long as their page is open. What the session keeps is a digest of the secret,
which no browser can say, and which another secret makes worthless.
"""

from __future__ import annotations

import hmac
import math
from collections.abc import Callable
from functools import wraps
from hashlib import sha256
from typing import Any

import streamlit as st

from explorer.accounts import Role
from explorer.errors import ExplorerError, Message, message
from explorer.runtime import Flood
from explorer.settings import settings
from pages.ui.account.role import may
from pages.ui.reader import reader

_PASS, REFUSED = "admin_pass", "ad_refused"
OWN_TRIES, OWN_PER_S = 5, 1 / 30
ALL_TRIES, ALL_PER_S = 60, 1.0
"""So many wrong secrets at once, then one each so often: of one reader, and of all of this process together."""
_own, _all = Flood(OWN_TRIES, OWN_PER_S), Flood(ALL_TRIES, ALL_PER_S)


def is_admin() -> bool:
    """Say whether this reader is an admin, now."""
    return may(Role.ADMIN) or _has_secret()


def asks_secret() -> bool:
    """Say whether a secret opens what admins may: where one is set."""
    return bool(settings().admin_secret)


def try_secret(text: str) -> Message | None:
    """Make this reader an admin where ``text`` is the secret; return what to tell them where it is not."""
    if not asks_secret():
        return None
    if wait_s := max(_own.wait_s(reader()), _all.wait_s("all")):
        return message("These were too many tries. Try again in {seconds} s.", seconds=math.ceil(wait_s))
    if not hmac.compare_digest(_digest(text.strip()), _digest(settings().admin_secret.strip())):
        return message("This is not the secret of this server. It stands in EXPLORER_ADMIN_SECRET, where the app was "
                       "started.")
    st.session_state[_PASS] = _digest(text.strip())
    return None


def leave() -> None:
    """Be no admin any more, as far as the secret made this reader one."""
    st.session_state.pop(_PASS, None)


def for_admins(act: Callable[..., None]) -> Callable[..., None]:
    """Return the callback ``act``, which does nothing for anybody but an admin, whatever a browser sends.

    What it was refused for, or what went wrong, stands under `REFUSED` afterwards.
    """
    @wraps(act)
    def checked(*arguments: Any) -> None:
        st.session_state.pop(REFUSED, None)
        if not is_admin():
            st.session_state[REFUSED] = message("Only admins may do this. Nothing was changed.")
            return
        try:
            act(*arguments)
        except ExplorerError as error:
            st.session_state[REFUSED] = error.message
    return checked


def _has_secret() -> bool:
    known = st.session_state.get(_PASS)
    return asks_secret() and isinstance(known, str) and hmac.compare_digest(
        known, _digest(settings().admin_secret.strip()))


def _digest(secret: str) -> str:
    return sha256(f"admin {secret}".encode()).hexdigest()
