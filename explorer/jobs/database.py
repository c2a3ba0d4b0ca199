"""Which workers are alive, and one submission at a time: two small tables beside DBOS's own.

A worker counts up a number. Another one that sees it stand still for a while, by its own clock, takes its jobs over;
no two clocks are ever compared.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable

import sqlalchemy as sa
from sqlalchemy import event
from sqlalchemy.exc import IntegrityError, ProgrammingError

TABLES = sa.MetaData()
WORKERS = sa.Table("explorer_workers", TABLES, sa.Column("name", sa.Text, primary_key=True),
                   sa.Column("beats", sa.BigInteger, nullable=False))
GATE = sa.Table("explorer_gate", TABLES, sa.Column("id", sa.Integer, primary_key=True),
                sa.Column("turns", sa.BigInteger, nullable=False))

# Both databases read these.
OPEN = sa.text("INSERT INTO explorer_gate (id, turns) VALUES (1, 0) ON CONFLICT DO NOTHING")
BEAT = sa.text("INSERT INTO explorer_workers (name, beats) VALUES (:name, 0) "
               "ON CONFLICT (name) DO UPDATE SET beats = explorer_workers.beats + 1")


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
