"""Which workers are alive, and one submission at a time: two small tables beside DBOS's own.

A worker counts up a number. Another one that sees it stand still for a while, by its own clock, takes its jobs over;
no two clocks are ever compared.
"""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Callable, Iterable
from contextlib import closing
from pathlib import Path

import sqlalchemy as sa
from sqlalchemy import event
from sqlalchemy.exc import (
    DBAPIError,
    IntegrityError,
    InterfaceError,
    OperationalError,
    ProgrammingError,
    TimeoutError as PoolTimeoutError,
)

from explorer.errors import JobError

TABLES = sa.MetaData()
WORKERS = sa.Table("explorer_workers", TABLES, sa.Column("name", sa.Text, primary_key=True),
                   sa.Column("beats", sa.BigInteger, nullable=False))
GATE = sa.Table("explorer_gate", TABLES, sa.Column("id", sa.Integer, primary_key=True),
                sa.Column("turns", sa.BigInteger, nullable=False))

# Both databases read these.
OPEN = sa.text("INSERT INTO explorer_gate (id, turns) VALUES (1, 0) ON CONFLICT DO NOTHING")
BEAT = sa.text("INSERT INTO explorer_workers (name, beats) VALUES (:name, 0) "
               "ON CONFLICT (name) DO UPDATE SET beats = explorer_workers.beats + 1")

SLOWLY = 0.4
"""Share of the patience between two beats while it is quiet: with one lost, a worker is not taken for dead."""
QUICK_S = 1.0
"""How long a SQLite file may be locked before that counts as away, s."""
AWAY = (OperationalError, InterfaceError, PoolTimeoutError, sqlite3.OperationalError)


def file_of(url: str) -> Path | None:
    """Return the file that a database is; None where it is a server's."""
    made = sa.make_url(url)
    return Path(made.database) if made.drivername.startswith("sqlite") and made.database else None


def identity(file: Path | None) -> tuple[int, int] | None:
    """Return what changes when another file is put under the same name; None where there is none."""
    try:
        found = file.stat() if file else None
    except OSError:
        return None
    return (found.st_dev, found.st_ino) if found else None


def probe(file: Path) -> None:
    """Read from a SQLite file, soon or not at all: DBOS itself waits for ever for one that is locked.

    Raises:
        sqlite3.Error: it is locked, damaged or gone.
    """
    with closing(sqlite3.connect(f"file:{file}?mode=rw", uri=True, timeout=QUICK_S)) as connection:
        connection.execute("SELECT turns FROM explorer_gate").fetchone()


def is_damage(error: BaseException) -> bool:
    """Say whether a SQLite file is no database, not whole, or without our tables."""
    cause = error.orig if isinstance(error, DBAPIError) else error
    if not isinstance(cause, sqlite3.Error):
        return False
    return (_code(cause) in {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB} or "no such table" in str(cause))


def refusal(error: BaseException) -> JobError | None:
    """Return what to tell a reader where a SQLite file cannot be written to: waiting for it helps nobody."""
    cause = error.orig if isinstance(error, DBAPIError) else error
    code = _code(cause) if isinstance(cause, sqlite3.Error) else None
    if code == sqlite3.SQLITE_FULL:
        return JobError("The disk of this server is full, so that nothing about jobs can be noted down. What was "
                        "learned so far is kept. Delete jobs that are no longer needed, or tell whoever runs it.")
    if code in {sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_PERM}:
        return JobError("This server may not write to its database of jobs at present. Jobs that were trained can be "
                        "opened on the other pages; tell whoever runs this server.")
    return None


def _code(error: sqlite3.Error) -> int:
    """Return SQLite's own number for an error, without its details; 0 where there is none."""
    return (getattr(error, "sqlite_errorcode", 0) or 0) & 0xFF


def engine(url: str) -> sa.Engine:
    """Return an engine for the jobs' database; each writer waits for the others."""
    if not url.startswith("sqlite"):
        return sa.create_engine(url, pool_pre_ping=True, pool_size=2, connect_args={"connect_timeout": 10})
    made = sa.create_engine(url)

    @event.listens_for(made, "connect")
    def _wait(connection: sa.engine.interfaces.DBAPIConnection, _record: object) -> None:
        connection.isolation_level = "IMMEDIATE"
        connection.execute("PRAGMA busy_timeout=30000")

    return made


def make_tables(database: sa.Engine) -> None:
    """Make the tables where they are missing."""
    try:
        TABLES.create_all(database)
    except (IntegrityError, ProgrammingError):
        TABLES.create_all(database)  # Another process was making them at the same moment.
    with database.begin() as connection:
        connection.execute(OPEN)


def workers(database: sa.Engine) -> int:
    """Return how many workers are on the list."""
    with database.connect() as connection:
        return int(connection.execute(sa.select(sa.func.count()).select_from(WORKERS)).scalar_one())


def take_turn(connection: sa.Connection) -> int:
    """Wait until no other transaction is between its turn and its end; return how many there were, this one counted."""
    connection.execute(sa.update(GATE).values(turns=GATE.c.turns + 1))
    return int(connection.execute(sa.select(GATE.c.turns)).scalar_one())


class Leases:
    """The worker ``name`` among the others.

    Args:
        patience_s: a worker that does not count up for so long is dead, s.
        clock: monotonic, s.
    """

    def __init__(self, database: sa.Engine, name: str, patience_s: float,
                 clock: Callable[[], float] = time.monotonic) -> None:
        self.database, self.name, self.patience_s, self.clock = database, name, patience_s, clock
        self._seen: dict[str, tuple[int, float]] = {}

    def beat(self) -> None:
        """Say that this worker is alive."""
        with self.database.begin() as connection:
            connection.execute(BEAT, {"name": self.name})

    def pace(self, soon_s: float, *, quiet: bool) -> float:
        """Return after how long to beat again, s: seldom where it is ``quiet``, and no job could be taken over."""
        return max(soon_s, SLOWLY * self.patience_s) if quiet else soon_s

    def leave(self) -> None:
        """Take this worker off the list: whatever is still in its name may be taken over at once."""
        with self.database.begin() as connection:
            connection.execute(sa.delete(WORKERS).where(WORKERS.c.name == self.name))

    def bury(self, name: str) -> None:
        """Take a dead worker off the list, unless it has come back."""
        beats, _ = self._seen.get(name, (-1, 0.0))
        with self.database.begin() as connection:
            connection.execute(sa.delete(WORKERS).where(WORKERS.c.name == name, WORKERS.c.beats == beats))

    def dead(self, names: Iterable[str]) -> set[str]:
        """Return those of ``names`` that are off the list, or have stood still for ``patience_s``."""
        with self.database.connect() as connection:
            beats = {row.name: row.beats for row in connection.execute(sa.select(WORKERS))}
        now = self.clock()
        self._seen = {name: seen if (seen := self._seen.get(name)) and seen[0] == count else (count, now)
                      for name, count in beats.items()}
        return {name for name in names if name != self.name
                and (name not in beats or now - self._seen[name][1] > self.patience_s)}


APP = "cnn-explorer"
QUEUE = "trainings"
WORKFLOW = "train"
VERSION = "1"
"""Workers run jobs of their own version only. To be changed with what a plan or a checkpoint means."""
