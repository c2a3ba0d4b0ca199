"""A room is watched: where the browser asks, and which of its words cause a run."""

from __future__ import annotations

import pytest
import streamlit as st

from pages.ui.components import room_watch as watching


@pytest.mark.parametrize(("state", "changed"), [
    ({"selected": 4}, True), ({"selected": None}, False), ({}, False), (None, False), (4, False),
    ({"selected": "4"}, False), ({"selected": [4]}, False),
])
def test_only_a_version_causes_a_run(state, changed, monkeypatch):
    monkeypatch.setattr(st, "session_state", {"key": state})
    assert watching.has_changed("key") is changed


def test_nobody_has_it_but_the_one_who_is_asked():
    assert not watching.has_changed("no_such_key")


def test_the_browser_is_told_where_to_ask_and_what_to_say(monkeypatch):
    told = []
    monkeypatch.setattr(watching, "_mount", lambda **given: told.append(given))
    watching.room_watch("classroom/KXRTM", 7, key="watch")
    data = told[0]["data"]
    assert (told[0]["key"], data["path"], data["version"]) == ("watch", "classroom/KXRTM", 7)
    assert 500 <= data["pace"] <= 2000  # soon enough for a class, seldom enough for two hundred readers
    assert set(data["words"]) == {"lost", "back"}
