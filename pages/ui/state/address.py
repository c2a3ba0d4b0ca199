"""The address bar: what a reader came with, and what a page says there, so that a copied link shows the same.

Parameters are read once, when a page is opened: from a link, by *Back* and *Forward*, or from another page. From then
on the session is the truth and the address its mirror, written by a component (``pages/web/components/address``).
Streamlit's own ``st.query_params`` is never written: its browser part makes each change a step of the history, and puts
one that comes late into the address of the next page.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from urllib.parse import urlencode
from uuid import uuid4

import streamlit as st

from pages.ui.components import component

LONGEST = 40_000
"""Characters of one parameter that are read."""
KEY = "address"
_PAGE, _LINK, _BESIDE, _KEPT, _SHOWN, _SESSION, _BROUGHT, _AFRESH = (
    f"address_{name}" for name in ("page", "link", "beside", "kept", "shown", "session", "brought", "afresh"))

_mount = component.register("address")


def arrive(page: str, *, begins: bool = False) -> None:
    """Note what the reader came with, if another page was open before; called in each whole run.

    ``begins``: what was set on the page before is forgotten, as by `bring`.
    """
    state = st.session_state
    brought = state.get(_BROUGHT)
    if brought is not None and brought[0] == page:
        del state[_BROUGHT]
        state[_PAGE], state[_SHOWN], state[_LINK], state[_AFRESH] = page, {}, brought[1], set()
    elif state.get(_PAGE) != page:
        state[_PAGE], state[_SHOWN] = page, {}
        state[_LINK] = {name: value[:LONGEST] for name, value in st.query_params.items()}
        state[_AFRESH] = set() if begins else None


def bring(page: str, link: Mapping[str, str]) -> None:
    """Open a page, also the one that is open, with ``link`` and nothing of what was set there, at its next `arrive`."""
    st.session_state[_BROUGHT] = page, {name: value[:LONGEST] for name, value in link.items()}


def afresh(key: str) -> bool:
    """Say, once for each ``key`` of the open page, whether what was set there is to be forgotten."""
    told: set[str] | None = st.session_state.get(_AFRESH)
    if told is None or key in told:
        return False
    told.add(key)
    return True


def take(names: Iterable[str]) -> dict[str, str]:
    """Return what the reader came with under ``names``, once: nothing, where that was taken before."""
    link: dict[str, str] = st.session_state.get(_LINK, {})
    return {name: link.pop(name) for name in names if name in link}


def coming(name: str) -> str | None:
    """Return what the reader came with under a name, which stays to be taken; None: nothing, or it was taken."""
    link: dict[str, str] = st.session_state.get(_LINK, {})
    return link.get(name)


def beside(name: str, value: str | None) -> None:
    """Put a parameter of a picker's beside those of the page, from the next `mirror` on; None: none."""
    found = st.session_state.setdefault(_BESIDE, {})
    found.pop(name, None)
    if value is not None:
        found[name] = value


def asked(name: str) -> str | None:
    """Return what the browser's address says for a parameter of the frame's, whichever page is open."""
    value = st.query_params.get(name)
    return None if value is None else value[:LONGEST]


def keep(name: str, value: str | None) -> None:
    """Put a parameter of the frame's beside those of every page from now on; None: no longer."""
    kept = st.session_state.setdefault(_KEPT, {})
    kept.pop(name, None)
    if value is not None:
        kept[name] = value


def mirror(link: Mapping[str, str]) -> None:
    """Let the address of the open page say ``link``, and what its pickers put beside; called once, at a page's end."""
    state = st.session_state
    state[_SHOWN] = dict(link) | state.pop(_BESIDE, {})
    _mount(key=KEY, on_selected_change=component.noted, data={
        "page": page(), "query": urlencode(shown()), "session": state.setdefault(_SESSION, uuid4().hex)})


def page() -> str:
    """Return the name of the open page, as it stands at the end of its address; empty for the start page."""
    return str(st.session_state.get(_PAGE, ""))


def shown() -> dict[str, str]:
    """Return what the address of the open page says, as it was last told: the page's parameters, then the frame's."""
    of_frame: dict[str, str] = st.session_state.get(_KEPT, {})
    return of_page() | of_frame


def of_page() -> dict[str, str]:
    """Return the page's parameters among them."""
    found: dict[str, str] = st.session_state.get(_SHOWN, {})
    return dict(found)


def number(link: Mapping[str, str], name: str, default: int = 0) -> int:
    """Return a whole number from 0 to 99,999 that a link gives, or ``default``."""
    text = link.get(name, "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 6 else default
