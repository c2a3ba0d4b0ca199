"""Whether this process can serve: its database answers, a worker is alive, there is room, and it is not about to end.

Asked once a second or more often by whoever sends readers to it. What was found a moment ago is said again, and a
database that hangs is not waited for.
"""

from __future__ import annotations

import logging
import os
import shutil
import signal
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from functools import cache
from threading import Event, Lock, Thread, current_thread, main_thread
from types import FrameType

from explorer import jobs
from explorer.monitoring.job_line import worker_beats
from explorer.runtime import Times
from explorer.settings import settings

KEPT_S = 1.0
"""For how long an answer is said again, s."""
PATIENCE_S = 1.5
"""How long an answer is waited for, s."""
STUCK_S = 60.0
"""A look that takes longer than this is given up and taken again, s."""
SILENT_S = 20.0
"""A worker that does not count up for so long is dead, as other workers judge it, s."""
STARTING_S = 30.0
"""How long a worker beside the app may take until it is there, s."""
LEAST_FREE = 64 * 2**20
"""With less room than this on the disk, bytes, readers are sent elsewhere, before the jobs themselves pause."""
OK = "ok"
LATENCY = Times("explorer_database_seconds", "How long a small question to the database took.")
LOG = logging.getLogger(__name__)
Beats = Mapping[str, int]


class Health:
    """Looks at parts of the server, each on a thread of its own.

    Args:
        checks: by the part's name, what looks at it and returns `OK`, or in a few words what is wrong.
        known: the same of parts that need no look: what they say follows from what the others saw.
        clock: monotonic, s.
    """

    def __init__(self, checks: Mapping[str, Callable[[], str]], known: Mapping[str, Callable[[], str]] | None = None,
                 clock: Callable[[], float] = time.monotonic, patience_s: float = PATIENCE_S) -> None:
        self._looks = {name: _Look(name, check, clock) for name, check in checks.items()}
        self._known, self._patience_s = known or {}, patience_s
        self.leaving = False
        """Whether this process is about to end."""

    def parts(self) -> dict[str, str]:
        """Return `OK`, or what is wrong, by part. It takes at most ``patience_s``, s, whatever hangs."""
        deadline = time.monotonic() + self._patience_s
        for look in self._looks.values():
            look.begin()
        found = {name: look.answer(deadline) for name, look in self._looks.items()}
        found |= {name: says() for name, says in self._known.items()}
        return found | {"process": "is about to end" if self.leaving else OK}


class _Look:
    """The last look at one part, and the one that is taken now."""

    def __init__(self, name: str, check: Callable[[], str], clock: Callable[[], float]) -> None:
        self._name, self._check, self._clock = name, check, clock
        self._lock = Lock()
        self._over = Event()
        self._over.set()
        self._begun, self._number = -float("inf"), 0
        self._says = "was not looked at"

    def begin(self) -> None:
        """Look, unless that was done a moment ago or is being done."""
        with self._lock:
            since = self._clock() - self._begun
            if since < (KEPT_S if self._over.is_set() else STUCK_S):
                return
            self._begun, self._over, self._number = self._clock(), Event(), self._number + 1
            Thread(target=self._take, args=(self._number, self._over), name=f"look-{self._name}", daemon=True).start()

    def answer(self, deadline: float) -> str:
        """Return what was found, or that nothing was by ``deadline``, s by the monotonic clock."""
        return self._says if self._over.wait(max(0.0, deadline - time.monotonic())) else "does not answer"

    def _take(self, number: int, over: Event) -> None:
        try:
            says = self._check()
        except Exception as error:  # A look that fails is an answer, whatever the reason.
            says = f"failed with {type(error).__name__}"
            if says != self._says:
                LOG.warning("The %s of this server is not well", self._name, exc_info=True)
        with self._lock:
            if number == self._number:  # not one that was given up
                self._says = says
        over.set()


class Workers:
    """Which workers are alive, by whether their numbers grow. No two clocks are compared.

    Args:
        beside: whether the app starts one itself, which takes a while.
        clock: monotonic, s.
    """

    def __init__(self, beside: bool, clock: Callable[[], float] = time.monotonic) -> None:
        self._beside, self._clock = beside, clock
        self._began = clock()
        self._grew: dict[str, tuple[int, float]] = {}

    def see(self, beats: Beats) -> None:
        """Take down the numbers as the database has them."""
        now, known = self._clock(), self._grew
        self._grew = {name: known[name] if name in known and known[name][0] == count else (count, now)
                      for name, count in beats.items()}

    def alive(self) -> int:
        """Return how many have counted up lately."""
        return sum(self._clock() - grew < SILENT_S for _count, grew in self._grew.values())

    def check(self) -> str:
        """Return `OK`, or what is wrong."""
        if self.alive():
            return OK
        if self._beside and self._clock() - self._began < STARTING_S:
            return OK  # It is being started.
        return "no worker is alive"


@cache
def health() -> Health:
    """Return the health of this process."""
    found = workers()

    def database() -> str:
        began = time.perf_counter()
        found.see(worker_beats(jobs.database_url()))
        LATENCY.took(time.perf_counter() - began)
        return OK

    return Health({"database": database, "disk": check_disk}, {"worker": found.check})


@cache
def workers() -> Workers:
    """Return the workers that this process knows of. Their numbers come with each look at the database."""
    return Workers(settings().worker == "app")


def check_disk() -> str:
    """Return `OK`, or what is wrong with the data folder."""
    folder = jobs.jobs_folder().parent
    if not os.access(folder, os.W_OK | os.X_OK):
        return "the data folder cannot be written to"
    return OK if shutil.disk_usage(folder).free >= LEAST_FREE else "the disk is full"


@contextmanager
def leaving_is_told(told: Health | None = None) -> Iterator[None]:
    """While this lasts, a signal to end is first noted by `health`, then does what it did before."""
    told = told or health()
    if current_thread() is not main_thread():  # Only there can signals be asked for.
        yield
        told.leaving = True
        return
    before = {number: signal.getsignal(number) for number in (signal.SIGTERM, signal.SIGINT)}

    def leave(number: int, frame: FrameType | None) -> None:
        told.leaving = True
        usual = before[signal.Signals(number)]
        if callable(usual):
            usual(number, frame)
        elif usual == signal.SIG_DFL:
            signal.signal(number, usual)
            signal.raise_signal(number)

    for number in before:
        signal.signal(number, leave)
    try:
        yield
    finally:
        told.leaving = True
        for number, usual in before.items():
            signal.signal(number, usual)
