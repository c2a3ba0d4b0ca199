"""Rooms of a test's own, at a moment that it sets, and a class of students."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field

import pytest
import sqlalchemy as sa
from sqlalchemy import event

from explorer.classroom.class_question import ClassQuestion
from explorer.classroom.students import Rooms
from explorer.classroom.teaching import Teacher
from tests.conftest import Clock
from tests.explorer.jobs.conftest import Postgres, postgres  # noqa: F401 (a fixture)

SIDE = ClassQuestion(form="number", says="28 px, kernel 5, padding 2, stride 2. Side of the output?", right="14")


@dataclass
class Class:
    """A room, its teacher and who has joined."""

    rooms: Rooms
    clock: Clock
    code: str
    secret: str
    teacher: Teacher
    students: list[str] = field(default_factory=list)

    def join(self, *nicknames: str) -> None:
        """Let readers of these names in, each under its own."""
        for nickname in nicknames:
            self.clock.now += 0.001
            self.rooms.join(self.code, nickname, nickname)
            self.students.append(nickname)

    def answer(self, **texts: str) -> None:
        """Answer the question that is asked."""
        for reader, text in texts.items():
            self.rooms.answer(self.code, reader, self.number, text)

    @property
    def number(self) -> int:
        """The question's number."""
        asked = self.teacher.look().asked
        assert asked
        return asked.number

    def member(self, nickname: str) -> str:
        """Return by what the teacher knows a student."""
        return next(one.member for one in self.teacher.look().members if one.nickname == nickname)


@pytest.fixture
def url(tmp_path) -> str:
    """Return the address of a SQLite file."""
    return f"sqlite:///{tmp_path / 'jobs.sqlite'}"


@pytest.fixture
def made_rooms(url, clock) -> Iterator[Rooms]:
    """Yield rooms without any, at a moment of the test's own."""
    clock.now = 1e9
    with closing(Rooms(url, clock)) as found:
        # No test pulls the plug: a disk that is waited for takes most of the time.
        event.listen(found.store.engine, "connect", lambda connection, _: connection.execute("PRAGMA synchronous=OFF"))
        yield found


@pytest.fixture
def lesson(made_rooms, clock) -> Class:
    """Return a room that `ms-kim` opened."""
    return opened(made_rooms, clock)


@pytest.fixture
def postgres_url(request) -> str:
    """Return the address of a new database on a PostgreSQL server."""
    return new_database(request.getfixturevalue("postgres"))


def new_database(server: Postgres) -> str:
    """Return the address of a new database on ``server``."""
    address = server.url.replace("postgresql:", "postgresql+psycopg:")
    name = f"r{time.time_ns()}"
    maker = sa.create_engine(address.format(name="postgres"), isolation_level="AUTOCOMMIT")
    with maker.connect() as connection:
        connection.execute(sa.text(f"CREATE DATABASE {name}"))
    maker.dispose()
    return address.format(name=name)


def opened(rooms: Rooms, clock: Clock) -> Class:
    """Return a new room of `ms-kim`."""
    room = rooms.open("ms-kim")
    return Class(rooms, clock, room.code, room.secret, rooms.teacher(room.code, "ms-kim"))
