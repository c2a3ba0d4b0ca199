"""What processes tell one another: how each is, which errors there were, and what an admin has switched.

Three small tables in the database of the jobs. Times are those of the database, so that no two clocks are compared.
"""

from __future__ import annotations

import json
import sqlite3
import time
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from threading import Lock
from typing import Any, TypeVar

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError, ProgrammingError, SQLAlchemyError

from explorer.errors import JobError
from explorer.jobs import AWAY, database_url, engine, file_of, identity, is_damage, settle
from explorer.monitoring.faults import Fault, FaultKind

T = TypeVar("T")
_TABLES = sa.MetaData()
PROCESSES = sa.Table(
    "explorer_processes", _TABLES, sa.Column("name", sa.Text, primary_key=True), sa.Column("seen", sa.Float),
    sa.Column("told", sa.Text, nullable=False))
"""``told``: JSON of a `processes.ProcessStatus`."""
FAULTS = sa.Table(
    "explorer_faults", _TABLES, sa.Column("key", sa.Text, primary_key=True),
    sa.Column("slot", sa.BigInteger, primary_key=True), sa.Column("kind", sa.Text, nullable=False),
    sa.Column("place", sa.Text, nullable=False), sa.Column("trace", sa.Text, nullable=False),
    sa.Column("times", sa.BigInteger, nullable=False), sa.Column("last", sa.Float, nullable=False))
"""``slot``: which five minutes, since 1970."""
SWITCHES = sa.Table(
    "explorer_switches", _TABLES, sa.Column("name", sa.Text, primary_key=True), sa.Column("state", sa.Text),
    sa.Column("moment", sa.Float, nullable=False))

# Both databases read these.
BEAT = ("INSERT INTO explorer_processes (name, seen, told) VALUES (:name, {now}, :told) "
        "ON CONFLICT (name) DO UPDATE SET seen = excluded.seen, told = excluded.told")
FAULT = ("INSERT INTO explorer_faults (key, slot, kind, place, trace, times, last) VALUES (:key, "
         "CAST({now} / 300 AS BIGINT), :kind, :place, :trace, :times, {now}) ON CONFLICT (key, slot) DO UPDATE SET "
         "times = explorer_faults.times + excluded.times, last = excluded.last")
SWITCH = ("INSERT INTO explorer_switches (name, state, moment) VALUES (:name, :state, {now}) "
          "ON CONFLICT (name) DO UPDATE SET state = excluded.state, moment = excluded.moment")
SERVER_CLOCK = "CAST(extract(epoch from clock_timestamp()) AS DOUBLE PRECISION)"
GONE_S = 75.0
"""After so long without a word a process counts as dead and its row goes, s."""
HOUR_S = 3600.0
MOST_FAULTS = 200
"""Rows of errors; those that came longest ago make room."""
PATIENCE_S, PAUSE_S = 3.0, 0.1


@cache
def server_book() -> StatusBook:
    """Return the book of this server."""
    return StatusBook(database_url())


class StatusBook:
    """The tables in the database ``url``, for many threads and processes at once.

    Args:
        clock: of the wall, s since 1970, for a SQLite file, all of whose processes are on one machine.
    """

    def __init__(self, url: str, clock: Callable[[], float] = time.time) -> None:
        self._engine, self._file, self._clock = engine(url), file_of(url), clock
        self._ready: tuple[int, int] | bool | None = None
        self._making = Lock()

    def beat(self, name: str, told: Mapping[str, Any], faults: Mapping[FaultKind, int]) -> dict[str, tuple[str, float]]:
        """Write down how a process is and which errors it had; return the switches: state and when, by name.

        Raises:
            SQLAlchemyError, OSError: the database is away.
        """
        return self._once(lambda connection: self._beaten(connection, name, told, faults))

    def _beaten(self, connection: sa.Connection, name: str, told: Mapping[str, Any],
                faults: Mapping[FaultKind, int]) -> dict[str, tuple[str, float]]:
        self._run(connection, BEAT, name=name, told=json.dumps(told, separators=(",", ":")))
        for found, count in faults.items():
            self._run(connection, FAULT, key=found.key, kind=found.kind, place=found.place, trace=found.trace,
                      times=count)
        if faults:
            newest = sa.select(FAULTS.c.last).order_by(FAULTS.c.last.desc()).offset(MOST_FAULTS - 1).limit(1)
            connection.execute(sa.delete(FAULTS).where(FAULTS.c.last < newest.scalar_subquery()))
        return _switched(connection)

    def sweep(self) -> None:
        """Delete processes that are dead, and errors older than an hour. Raises as `beat`."""
        def swept(connection: sa.Connection) -> None:
            now = self._now(connection)
            connection.execute(sa.delete(PROCESSES).where(PROCESSES.c.seen < now - GONE_S))
            connection.execute(sa.delete(FAULTS).where(FAULTS.c.last < now - HOUR_S))
        self._once(swept)

    def leave(self, name: str) -> None:
        """Take a process that ends off the list. Raises as `beat`."""
        self._once(lambda connection: connection.execute(sa.delete(PROCESSES).where(PROCESSES.c.name == name)))

    def processes(self) -> list[tuple[float, dict[str, Any]]]:
        """Return of each process how long ago it was heard, s, and what it told.

        Raises:
            JobError: the database does not answer.
        """
        def found(connection: sa.Connection) -> list[tuple[float, dict[str, Any]]]:
            now = self._now(connection)
            rows = connection.execute(sa.select(PROCESSES).where(PROCESSES.c.seen >= now - GONE_S))
            return [(max(0.0, now - row.seen), {**json.loads(row.told), "name": row.name}) for row in rows]
        return self._patiently(found)

    def faults(self) -> list[Fault]:
        """Return the errors of the last hour, the newest first. Raises as `processes`."""
        def found(connection: sa.Connection) -> list[Fault]:
            now = self._now(connection)
            known: dict[str, Fault] = {}
            for row in connection.execute(sa.select(FAULTS).where(FAULTS.c.last >= now - HOUR_S)
                                          .order_by(FAULTS.c.last.desc())):
                count = row.times + (known[row.key].count if row.key in known else 0)
                age_s = known[row.key].age_s if row.key in known else max(0.0, now - row.last)
                known[row.key] = Fault(row.kind, row.place, row.trace, count, age_s)
            return sorted(known.values(), key=lambda one: one.age_s)
        return self._patiently(found)

    def switches(self) -> dict[str, tuple[str, float]]:
        """Return the state of each switch that was ever moved, and when, s since 1970. Raises as `processes`."""
        return self._patiently(_switched)

    def switch(self, name: str, state: str) -> dict[str, tuple[str, float]]:
        """Move a switch, and return all of them. Raises as `processes`."""
        def moved(connection: sa.Connection) -> dict[str, tuple[str, float]]:
            self._run(connection, SWITCH, name=name, state=state)
            return _switched(connection)
        return self._patiently(moved)

    def size(self) -> int:
        """Return what the database takes, bytes. Raises as `processes`."""
        if self._file:
            return sum(path.stat().st_size for path in self._file.parent.glob(f"{self._file.name}*"))
        return self._patiently(lambda connection: int(connection.exec_driver_sql(
            "SELECT pg_database_size(current_database())").scalar_one()))

    def version(self) -> str:
        """Return name and version of the database. Raises as `processes`."""
        def told(connection: sa.Connection) -> str:
            numbers = connection.dialect.server_version_info or ()
            return f"{'SQLite' if self._file else 'PostgreSQL'} {'.'.join(map(str, numbers))}"
        return self._patiently(told)

    def close(self) -> None:
        """Let go of the database."""
        self._engine.dispose()

    def _run(self, connection: sa.Connection, statement: str, **values: Any) -> None:
        if self._file:
            values["now"] = self._clock()
        connection.execute(sa.text(statement.format(now=":now" if self._file else SERVER_CLOCK)), values)

    def _now(self, connection: sa.Connection) -> float:
        return self._clock() if self._file else float(connection.exec_driver_sql(
            f"SELECT {SERVER_CLOCK}").scalar_one())

    def _once(self, work: Callable[[sa.Connection], T]) -> T:
        try:
            self._make_tables()
            with self._engine.begin() as connection:
                return work(connection)
        except (OSError, SQLAlchemyError, sqlite3.Error):
            self._ready = None  # the file may have been put aside
            raise

    def _patiently(self, work: Callable[[sa.Connection], T]) -> T:
        deadline = time.monotonic() + PATIENCE_S
        while True:
            try:
                return self._once(work)
            except (OSError, SQLAlchemyError, sqlite3.Error) as error:
                if not is_damage(error) and not isinstance(error, (OSError, IntegrityError, *AWAY)):
                    raise
                if time.monotonic() > deadline:
                    raise JobError("The database of this server does not answer, so that nothing is known of other "
                                   "processes. Try again in a minute.") from error
            time.sleep(PAUSE_S)

    def _make_tables(self) -> None:
        """Make the tables at first, and whenever the file is another one."""
        if self._ready is not None and (not self._file or self._ready == identity(self._file)):
            return
        with self._making:
            if self._file:
                Path(self._file).parent.mkdir(parents=True, exist_ok=True)
            self._engine.dispose()
            settle(self._engine)
            try:
                _TABLES.create_all(self._engine)
            except (IntegrityError, ProgrammingError):
                _TABLES.create_all(self._engine)  # Another process was making them at the same moment.
            self._ready = identity(self._file) if self._file else True


def _switched(connection: sa.Connection) -> dict[str, tuple[str, float]]:
    return {row.name: (row.state, row.moment) for row in connection.execute(sa.select(SWITCHES))}
