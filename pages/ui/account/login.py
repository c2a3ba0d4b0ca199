"""*Log in* and *Log out*, small, below the contents; nothing where no login is set up."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import streamlit as st
from streamlit import auth_util

from pages.ui.account.session import FAILED, is_logged_in, is_set_up
from pages.ui.errors import plain
from pages.ui.text import _

LONGEST = 40
"""Characters of a name that are shown."""
_TRIED = "account_tried"


def show() -> None:
    """Show who is logged in, and the way in or out."""
    if not is_set_up():
        return
    with st.container(key="account", gap="small"):
        if is_logged_in():
            st.caption(f":material/account_circle: {plain(shown_name(dict(st.user.items())))}")
            st.button(_("Log out"), key="account_out", type="tertiary", icon=":material/logout:", on_click=st.logout)
            return
        for name in providers():
            label = _("Log in with {name}").format(name=plain(name)) if name else _("Log in")
            st.button(label, key=f"account_in_{name}", type="tertiary", icon=":material/login:", on_click=_log_in,
                      args=(name,))


def tell_failure() -> None:
    """Say above the page, until the next try, that the last login failed."""
    if is_set_up() and st.context.cookies.get(FAILED) and not is_logged_in() and not st.session_state.get(_TRIED):
        st.warning(_("You are not logged in: the login service did not answer, or it refused. Everything works without "
                     "a login, and what you have here stays. Try again in a minute."), icon=":material/no_accounts:")


def providers() -> Iterator[str]:
    """Yield the names of the providers that are set up; one without a name is empty."""
    section = auth_util.get_secrets_auth_section()
    if section.get("client_id"):
        yield ""
    yield from (name for name, value in section.items() if isinstance(value, Mapping) and value.get("client_id"))


def shown_name(claims: Mapping[str, object]) -> str:
    """Return what a reader is called in the frame: their name, else their address, in one short line."""
    names = [text for key in ("name", "email") if isinstance(text := claims.get(key), str) and text.strip()]
    name = " ".join(names[0].split()) if names else _("Logged in")
    return name if len(name) <= LONGEST else f"{name[:LONGEST - 1]}…"


def _log_in(name: str) -> None:
    st.session_state[_TRIED] = True
    st.login(name or None)
