"""The rooms that pages find are those of the test."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

import explorer.classroom.students as students
from tests.pages.classroom.class_room import Room


@pytest.fixture
def room(tmp_path, monkeypatch) -> Iterator[Room]:
    """Return a room that is not open yet."""
    url = f"sqlite:///{tmp_path / 'jobs.sqlite'}"
    monkeypatch.setattr(students, "database_url", lambda: url)
    students.rooms.cache_clear()
    yield Room(students.rooms())
    students.rooms().close()
    students.rooms.cache_clear()
