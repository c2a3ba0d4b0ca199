"""The way to the jobs' database: opened when it is first needed, waited for while it is away, opened anew when its file
is another one."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Callable
from pathlib import Path
from threading import Lock
from typing import TypeVar

from dbos import DBOSClient
from sqlalchemy.exc import SQLAlchemyError

from explorer.errors import JobError
from explorer.jobs import database
from explorer.jobs.database import APP, AWAY
from explorer.jobs.recovery import prepare

T = TypeVar("T")
PATIENCE_S = 20.0
"""How long a page waits for a database that does not answer, s."""
PAUSE_S = 0.5


class Connection:
    """The database ``url`` of the jobs whose folders lie in ``root``, for many threads at once."""

    def __init__(self, url: str, root: Path) -> None:
        self.url, self.root, self.file = url, root, database.file_of(url)
        self._lock = Lock()
        self._ready = False
        self._identity: tuple[int, int] | None = None
        self._connect()

    def _connect(self) -> None:
        self.engine = database.engine(self.url)
        self.client = DBOSClient(system_database_url=self.url, application_name=APP, lazy=True,
                                 retry_connection_errors=False)

    def patiently(self, work: Callable[[], T], patience_s: float | None = None) -> T:
        """Return what ``work`` returns; where the database is away, try again for ``patience_s`` (``PATIENCE_S``), s.

        Raises:
            JobError: it did not come back, or cannot be written to.
        """
        deadline = time.monotonic() + (PATIENCE_S if patience_s is None else patience_s)
        while True:
            try:
                self._make_ready()
                return work()
            except (OSError, SQLAlchemyError, sqlite3.Error) as error:
                self._judge(error, deadline)
            time.sleep(PAUSE_S)

    def _judge(self, error: Exception, deadline: float) -> None:
        """Raise what a reader is told of ``error``; return where it is worth trying again."""
        if refused := database.refusal(error):
            raise refused from error
        if isinstance(error, OSError):
            raise JobError("This server cannot use the folder of its jobs ({reason}). Tell whoever runs it.",
                           reason=error.strerror or str(error)) from error
        if database.is_damage(error):
            self._ready = False
        elif not isinstance(error, AWAY):
            raise error
        if time.monotonic() > deadline:
            raise JobError("The database of the jobs does not answer. Jobs that run go on; try again in a "
                           "minute.") from error

    def _make_ready(self) -> None:
        """Prepare the database at first, and whenever its file is another one or was found to be damaged."""
        if not self._is_same():
            with self._lock:
                if not self._is_same():
                    self.root.mkdir(parents=True, exist_ok=True)
                    prepare(self.url, self.root)
                    self.close()
                    self._connect()
                    self._identity, self._ready = database.identity(self.file), True
        if self.file:
            database.probe(self.file)

    def _is_same(self) -> bool:
        return self._ready and database.identity(self.file) == self._identity

    def close(self) -> None:
        """Let go of the database."""
        self.client.destroy()
        self.engine.dispose()
