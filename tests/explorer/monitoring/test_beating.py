"""The thread that tells how a process is lives as long as the process."""

from __future__ import annotations

import time

from explorer.monitoring import beating
from explorer.monitoring.processes import read_status
from explorer.monitoring.status_book import StatusBook
from explorer.runtime import switches


def statuses(book):
    return [read_status(age_s, told) for age_s, told in book.processes()]


def until(probe):
    deadline = time.monotonic() + 10
    while not (found := probe()) and time.monotonic() < deadline:
        time.sleep(0.05)
    return found


def test_it_begins_and_ends_with_the_process(file_book, monkeypatch):
    monkeypatch.setattr(beating, "FIRST_S", 0.05)
    monkeypatch.setattr("explorer.monitoring.server_book", lambda: file_book, raising=False)
    with beating.heartbeat("worker"):
        assert [one.kind for one in until(lambda: statuses(file_book))] == ["worker"]
    assert statuses(file_book) == []


def test_whoever_uploads_at_once_waits_until_it_is_known_whether_that_is_on(tmp_path, monkeypatch):
    book = StatusBook(f"sqlite:///{tmp_path / 'jobs.sqlite'}")
    book.switch("uploads", "off")
    monkeypatch.setattr(beating, "FIRST_S", 0.3)
    monkeypatch.setattr("explorer.monitoring.server_book", lambda: book, raising=False)
    with beating.heartbeat():
        assert "switched off" in str(switches.why_no_uploads())


def test_what_ends_before_its_first_beat_leaves_nobody_waiting(monkeypatch):
    monkeypatch.setattr(switches, "FIRST_S", 10.0)
    with beating.heartbeat():
        pass
    began = time.monotonic()
    assert switches.is_on(switches.UPLOADS)
    assert time.monotonic() - began < 5
