"""What a process tells the others, beat by beat, and what it hears: which switches an admin has moved.

It costs two short statements every few seconds, fewer where nobody is connected, and waits for nothing: while the
database is away it goes on in silence.
"""

from __future__ import annotations

import logging
import sqlite3
import time
from collections.abc import Callable
from contextlib import suppress

from sqlalchemy.exc import SQLAlchemyError

from explorer.errors import ExplorerError
from explorer.monitoring import faults
from explorer.monitoring.processes import OwnStatus, empty_caches, new_name
from explorer.monitoring.status_book import StatusBook
from explorer.runtime import heap, switches

IDLE_S = 20.0
"""Where nobody is connected, only each so often, s."""
SWEEP_S = 60.0
EMPTIED = "caches_emptied"
"""The switch whose moment says when caches were to be emptied last."""
BROKEN = (SQLAlchemyError, OSError, sqlite3.Error, ExplorerError)
LOG = logging.getLogger(__name__)


class Heart:
    """What one process writes into the book, tick by tick.

    Args:
        clock: monotonic, s.
    """

    def __init__(self, book: StatusBook, own: OwnStatus, clock: Callable[[], float] = time.monotonic) -> None:
        self.book, self.own, self._clock = book, own, clock
        self.name = new_name()
        self._beaten = self._swept = -SWEEP_S
        self._emptied: float | None = None
        self._is_away = False

    def tick(self) -> None:
        """Write into the book where it is time to, and follow its switches."""
        try:
            if self._is_due():
                self._beaten = self._clock()
                self._beat()
                if self._is_away:
                    LOG.warning("The database is back")
                self._is_away = False
        except BROKEN as error:
            if not self._is_away:
                LOG.warning("This process cannot tell how it is: %s", str(error).partition("\n")[0])
            self._is_away = True
        except Exception:  # a thread's edge: whatever it was, the next tick tries again
            LOG.exception("This process cannot tell how it is; tried again soon")
        switches.heard()

    def leave(self) -> None:
        """Take this process off the list."""
        with suppress(*BROKEN):
            self.book.leave(self.name)

    def _is_due(self) -> bool:
        return bool(self.own.readers()) or self._clock() - self._beaten >= IDLE_S

    def _beat(self) -> None:
        taken = faults.OWN.take()
        try:
            found = self.book.beat(self.name, self.own.told(), taken)
        except BROKEN:
            faults.OWN.give_back(taken)
            raise
        switches.follow({name: state for name, (state, _moment) in found.items()})
        emptied = found.get(EMPTIED, ("", 0.0))[1]
        if self._emptied is not None and emptied > self._emptied:
            empty_caches()
        self._emptied = emptied
        if self._clock() - self._swept >= SWEEP_S:
            self._swept = self._clock()
            self.book.sweep()
            heap.trim()
