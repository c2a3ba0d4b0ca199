"""What lets a worker sleep while there is no job, and wakes it soon after somebody submits one.

DBOS asks the database for work several times a second, by five threads, which costs three hundredths of a processor.
Each submission takes a turn (see `explorer.jobs.database`); while the number of turns stands still and no job waits or
runs, those threads sleep. Reading that number costs a hundredth of what they cost.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from contextlib import suppress
from threading import Event, current_thread

import sqlalchemy as sa
from sqlalchemy.exc import SQLAlchemyError

from explorer.jobs.database import GATE

LISTEN_S = 0.3
"""How often the number of turns is read while nothing is to be done, s."""
ASLEEP_S = 60.0
"""DBOS's threads look by themselves after so long, s."""
AWAKE_S = 4.0
"""For how long they go on looking after the bell was rung, s: a turn is taken before its job can be seen."""
UNNEEDED = ("_dbos_internal_queue", "dbos-background-jobs", "queue_thread", "dynamic_scheduler_loop")
"""Parts of the names of those threads that have nothing to do with a submission: all at once they would keep the
database from the one that has."""
TURNS = str(sa.select(GATE.c.turns))


class Bell:
    """Rung by every submission to the jobs' ``database``, whichever process takes it."""

    def __init__(self, database: sa.Engine, clock: Callable[[], float] = time.monotonic) -> None:
        self._database, self._clock = database, clock
        self._line: sa.Connection | None = None
        self._turns = 0
        self._rung_at = clock()
        self._awake = Event()
        self._awake.set()

    @property
    def sleeps(self) -> bool:
        """Whether DBOS's threads sleep."""
        return not self._awake.is_set()

    def listen(self) -> bool:
        """Wake those who sleep if the bell was rung, and say whether it was; a database that does not answer has."""
        try:
            turns = self._read()
        except self._errors():
            self._hang_up()
            turns = -1
        rung, self._turns = turns != self._turns or turns < 0, turns
        if rung:
            self._rung_at = self._clock()
            self._awake.set()
        return rung

    def rest(self) -> None:
        """Let DBOS's threads sleep until the bell is rung, unless that was just now."""
        if self._clock() - self._rung_at > AWAKE_S:
            self._awake.clear()

    def teach(self, events: Iterable[Event]) -> None:
        """Let whoever waits for one of ``events`` before looking again sleep on while there is nothing to see."""
        for stop in events:
            setattr(stop, "wait", self._patient(stop, stop.wait))  # noqa: B010, DBOS has no other way in

    def _patient(self, stop: Event, soon: Callable[[float | None], bool]) -> Callable[[float | None], bool]:
        def wait(timeout: float | None = None) -> bool:
            if timeout is None or not self.sleeps:
                return soon(timeout)
            if any(name in current_thread().name for name in UNNEEDED):
                return soon(max(timeout, ASLEEP_S))
            self._awake.wait(max(timeout, ASLEEP_S))
            return stop.is_set()
        return wait

    def _read(self) -> int:
        """Return the number of turns, past SQLAlchemy, which takes longer than the database."""
        if self._line is None:
            self._line = self._database.connect().execution_options(isolation_level="AUTOCOMMIT")
        cursor = self._line.connection.cursor()
        try:
            cursor.execute(TURNS)
            return int((cursor.fetchone() or (0,))[0])
        finally:
            cursor.close()

    def _errors(self) -> tuple[type[BaseException], ...]:
        dbapi = self._database.dialect.dbapi
        return (SQLAlchemyError, OSError, dbapi.Error) if dbapi else (SQLAlchemyError, OSError)

    def _hang_up(self) -> None:
        if self._line is not None:
            with suppress(*self._errors()):
                self._line.invalidate()
                self._line.close()
        self._line = None
