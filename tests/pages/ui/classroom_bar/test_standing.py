"""What a reader is in a room: as the engine says it, the student first."""

from __future__ import annotations

import pytest

from explorer.classroom import StudentView, Teacher
from explorer.errors import RoomError
from pages.ui.classroom_bar import standing as asked
from tests.pages.classroom.conftest import room  # noqa: F401 (a fixture)


@pytest.fixture
def opened(room, monkeypatch):  # noqa: F811
    """Return a room that `ms-kim` leads and in which Mina is."""
    room.code = room.rooms.open("ms-kim").code
    room.join("Mina")
    room.look_as = lambda reader: monkeypatch.setattr(asked, "reader", lambda: reader)
    return room


@pytest.mark.parametrize(("reader", "kind"), [("Mina", StudentView), ("ms-kim", Teacher), ("eve", RoomError)])
def test_each_is_what_they_are(opened, reader, kind):
    opened.look_as(reader)
    assert isinstance(asked.standing(opened.code), kind)


def test_who_is_in_no_room_is_told_to_join_it(opened):
    opened.look_as("eve")
    assert asked.standing(opened.code).why == "stranger"


def test_who_was_removed_is_told_so_and_a_room_that_is_over_is_none(opened):
    teacher = opened.rooms.teacher(opened.code, "ms-kim")
    teacher.remove(teacher.look().members[0].member)
    opened.look_as("Mina")
    assert asked.standing(opened.code).why == "removed"
    teacher.end()
    assert {asked.standing(opened.code).why for reader in ("Mina", "ms-kim") if opened.look_as(reader) is None} == {
        "none"}
