"""A room is watched: where the browser asks, which numbers it listens to, and what it says when the line is lost."""

from __future__ import annotations

import pytest

from pages.ui.components import room_watch as watching


@pytest.fixture
def told(monkeypatch):
    """Return what is given to the component."""
    found = []
    monkeypatch.setattr(watching, "_mount", lambda **data: found.append(data))
    return found


def test_the_browser_is_told_where_to_ask_and_what_to_say(told):
    watching.room_watch("KXRTM.12ab", {"version": 7}, key="watch")
    data = told[0]["data"]
    assert (told[0]["key"], data["path"]) == ("watch", "pulse/KXRTM.12ab")
    assert 500 <= data["pace"] <= 2000  # soon enough for a class, seldom enough for two hundred readers
    assert set(data["words"]) == {"lost", "back", "now"}


@pytest.mark.parametrize(("known", "names", "text"), [
    ({"version": 7}, ["version"], "7"),
    ({"version": 7, "students": 40, "answers": 0}, ["version", "students", "answers"], "7.40.0"),
    (None, [], "over"),
])
def test_what_the_page_knows_is_written_as_the_browser_writes_what_it_hears(told, known, names, text):
    watching.room_watch("KXRTM.12ab", known, key="watch")
    assert (told[0]["data"]["watches"], told[0]["data"]["known"]) == (names, text)
