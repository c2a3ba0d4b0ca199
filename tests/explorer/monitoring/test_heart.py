"""Each process says how it is now and then, follows the switches, and is stopped by nothing."""

from __future__ import annotations

import logging
import time
from pathlib import Path

import pytest

from explorer.monitoring import faults, heart as beats
from explorer.monitoring.beating import TICK_S
from explorer.monitoring.heart import EMPTIED, IDLE_S, Heart
from explorer.monitoring.processes import OwnStatus, read_status
from explorer.monitoring.status_book import StatusBook
from explorer.runtime import switches


def heart(book, own, clock):
    return Heart(book, own, clock)


def statuses(book):
    return [read_status(age_s, told) for age_s, told in book.processes()]


def test_what_a_process_tells_is_read_by_others(book, own, clock):
    heart(book, own, clock).tick()
    (found,) = statuses(book)
    assert (found.kind, found.readers, found.pages, found.photos) == ("app", 3, {"pixels": 2, "home": 1}, 1234)
    assert found.started == pytest.approx(time.time(), abs=5)


def test_the_memory_told_is_what_the_system_says(own):
    lines = Path("/proc/self/status").read_text(encoding="ascii").splitlines()
    resident = next(int(line.split()[1]) * 1024 for line in lines if line.startswith("VmRSS"))
    assert own.told()["memory"] == pytest.approx(resident, rel=0.05)


class Counted(StatusBook):
    """A book that counts what is written into it."""

    beats = 0

    def beat(self, *told):
        self.beats += 1
        return super().beat(*told)


@pytest.mark.parametrize(("readers", "expected"), [(1, 20), (0, 5)])
def test_where_nobody_is_connected_it_is_silent_for_longer(tmp_path, clock, readers, expected):
    book = Counted(f"sqlite:///{tmp_path / 'jobs.sqlite'}")
    one = heart(book, OwnStatus("app", lambda: {"home": 1} if readers else {}, int), clock)
    for _ in range(int(100 / TICK_S)):
        one.tick()
        clock.now += TICK_S
    assert book.beats == expected == 100 / (TICK_S if readers else IDLE_S)


def test_a_switch_moved_elsewhere_is_followed_with_the_next_beat(file_book, own, clock):
    one = heart(file_book, own, clock)
    one.tick()
    assert switches.why_no_uploads() is None
    file_book.switch("uploads", "off")
    one.tick()
    assert "uploads" in str(switches.why_no_uploads())
    file_book.switch("uploads", "on")
    one.tick()
    assert switches.why_no_uploads() is None


def test_caches_are_emptied_once_when_an_admin_wants_it(file_book, own, clock, monkeypatch):
    emptied = []
    monkeypatch.setattr(beats, "empty_caches", lambda: emptied.append(1))
    file_book.switch(EMPTIED, "")
    one = heart(file_book, own, clock)
    for _ in range(3):
        one.tick()
    assert emptied == []  # that was before this process began
    file_book.switch(EMPTIED, "")
    for _ in range(3):
        one.tick()
    assert emptied == [1]


def test_a_database_that_is_away_is_told_of_once_and_loses_no_error(tmp_path, own, clock, caplog):
    home = tmp_path / "data"
    home.write_text("in the way")
    book = StatusBook(f"sqlite:///{home / 'jobs.sqlite'}")
    one = heart(book, own, clock)
    faults.note_error(KeyError("x"), "page")
    with caplog.at_level(logging.WARNING):
        for _ in range(3):
            one.tick()
        home.unlink()
        one.tick()
    assert [record.message.split(":")[0] for record in caplog.records] == [
        "This process cannot tell how it is", "The database is back"]
    assert [(fault.kind, fault.count) for fault in book.faults()] == [("KeyError", 1)]


def test_whatever_a_number_breaks_with_the_heart_beats_on(file_book, clock):
    def broken():
        raise ZeroDivisionError
    one = heart(file_book, OwnStatus("app", dict, broken), clock)
    one.tick()
    one.own.photos = int
    clock.now += IDLE_S
    one.tick()
    assert len(file_book.processes()) == 1


def test_now_and_then_what_was_freed_goes_back_to_the_system(book, own, clock, monkeypatch):
    trims = []
    monkeypatch.setattr(beats.heap, "trim", lambda: trims.append(clock.now))
    one = heart(book, own, clock)
    for _ in range(int(150 / TICK_S)):
        one.tick()
        clock.now += TICK_S
    assert trims == [0, beats.SWEEP_S, 2 * beats.SWEEP_S]
