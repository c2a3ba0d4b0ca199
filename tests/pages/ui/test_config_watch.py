"""Nobody looks for changed settings on a server that watches no files."""

from __future__ import annotations

import time

import pytest
import streamlit as st
from streamlit.watcher.polling_path_watcher import PollingPathWatcher

from pages.ui.config_watch import stop_looking_for_settings


@pytest.fixture
def watched(tmp_path):
    """Yield a file of settings that is watched, and what was seen of it."""
    seen, file = [], tmp_path / "config.toml"
    file.write_text("[server]")
    watcher = PollingPathWatcher(str(file), seen.append)
    yield file, seen
    watcher.close()


@pytest.mark.parametrize(("kind", "found"), [("none", False), ("poll", True)])
def test_a_change_is_seen_only_where_files_are_watched(kind, found, watched, monkeypatch):
    monkeypatch.setattr(st, "get_option", {"server.fileWatcherType": kind}.get)
    stop_looking_for_settings()
    file, seen = watched
    file.write_text("[server]\nport = 1")
    ends = time.monotonic() + (10 if found else 1)
    while not seen and time.monotonic() < ends:
        time.sleep(0.05)
    assert bool(seen) == found
