"""Those who are connected are counted by page, and nobody is asked who they are."""

from __future__ import annotations

from types import SimpleNamespace

import numpy as np
import pytest

from explorer.images import picture_of
from pages.ui import visitors
from pages.ui.pickers.own_photos import shelf

PAGES = {"h": {"url_pathname": "", "page_script_hash": "h"}, "p": {"url_pathname": "pixels", "page_script_hash": "p"}}


def session(page):
    return SimpleNamespace(session=SimpleNamespace(page_script_hash=page, get_pages=lambda: PAGES))


@pytest.fixture
def runtime(monkeypatch):
    """Return a function that lets sessions be connected, on pages with these hashes."""
    def connect(*pages):
        manager = SimpleNamespace(list_active_sessions=lambda: list(map(session, pages)))
        monkeypatch.setattr(visitors.Runtime, "exists", lambda: True)
        monkeypatch.setattr(visitors.Runtime, "instance", lambda: SimpleNamespace(_session_mgr=manager))
    return connect


def test_readers_are_counted_by_the_page_that_they_are_on(runtime):
    runtime("p", "h", "p", "p")
    assert visitors.connected() == {"pixels": 3, "home": 1}


def test_one_who_has_just_come_counts_for_the_start_page(runtime):
    runtime("", "gone")
    assert visitors.connected() == {"home": 2}


def test_without_a_server_there_is_nobody(monkeypatch):
    monkeypatch.setattr(visitors.Runtime, "exists", lambda: False)
    assert visitors.connected() == {}


def test_photos_count_with_their_pixels_and_files():
    assert visitors.photo_bytes() == 0
    shelf().add("ada", picture_of(np.zeros((10, 20, 3), np.uint8), "a"), b"x" * 50)
    shelf().add("bob", picture_of(np.ones((10, 20, 3), np.uint8), "b"), b"y" * 7)
    assert visitors.photo_bytes() == 2 * 600 + 57
