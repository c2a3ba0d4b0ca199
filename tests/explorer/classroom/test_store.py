"""The way to the tables: what happens while they are away, missing, damaged or wanted by many."""

from __future__ import annotations

import sqlite3
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import pytest

from explorer.classroom import store
from explorer.classroom.store import Store
from explorer.classroom.students import Rooms
from explorer.classroom.tables import TEACHERS
from explorer.errors import RoomError


def file_of(url: str) -> Path:
    return Path(url.removeprefix("sqlite:///"))


def test_what_raises_half_way_leaves_nothing(made_rooms):
    def work(tx) -> None:
        tx.execute(TEACHERS.insert().values(code="KXRTM", reader="ada"))
        raise RoomError("Stop.", why="none")
    with pytest.raises(RoomError, match="Stop"):
        made_rooms.store.write(work)
    assert made_rooms.store.read(lambda tx: tx.execute(TEACHERS.select()).all()) == []


def test_what_is_looked_up_before_a_change_stays_so_until_it_is_made(made_rooms):
    """Forty read a count and add one to it; without one writer at a time some would overwrite others."""
    def add(_number) -> None:
        def work(tx) -> None:
            count = len(tx.execute(TEACHERS.select()).all())
            tx.execute(TEACHERS.insert().values(code="KXRTM", reader=str(count)))
        made_rooms.store.write(work)
    with ThreadPoolExecutor(8) as threads:
        list(threads.map(add, range(40)))
    assert {row.reader for row in made_rooms.store.read(lambda tx: tx.execute(TEACHERS.select()).all())} == {
        str(number) for number in range(40)}


def test_a_file_that_another_process_holds_is_waited_for(lesson, url):
    with closing(sqlite3.connect(file_of(url), isolation_level=None)) as other, ThreadPoolExecutor(1) as thread:
        other.execute("BEGIN EXCLUSIVE")
        joining = thread.submit(lesson.join, "ada")
        time.sleep(0.2)
        assert not joining.done()
        other.execute("ROLLBACK")
        joining.result(timeout=20)
    assert [one.nickname for one in lesson.teacher.look().members] == ["ada"]


def test_tables_of_a_file_that_was_put_away_are_made_again(lesson, url):
    """As the jobs' database is put aside where it is damaged: the rooms in it are gone, and new ones can be opened."""
    file_of(url).rename(file_of(url).with_suffix(".aside"))
    with pytest.raises(RoomError, match="There is no room"):
        lesson.rooms.look(lesson.code, "ada")
    assert lesson.rooms.open("ms-kim").code


def test_tables_that_another_one_dropped_are_made_again(lesson, url):
    with closing(sqlite3.connect(file_of(url))) as other:
        other.execute("DROP TABLE explorer_room_members")
    assert lesson.rooms.of("ada") == ()
    lesson.join("ada")


@pytest.mark.parametrize("spoil", [
    lambda file: file.write_bytes(b"no database at all, but a text that is long enough" * 30),
    lambda file: file.mkdir()])
def test_a_file_that_cannot_be_used_is_told_of(tmp_path, monkeypatch, spoil):
    monkeypatch.setattr(store, "PATIENCE_S", 0.2)
    file = tmp_path / "jobs.sqlite"
    spoil(file)
    with closing(Rooms(f"sqlite:///{file}")) as rooms, pytest.raises(RoomError, match="does not answer") as caught:
        rooms.open("ms-kim")
    assert caught.value.why == "away"


def test_an_error_of_ours_is_not_hidden(made_rooms):
    with pytest.raises(ZeroDivisionError):
        made_rooms.store.read(lambda _tx: 1 / 0)


def test_the_folder_is_made_where_it_is_missing(tmp_path):
    with closing(Store(f"sqlite:///{tmp_path / 'new' / 'jobs.sqlite'}")) as made:
        assert made.read(lambda tx: tx.execute(TEACHERS.select()).all()) == []
        assert made.exists()
