"""At the first log-in: what this browser had before is offered to the account, to take along or to leave."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from explorer import accounts
from explorer.errors import ExplorerError, Message
from pages.ui.account.session import browser
from pages.ui.errors import show as show_message
from pages.ui.pickers.own_photos import shelf
from pages.ui.reader import account
from pages.ui.text import _

_SETTLED, _REFUSED = "account_settled", "account_refused"
_FOUND = "account_found"


def show() -> None:
    """Show above the page what can be taken along, until it is taken or left."""
    who, name = account(), browser()
    if not who or not name or st.session_state.get(_SETTLED) == who:
        return
    if refused := st.session_state.pop(_REFUSED, None):
        show_message(refused)
    if (st.session_state.get(_FOUND) or ("",))[0] != who:
        st.session_state[_FOUND] = who, _found(name, who)  # counted once: it reads folders and the database
    found: accounts.Belongings | None = st.session_state[_FOUND][1]
    if not found:
        st.session_state[_SETTLED] = who
        return
    with st.container(border=True, key="account_offer"):
        st.markdown(_("From this browser, before you logged in: {things}. Take all of it along into your account, so "
                      "that you find it wherever you log in? If others use this browser too, it may be theirs.").format(
                          things=_listed(found)))
        with st.container(horizontal=True):
            st.button(_("Take along"), key="account_take", type="primary", on_click=_taken, args=(name, who))
            st.button(_("Leave here"), key="account_leave", on_click=_left, args=(name, who))


def _found(name: str, who: str) -> accounts.Belongings | None:
    """Return what there is to take along; None: nothing, it was left, or nobody can say at present."""
    try:
        return None if accounts.was_left(name, who) else accounts.belongings(name)
    except ExplorerError:
        return None


def _listed(found: accounts.Belongings) -> str:
    named = ((_("jobs: {count}"), found.jobs), (_("data sets: {count}"), found.zips),
             (_("own networks: {count}"), found.networks), (_("rooms: {count}"), found.rooms),
             (_("short links: {count}"), found.links))
    return ", ".join(text.format(count=count) for text, count in named if count)


def _taken(name: str, who: str) -> None:
    _do(lambda: accounts.take_over(name, who))
    shelf().hand_over(name, who)


def _left(name: str, who: str) -> None:
    _do(lambda: accounts.leave(name, who))
    st.session_state[_SETTLED] = who


def _do(act: Callable[[], None]) -> None:
    st.session_state.pop(_FOUND, None)
    try:
        act()
    except ExplorerError as error:
        told: Message = error.message
        st.session_state[_REFUSED] = told
