"""*Everybody here*: what of an address is the class's and what each reader's own, and where an address leads."""

from __future__ import annotations

import pytest
import streamlit as st

from explorer.classroom import RoomMove, checked_address
from pages.contents import ENTRIES
from pages.ui.classroom_bar import moves
from pages.ui.state import address


@pytest.fixture
def session(monkeypatch):
    """Return a session, in which ``went`` holds the pages that were opened."""
    state = {"went": []}
    monkeypatch.setattr(st, "session_state", state)
    monkeypatch.setattr(st, "switch_page", lambda page, query_params: state["went"].append((page, query_params)))
    return state


def shows(monkeypatch, page, **link):
    """Let a page be open whose address says something."""
    monkeypatch.setattr(address, "page", lambda: page)
    monkeypatch.setattr(address, "shown", lambda: link)


@pytest.mark.parametrize(("page", "link", "told"), [
    ("pooling", {}, "pooling"),
    ("pooling", {"side": "8", "room": "KXRTM", "lang": "ko", "present": "1"}, "pooling?side=8"),
    ("build_stack", {"stack": "conv.o8~relu", "lesson": "2"}, "build_stack?stack=conv.o8~relu&lesson=2"),
    ("pixels", {"title": "Café & Co=?"}, "pixels?title=Caf%C3%A9+%26+Co%3D%3F"),
    ("", {}, ""),
    ("pooling", {"teacher": "secret"}, "pooling"),
])
def test_the_class_gets_what_the_page_shows_and_nothing_that_is_the_readers_own(monkeypatch, page, link, told):
    shows(monkeypatch, page, **link)
    assert moves.here() == checked_address(told) == told
    _page, back = moves.parts(told)
    assert back == {name: value for name, value in link.items() if name not in moves.OWN}


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: entry.name)
def test_every_page_can_be_the_place(entry):
    assert moves.is_page(entry.name)
    assert moves.is_page(moves.parts("")[0]), "the start page, too"


@pytest.mark.parametrize("page", ["ui", "web", "locales", "..", "../pages/pooling", "pooling/page.py", "", "_", "None",
                                  "pooling\0", "Pooling", "p" * 500, "пул"])
def test_nothing_else_is_a_page(page):
    assert not moves.is_page(page)


def test_a_page_follows_each_move_once(session):
    moves.follow("KXRTM", None)
    moves.follow("KXRTM", RoomMove(1, "pooling?side=8"))
    moves.follow("KXRTM", RoomMove(1, "pooling?side=8"))
    moves.follow("KXRTM", RoomMove(3, ""))
    assert session["went"] == [("pooling/page.py", {"side": "8"}), ("home/page.py", {})]


def test_who_comes_later_stays_until_the_next_move_and_each_room_has_its_own(session):
    moves.follow("KXRTM", RoomMove(7, "pooling"))
    assert session["went"] == []
    moves.follow("BCDFH", None)
    moves.follow("KXRTM", RoomMove(8, "pixels"))
    assert session["went"] == [("pixels/page.py", {})]


@pytest.mark.parametrize("told", ["nowhere", "ui?x=1", "?side=8&room=BCDFH"])
def test_an_address_that_leads_nowhere_is_passed_over_and_no_link_takes_a_reader_into_another_room(session, told):
    moves.go_to(told)
    assert all("room" not in link for _page, link in session["went"])
    assert all(page == "home/page.py" for page, _link in session["went"])


@pytest.mark.parametrize(("told", "link", "expected"), [
    ("pooling?side=8", {"side": "8", "view": "grid", "room": "KXRTM"}, True),
    ("pooling?side=8", {"side": "9"}, False),
    ("pooling", {"side": "9"}, True),
    ("pixels", {"side": "9"}, False),
    ("pooling?side=8", {"room": "KXRTM"}, True),  # just opened: it says nothing yet
])
def test_whether_one_is_where_the_class_is(monkeypatch, told, link, expected):
    shows(monkeypatch, "pooling", **link)
    assert moves.is_here(told) is expected
