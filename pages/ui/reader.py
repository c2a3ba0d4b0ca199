"""Who is looking at this page: one name per login, per browser, or, without cookies, per visit."""

from __future__ import annotations

from hashlib import sha256

import streamlit as st

from explorer.jobs import new_reader
from pages.ui.account.session import browser as _browser, is_logged_in


def reader() -> str:
    """Return the name under which this reader's jobs are kept.

    Where login is configured and the reader has logged in, it follows the account; otherwise the browser's cookie. A
    browser that keeps no cookies has a name for as long as its tab is open.
    """
    return account() or _browser() or str(st.session_state.setdefault("reader", new_reader()))


def account() -> str | None:
    """Return the name under which what belongs to this reader's account is kept; None: not logged in."""
    if not is_logged_in():
        return None
    identity = f"{st.user.get('iss')} {st.user.get('sub') or st.user.get('email')}"
    return f"user-{sha256(identity.encode()).hexdigest()[:32]}"
