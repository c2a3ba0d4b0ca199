"""A thread that tells the other processes how this one is, and hears what an admin has switched.

It costs two short statements every few seconds, fewer where nobody is connected, and waits for nothing: while the
database is away it goes on in silence.
"""

from __future__ import annotations

import logging
import sqlite3
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from threading import Event, Thread

from sqlalchemy.exc import SQLAlchemyError

from explorer.monitoring import faults
from explorer.monitoring.processes import OwnStatus, empty_caches, new_name
from explorer.monitoring.status_book import StatusBook, server_book
from explorer.runtime import switches

BEAT_S = 5.0
IDLE_S = 20.0
"""Where nobody is connected, only each so often, s."""
FIRST_S = 2.0
"""The first page has the processors to itself until then, s."""
SWEEP_S = 60.0
EMPTIED = "caches_emptied"
"""The switch whose moment says when caches were to be emptied last."""
BROKEN = (SQLAlchemyError, OSError, sqlite3.Error)
LOG = logging.getLogger(__name__)


def nobody() -> Mapping[str, int]:
    """Return the readers of a process that has none."""
    return {}


def nothing() -> int:
    """Return the bytes of a process that keeps none."""
    return 0


@contextmanager
def heartbeat(kind: str = "app", readers: Callable[[], Mapping[str, int]] = nobody,
              photos: Callable[[], int] = nothing) -> Iterator[None]:
    """Tell the others how this process is while this lasts; count its errors meanwhile.

    Args:
        kind: ``app`` or ``worker``.
        readers: returns how many readers are connected, by page.
        photos: returns what readers' own photos take, bytes.
    """
    over = Event()
    switches.awaited()
    heart = Thread(target=_beat, args=(over, OwnStatus(kind, readers, photos)), name="heartbeat", daemon=True)
    heart.start()
    try:
        with faults.errors_noted():
            yield
    finally:
        over.set()
        heart.join(FIRST_S)


def _beat(over: Event, own: OwnStatus) -> None:
    over.wait(FIRST_S)
    heart = Heart(server_book(), own)
    while not over.is_set():
        heart.tick()
        over.wait(BEAT_S)
    heart.leave()


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
