"""The pad: what its script is sent, what is taken of what a browser says, and answers past Streamlit."""

from __future__ import annotations

import json
from dataclasses import asdict

import pytest
import streamlit as st

from explorer.images import CHANGE_BOUNDS, HANDS, DigitChanges, Drawing, drawing_from_text, to_text, written
from pages.ui import previews
from pages.ui.components import digit_pad
from pages.ui.components.digit_pad import MOST_CHARS, SLIDERS, Said, asked, samples, taken

SEVEN = to_text(written(HANDS[2], 7, 1))


@pytest.fixture(scope="module")
def look():
    return digit_pad.offer("test_pad", lambda drawing, changes: Said(f"{len(drawing.strokes)} {changes.turn}", "so"))


@pytest.fixture
def shown(monkeypatch, look):
    sent = {}
    monkeypatch.setattr(digit_pad, "_mount", lambda **told: sent.update(told))
    digit_pad.digit_pad(SEVEN, DigitChanges(turn=5, invert=True), look, key="k")
    return sent["data"]


def test_there_is_a_sample_of_each_digit_in_each_hand():
    assert [len(hands) for hands in samples()] == [len(HANDS)] * 10
    assert all(drawing_from_text(text).strokes for hands in samples() for text in hands)


def test_what_is_sent_is_small_and_holds_what_is_said(shown):
    assert len(json.dumps(shown)) < 20_000
    assert shown["answer"] == {"line": "1 5", "told": "so"}
    assert shown["changes"] == asdict(DigitChanges(turn=5)) | {"invert": 1}


def test_every_change_has_a_slider_within_the_bounds_that_are_checked(shown):
    assert [one["id"] for one in shown["sliders"]] == [name for name, *_ in SLIDERS] == list(CHANGE_BOUNDS)
    assert {one["id"]: (one["least"], one["most"]) for one in shown["sliders"]} == CHANGE_BOUNDS
    assert {one["id"] for one in shown["sliders"]} | {"invert"} == set(shown["changes"])


def test_what_a_pad_tells_is_read_back(shown):
    drawing, changes = asked({"drawing": shown["drawing"], "changes": shown["changes"]})
    assert (to_text(drawing), changes) == (SEVEN, DigitChanges(turn=5, invert=True))


def test_what_is_left_out_is_as_drawn_and_an_empty_pad_is_a_drawing():
    assert asked({"drawing": ""}) == (Drawing(), DigitChanges())


@pytest.mark.parametrize("name", CHANGE_BOUNDS)
@pytest.mark.parametrize("far", [-(10**9), 10**9])
def test_numbers_are_brought_within_their_bounds(name, far):
    _drawing, changes = asked({"drawing": SEVEN, "changes": {name: far}})
    assert getattr(changes, name) == CHANGE_BOUNDS[name][far > 0]


HOSTILE = [None, 3, [], "text", {}, {"drawing": 5}, {"drawing": None}, {"drawing": "8.?"},
           {"drawing": "8." + "A" * 9999}, {"drawing": SEVEN, "changes": 7},
           {"drawing": SEVEN, "changes": {"turn": "5"}},
           {"drawing": SEVEN, "changes": {"turn": 1.5}}, {"drawing": SEVEN, "changes": {"invert": None}},
           {"drawing": SEVEN, "changes": [1]}]


@pytest.mark.parametrize("said", HOSTILE)
@pytest.mark.usefixtures("look")
def test_anything_else_is_refused_without_a_word(said):
    assert asked(said) is None
    assert previews._KNOWN["test_pad"](said) is None


@pytest.mark.parametrize("text", [None, 5, "", "{", "[" * 9999, '"a"', "null", "x" * (MOST_CHARS + 1),
                                  *(json.dumps(said) for said in HOSTILE)])
def test_what_a_browser_sends_as_a_message_is_taken_or_not(monkeypatch, text):
    monkeypatch.setattr(st, "session_state", {"k": {"selected": text}})
    assert taken("k") is None


def test_a_message_of_the_pad_is_taken(monkeypatch):
    told = json.dumps({"drawing": SEVEN, "changes": {"noise": 20}})
    monkeypatch.setattr(st, "session_state", {"k": {"selected": told}})
    assert taken("k") == (drawing_from_text(SEVEN), DigitChanges(noise=20))
    monkeypatch.setattr(st, "session_state", {})
    assert taken("k") is None


@pytest.mark.usefixtures("look")
def test_the_answer_to_a_question_is_what_the_page_would_say():
    question = {"drawing": SEVEN, "changes": {"turn": 5}, "language": "ko"}
    assert len(json.dumps(question)) < previews.LONGEST
    assert previews._KNOWN["test_pad"](question) == {"line": "1 5", "told": "so"}
