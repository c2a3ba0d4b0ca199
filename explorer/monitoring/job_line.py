"""How many jobs wait and run, and how long the one that waits longest has waited, as the jobs' database says.

It reads DBOS' own table, in one statement and without DBOS: a process that shows no jobs need not load it for this.
"""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Iterable
from contextlib import closing
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from explorer import jobs

if TYPE_CHECKING:
    from sqlalchemy import Engine

SQLITE = "sqlite:///"
LOCKED_S = 1.0
"""How long a SQLite file may be locked before that counts as away, s."""
BEATS = "SELECT name, beats FROM explorer_workers"
TRAININGS = ("SELECT status, count(*), min(created_at) FROM {table} WHERE name = 'train' "
             "AND status IN ('ENQUEUED', 'PENDING') GROUP BY status")
EXISTS = {True: "SELECT 1 FROM sqlite_master WHERE name = '{table}'", False: "SELECT to_regclass('{table}')"}


@dataclass(frozen=True, slots=True)
class JobLine:
    """Jobs that are not over."""

    queued: int = 0
    running: int = 0
    longest_wait_s: float = 0.0
    """How long the first one that waits has waited, s."""


def worker_beats(url: str) -> dict[str, int]:
    """Return the numbers that workers count up in the jobs' database; none where no worker ever came.

    Raises:
        Exception: the database is away, in whatever words its driver has for that.
    """
    return {str(name): int(beats) for name, beats in _asked(url, "explorer_workers", BEATS)}


def job_line(url: str, now: float | None = None) -> JobLine:
    """Return how the jobs of all processes stand. Raises as `worker_beats`.

    Args:
        now: s since 1970; None: as the clock says.
    """
    table = "workflow_status" if url.startswith(SQLITE) else "dbos.workflow_status"
    found = {status: (count, since) for status, count, since in _asked(url, table, TRAININGS.format(table=table))}
    queued, since = found.get("ENQUEUED", (0, 0))
    waited = (time.time() if now is None else now) - since / 1000 if queued else 0.0
    return JobLine(queued, found.get("PENDING", (0, 0))[0], max(0.0, waited))


def _asked(url: str, table: str, statement: str) -> Iterable[Any]:
    """Return the rows of a statement; none where there is no such table yet."""
    is_file = url.startswith(SQLITE)
    exists = EXISTS[is_file].format(table=table)
    if is_file:
        return _asked_of_file(Path(url.removeprefix(SQLITE)), exists, statement)
    with _server(url).connect() as connection:
        if connection.exec_driver_sql(exists).scalar() is None:
            return ()
        return connection.exec_driver_sql(statement).all()


def _asked_of_file(file: Path, exists: str, statement: str) -> list[Any]:
    """Read without SQLAlchemy, which most pages never load."""
    if not file.exists():
        return []  # The first job makes it.
    with closing(sqlite3.connect(f"file:{file}?mode=rw", uri=True, timeout=LOCKED_S)) as connection:
        return connection.execute(statement).fetchall() if connection.execute(exists).fetchone() else []


@cache
def _server(url: str) -> Engine:
    return jobs.engine(url)
