"""A field for an answer: what a browser may send, what is heard once, and why an answer does not count."""

from __future__ import annotations

import pytest
import streamlit as st

from explorer.errors import ExplorerError
from pages.ui.components import answer_field as field

MOST = 20


class Browser:
    """The browser's side: what the component is given, and what it sends."""

    def __init__(self, monkeypatch):
        self.data, self.state, self.taken = {}, {}, []
        self.changed = None
        monkeypatch.setattr(st, "session_state", self.state)
        monkeypatch.setattr(field, "_mount", self.mount)

    def mount(self, on_selected_change, data, **_named):
        self.changed, self.data = on_selected_change, data

    def take(self, text):
        if text == "many":
            raise ExplorerError("{text} is no number.", text=text)
        self.taken.append(text)

    def show(self, kind="number", own=""):
        field.answer_field(kind, about="KXRTM 1", own=own, most=MOST, take=self.take, key="answer")

    def send(self, told):
        """Send something, and let the page run again."""
        self.state["answer"] = {"selected": told}
        self.changed()
        self.show()
        return self.data["heard"], self.data["refused"]


@pytest.fixture
def browser(monkeypatch):
    made = Browser(monkeypatch)
    made.show()
    return made


@pytest.mark.parametrize("told", [
    None, 5, "28", [], {}, {"text": "28"}, {"number": 5}, {"number": "5", "text": "28"}, {"number": True, "text": "28"},
    {"number": 0, "text": "28"}, {"number": -1, "text": "28"}, {"number": 2**53, "text": "28"},
    {"number": 5, "text": 28}, {"number": 5, "text": None}, {"number": 5.0, "text": "28"},
])
def test_what_is_no_message_is_not_heard(browser, told):
    assert browser.send(told) == (0, "")
    assert browser.taken == []


@pytest.mark.parametrize("state", [None, 3, "x", [], {"selected": None}])
def test_whatever_stands_in_the_session_is_looked_at_first(state):
    assert field.message_of(state, MOST) is None


def test_a_message_is_taken_once_however_often_it_comes(browser):
    for _again in range(3):
        assert browser.send({"number": 7, "text": "28"}) == (7, "")
    assert browser.send({"number": 8, "text": "30"}) == (8, "")
    assert browser.taken == ["28", "30"]


def test_why_an_answer_does_not_count_is_told_until_the_next(browser):
    assert browser.send({"number": 7, "text": "many"}) == (7, "many is no number.")
    assert browser.send({"number": 8, "text": "28"}) == (8, "")


def test_a_longer_text_than_may_be_is_cut(browser):
    browser.send({"number": 7, "text": "9" * 1000})
    assert browser.taken == ["9" * MOST]


@pytest.mark.parametrize(("kind", "keyboard", "signs"), [
    ("number", "decimal", ["−", "/"]), ("shape", "decimal", [" × "]), ("text", "text", [])])
def test_each_kind_has_its_keyboard_and_the_signs_that_this_lacks(browser, kind, keyboard, signs):
    browser.show(kind, own="28")
    assert (browser.data["keyboard"], browser.data["signs"], browser.data["own"]) == (keyboard, signs, "28")
    assert browser.data["words"]["label"]
