"""*Everybody here*: the state of a page as an address that a room keeps, and how a student's page follows it."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import parse_qsl, urlencode

import streamlit as st

from explorer.classroom import RoomMove
from pages.ui import asked_language, attending, projector
from pages.ui.state import address

PAGES = Path(__file__).resolve().parents[2]
OWN = (attending.PARAMETER, asked_language.PARAMETER, projector.PARAMETER, "teacher")
"""Parameters that each reader has for themselves."""
CLASSROOM, HOME = "classroom", "home"
LONGEST_PAGE = 40
"""Characters of a page's name; file systems refuse to look for much longer ones."""
_FOLLOWED = "attending_followed"


def here() -> str:
    """Return the address of what this reader sees, such as ``pooling?side=8``, without what is the reader's own."""
    link = {name: value for name, value in address.shown().items() if name not in OWN}
    return f"{address.page()}{'?' if link else ''}{urlencode(link)}"


def follow(code: str, move: RoomMove | None) -> None:
    """Open what the class was moved to, once for each move; where this visit begins later, it stays where it is."""
    followed: dict[str, int] = st.session_state.setdefault(_FOLLOWED, {})
    number = move.number if move else 0
    before = followed.setdefault(code, number)
    if move is None or number == before:
        return
    followed[code] = number
    go_to(move.address)


def go_to(told: str) -> None:
    """Open the state of a page; an address that leads to none is passed over."""
    page, link = parts(told)
    if not is_page(page):
        return
    address.bring("" if page == HOME else page, link)
    st.switch_page(f"{page}/page.py", query_params=link)


def parts(told: str) -> tuple[str, dict[str, str]]:
    """Return the folder of a page and the parameters of its link, without those that each reader has alone."""
    page, _mark, query = told.partition("?")
    link = {name: value for name, value in parse_qsl(query, keep_blank_values=True) if name not in OWN}
    return page or HOME, link


def is_page(page: str) -> bool:
    """Say whether there is such a page."""
    is_name = len(page) <= LONGEST_PAGE and page.replace("_", "").isalnum() and page.isascii()
    return is_name and (PAGES / page / "page.py").is_file()


def is_here(told: str) -> bool:
    """Say whether this reader sees what an address leads to; a page that was just opened says nothing yet."""
    page, link = parts(told)
    shown = {name: value for name, value in address.shown().items() if name not in OWN}
    return (address.page() or HOME) == page and (not shown or all(shown.get(name) == link[name] for name in link))
