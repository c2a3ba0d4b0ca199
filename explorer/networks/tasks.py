"""Long computations off the page's thread: with progress, intermediate pictures, and a way to stop."""

from __future__ import annotations

import time
from collections import OrderedDict
from collections.abc import Callable, Hashable
from contextvars import copy_context
from dataclasses import fields, is_dataclass
from functools import cache
from threading import Event, Lock, Thread
from typing import Any, Generic, Literal, Protocol, TypeVar

import numpy as np
from numpy.typing import NDArray

from explorer.errors import BusyError, ExplorerError, Message, NetworkError
from explorer.networks.kept import Kept
from explorer.settings import settings

T = TypeVar("T")
State = Literal["running", "done", "failed", "cancelled"]
KEPT_BYTES = 128 * 2**20
"""Results are kept up to this many bytes together."""
KEPT_BROKEN = 64
"""So many of the last failed and cancelled tasks are remembered."""


class Cancelled(Exception):  # noqa: N818  nothing went wrong
    """The reader no longer wants the result."""


class Report(Protocol):
    """How work says how far it is."""

    def __call__(self, share: float, note: Message | None = None, picture: NDArray[Any] | None = None) -> None:
        """Tell the ``share`` that is done, 0 to 1, what comes next, and what there is to see; None: as before.

        Raises:
            Cancelled: stop now.
        """


def ignore(share: float, note: Message | None = None, picture: NDArray[Any] | None = None) -> None:
    """Take a report that nobody wants."""


class Task(Generic[T]):
    """A computation that runs on a thread of its own. All attributes may be read at any time, from any thread."""

    def __init__(self) -> None:
        self.state: State = "running"
        self.share = 0.0
        """How much is done, 0 to 1."""
        self.note: Message | None = None
        """What it does now."""
        self.picture: NDArray[Any] | None = None
        """Intermediate result."""
        self.result: T | None = None
        self.error: ExplorerError | None = None
        """Why it failed."""
        self._start, self._end = time.monotonic(), 0.0
        self._stop, self.over = Event(), Event()

    @property
    def seconds(self) -> float:
        """For how long it has run, s."""
        return (self._end or time.monotonic()) - self._start

    def cancel(self) -> None:
        """Stop it, for everybody who waits for it, at its next report."""
        self._stop.set()

    def wait(self, timeout_s: float | None = None) -> bool:
        """Wait until it is over, and say whether it is."""
        return self.over.wait(timeout_s)

    def report(self, share: float, note: Message | None = None, picture: NDArray[Any] | None = None) -> None:
        """Take down how far the work is; see :class:`Report`."""
        if self._stop.is_set():
            raise Cancelled
        self.share = min(1.0, max(0.0, share))
        self.note = note or self.note
        self.picture = self.picture if picture is None else picture

    def run(self, work: Callable[[Report], T]) -> None:
        """Do the ``work`` on this thread. What nobody foresaw goes on to the thread's end, which logs it."""
        state: State = "failed"
        error: ExplorerError | None = NetworkError("The computation broke down on this server. Its log says why.")
        try:
            self.result = work(self.report)
            state, error = "done", None
        except Cancelled:
            state, error = "cancelled", None
        except ExplorerError as known:
            error = known
        finally:
            self.share = 1.0 if state == "done" else self.share
            self._end = time.monotonic()
            self.error, self.state = error, state


class Tasks:
    """The tasks of a server, at most ``most`` at once; results stay as long as they fit into ``room`` bytes."""

    def __init__(self, most: int, room: int = KEPT_BYTES) -> None:
        self.most = most
        self._lock = Lock()
        self._running: dict[Hashable, Task[Any]] = {}
        self._broken: OrderedDict[Hashable, Task[Any]] = OrderedDict()
        self._done: Kept[Hashable, Task[Any]] = Kept(room, lambda task: bytes_of(task.result) + bytes_of(task.picture))

    def find(self, key: Hashable) -> Task[Any] | None:
        """Return the task called ``key`` that runs, is kept, or broke off last; None if there is none."""
        with self._lock:
            return self._running.get(key) or self._done.find(key) or self._broken.get(key)

    def start(self, key: Hashable, work: Callable[[Report], T]) -> Task[T]:
        """Return the task called ``key``; start it unless it runs or its result is kept.

        Raises:
            BusyError: as many run as may.
        """
        with self._lock:
            known = self._running.get(key) or self._done.find(key)
            if known is not None and known.state in ("running", "done"):
                return known
            if len(self._running) >= self.most:
                raise BusyError("{count} long computations run on this server, as many as it allows. Try again when "
                                "one of them is over.", count=self.most)
            self._broken.pop(key, None)
            task: Task[T] = Task()
            self._running[key] = task
        # In the context of whoever starts it, which says for example on which device they want it computed.
        Thread(target=copy_context().run, args=(self._run, key, task, work), name=f"task-{key}"[:60],
               daemon=True).start()
        return task

    def _run(self, key: Hashable, task: Task[T], work: Callable[[Report], T]) -> None:
        try:
            task.run(work)
        finally:
            self._file(key, task)
            task.over.set()

    def _file(self, key: Hashable, task: Task[Any]) -> None:
        with self._lock:
            if self._running.get(key) is task:  # not one that was started since it broke off
                del self._running[key]
            if task.state == "done":
                self._done.get(key, lambda: task)
                return
            self._broken[key] = task
            while len(self._broken) > KEPT_BROKEN:
                self._broken.popitem(last=False)


def bytes_of(value: object) -> int:
    """Return how many bytes the arrays in ``value`` hold; it looks into tuples, lists and dataclasses."""
    if isinstance(value, np.ndarray):
        return value.nbytes
    if isinstance(value, tuple | list):
        return sum(map(bytes_of, value))
    if is_dataclass(value):
        return sum(bytes_of(getattr(value, entry.name)) for entry in fields(value))
    return 64


def start(key: Hashable, work: Callable[[Report], T]) -> Task[T]:
    """Return the task of this server called ``key``; start it unless it runs or its result is kept.

    The key must name everything the result depends on, so that readers who ask for the same share it.

    Args:
        key: for example ``("occlusion", network.number, digest of the image, window)``.
        work: called with ``report`` on a thread of its own. It calls ``report`` often, which raises ``Cancelled`` when
            nobody wants the result. It computes through :func:`explorer.networks.run` only, in pieces well under 1 s,
            so that others are served in between.

    Raises:
        BusyError: ``settings().tasks`` run already.
    """
    return _tasks().start(key, work)


def find(key: Hashable) -> Task[Any] | None:
    """Return the task of this server called ``key`` that runs, is kept, or broke off last; None if there is none."""
    return _tasks().find(key)


@cache
def _tasks() -> Tasks:
    return Tasks(settings().tasks)
