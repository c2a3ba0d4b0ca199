"""What is over is deleted, though nobody comes by."""

from __future__ import annotations

import logging
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path
from threading import Event

import pytest

from explorer import classroom
from explorer.classroom import store, sweeping
from explorer.classroom.students import Rooms
from explorer.classroom.sweeping import rooms_swept, swept
from tests.conftest import ROOT


@pytest.fixture
def served(made_rooms, monkeypatch):
    """Let the server's rooms be those of the test."""
    monkeypatch.setattr(classroom, "rooms", lambda: made_rooms)


@pytest.mark.usefixtures("served")
def test_what_is_over_is_deleted_and_nothing_else(lesson, clock, url):
    assert swept(url) == 0
    clock.now += 12 * 3600
    lesson.rooms.open("mr-lee")
    clock.now += 12 * 3600 + 1
    assert swept(url) == 1
    assert len(lesson.rooms.of("mr-lee")) == 1


@pytest.mark.usefixtures("served")
def test_where_there_never_was_a_room_nothing_is_made(made_rooms, url):
    assert swept(url) == 0
    file = Path(url.removeprefix("sqlite:///"))
    assert not file.exists()
    with closing(sqlite3.connect(file)) as connection:  # as the jobs do
        connection.execute("CREATE TABLE explorer_gate (id INTEGER)")
    assert swept(url) == 0
    assert made_rooms.store.exists() is False


def test_a_database_that_does_not_answer_is_asked_again_later(tmp_path, caplog, monkeypatch):
    monkeypatch.setattr(store, "PATIENCE_S", 0.1)
    broken = tmp_path / "jobs.sqlite"
    broken.write_bytes(b"this is no database, and it is long enough to be looked at as one" * 20)
    found = Rooms(f"sqlite:///{broken}")
    monkeypatch.setattr(classroom, "rooms", lambda: found)
    with caplog.at_level(logging.WARNING):
        assert swept(f"sqlite:///{broken}") == 0
    assert "cannot be deleted now" in caplog.text


@pytest.mark.parametrize("times", [0, 2])
def test_it_goes_on_until_the_app_ends(monkeypatch, times):
    count, done = [], Event()

    def once(_url) -> int:
        count.append(1)
        if len(count) >= times:
            done.set()
        return 0
    monkeypatch.setattr(sweeping, "swept", once)
    with rooms_swept(0.01 if times else 30):
        assert not times or done.wait(10)
    Event().wait(0.03)
    after = len(count)
    Event().wait(0.05)
    assert len(count) == after


def test_a_server_without_rooms_loads_no_database_for_it(tmp_path):
    code = ("import sys\nfrom explorer.classroom import rooms_swept\nfrom explorer.classroom.sweeping import swept\n"
            f"with rooms_swept():\n    assert swept('sqlite:///{tmp_path}/none.sqlite') == 0\n"
            "print(sorted({'sqlalchemy', 'dbos', 'numpy'} & set(sys.modules)))")
    answer = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False)
    assert answer.stdout.strip() == "[]", answer.stderr
