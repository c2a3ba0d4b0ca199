"""Errors that nobody foresaw: which, where, how often. Nothing of a reader's: no message of an error, value or link.

They are counted in memory, equal ones together, and written down with the next heartbeat, so that a storm of errors
costs no more than a single one.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import sha256
from threading import Lock
from types import TracebackType

from explorer.runtime import places

MOST_PENDING = 50
"""Kinds of errors that wait to be written down; further ones are counted together, without their trace."""
LONGEST = 4000
"""Characters of a trace."""
OTHERS = "(others)"
NOTED = "explorer_noted"
"""Mark on an error that was counted."""


@dataclass(frozen=True, slots=True)
class FaultKind:
    """What makes two errors equal."""

    kind: str
    """The class of the error."""
    place: str
    """Where it was caught, such as ``page``, ``worker`` or a thread's name."""
    trace: str
    """File, line and function, one a line, the innermost last."""

    @property
    def key(self) -> str:
        """Return what tells this kind from others, 16 hexadecimal digits."""
        return sha256("\n".join((self.kind, self.place, self.trace)).encode()).hexdigest()[:16]


@dataclass(frozen=True, slots=True)
class Fault:
    """An error of the last hour, over all processes."""

    kind: str
    place: str
    trace: str
    count: int
    age_s: float
    """How long ago it came last, s."""


class FaultLog:
    """The errors of one process that are not written down yet."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._pending: dict[FaultKind, int] = {}

    def note(self, error: BaseException, place: str) -> None:
        """Count an error; the same object, on its way through several edges, is counted once."""
        if NOTED in vars(error):
            return
        vars(error)[NOTED] = True
        found = FaultKind(type(error).__name__, place[:60], shortened(error.__traceback__))
        with self._lock:
            self._add(found, 1)

    def take(self) -> dict[FaultKind, int]:
        """Return what was counted since the last time."""
        with self._lock:
            taken, self._pending = self._pending, {}
            return taken

    def give_back(self, taken: dict[FaultKind, int]) -> None:
        """Count again what could not be written down."""
        with self._lock:
            for found, count in taken.items():
                self._add(found, count)

    def _add(self, found: FaultKind, count: int) -> None:
        if found not in self._pending and len(self._pending) >= MOST_PENDING:
            found = FaultKind(OTHERS, "", "")
        self._pending[found] = self._pending.get(found, 0) + count


def shortened(trace: TracebackType | None) -> str:
    """Return the places of a trace, one a line: no path of this machine, no line of code, no value."""
    return "\n".join(places(trace))[-LONGEST:]


OWN = FaultLog()
"""The errors of this process."""


def note_error(error: BaseException, place: str) -> None:
    """Count an error that was caught at the edge called ``place``. It never raises."""
    OWN.note(error, place)


class FaultHandler(logging.Handler):
    """Counts what is logged with a trace."""

    def emit(self, record: logging.LogRecord) -> None:
        """Count the error of a record."""
        if record.exc_info and record.exc_info[1] is not None:
            note_error(record.exc_info[1], record.name)


@contextmanager
def errors_noted() -> Iterator[None]:
    """While this lasts, count what is logged with a trace, and what ends a thread."""
    handler, before = FaultHandler(logging.ERROR), threading.excepthook
    logging.getLogger().addHandler(handler)

    def ended(told: threading.ExceptHookArgs) -> None:
        if told.exc_value is not None and not issubclass(told.exc_type, SystemExit):
            note_error(told.exc_value, told.thread.name.rstrip("0123456789-") if told.thread else "")
        before(told)

    threading.excepthook = ended
    try:
        yield
    finally:
        threading.excepthook = before
        logging.getLogger().removeHandler(handler)
