"""The way to the tables: made where they are missing, one writer at a time in SQLite, waited for while it is away."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Callable
from contextlib import nullcontext
from pathlib import Path
from threading import Lock
from typing import TypeVar

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError, ProgrammingError, SQLAlchemyError

from explorer.classroom.tables import ROOMS, TABLES
from explorer.errors import RoomError
from explorer.jobs import AWAY, engine, file_of, identity, is_damage, settle

T = TypeVar("T")
Work = Callable[[sa.Connection], T]
PATIENCE_S = 5.0
"""How long a reader waits for a database that does not answer, s."""
PAUSE_S = 0.1


class Store:
    """The database ``url``, for many threads at once."""

    def __init__(self, url: str) -> None:
        self.url, self.file = url, file_of(url)
        self.engine = engine(url)
        self._ready = False
        self._identity: tuple[int, int] | None = None
        self._making = Lock()
        # SQLite lets those who wait try now and then, and forgets who came first; within a process a lock is fairer.
        self._writing = Lock() if self.file else nullcontext()

    def read(self, work: Work[T]) -> T:
        """Return what ``work`` finds in one transaction.

        Raises:
            RoomError: the database stayed away.
        """
        def once() -> T:
            with self.engine.connect() as connection:
                return work(connection)
        return self._patiently(once)

    def write(self, work: Work[T]) -> T:
        """Return what ``work`` returns; all that it writes is kept, or, where it raises, nothing. Raises as `read`."""
        def once() -> T:
            with self._writing, self.engine.begin() as connection:
                if self.file:  # What is looked up before the first change must not change meanwhile.
                    connection.exec_driver_sql("BEGIN IMMEDIATE")
                return work(connection)
        return self._patiently(once)

    def exists(self) -> bool:
        """Say whether there ever was a room here, without making anything. Raises as `read`."""
        if self.file and not self.file.exists():
            return False
        return self._patiently(lambda: sa.inspect(self.engine).has_table(ROOMS.name), make=False)

    def _patiently(self, once: Callable[[], T], *, make: bool = True) -> T:
        deadline = time.monotonic() + PATIENCE_S
        while True:
            try:
                if make:
                    self._make_ready()
                return once()
            except (OSError, SQLAlchemyError, sqlite3.Error) as error:
                self._judge(error, deadline)
            time.sleep(PAUSE_S)

    def _judge(self, error: Exception, deadline: float) -> None:
        """Return where it is worth trying again."""
        if is_damage(error):
            self._ready = False
        elif isinstance(error, IntegrityError):
            pass  # Two wrote the same at once: the second one now finds what the first one wrote.
        elif not isinstance(error, (OSError, *AWAY)):
            raise error
        if time.monotonic() > deadline:
            raise RoomError("The database of this server does not answer. What was sent before is kept; try again in "
                            "a minute.", why="away") from error

    def _make_ready(self) -> None:
        """Make the tables at first, and whenever the file is another one."""
        if self._is_same():
            return
        with self._making:
            if self._is_same():
                return
            if self.file:
                Path(self.file).parent.mkdir(parents=True, exist_ok=True)
            self.engine.dispose()
            settle(self.engine)
            try:
                TABLES.create_all(self.engine)
            except (IntegrityError, ProgrammingError):
                TABLES.create_all(self.engine)  # Another process was making them at the same moment.
            self._identity, self._ready = identity(self.file), True

    def _is_same(self) -> bool:
        return self._ready and identity(self.file) == self._identity

    def close(self) -> None:
        """Let go of the database."""
        self.engine.dispose()
