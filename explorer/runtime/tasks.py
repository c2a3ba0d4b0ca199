"""Long work off the page's thread: with progress, intermediate pictures, and a way to stop."""

from __future__ import annotations

import time
from collections import OrderedDict
from collections.abc import Callable, Hashable
from contextvars import copy_context
from functools import cache
from math import inf
from threading import Event, Lock, Thread
from typing import Any, Generic, Literal, Protocol, TypeVar

from numpy.typing import NDArray

from explorer.errors import BusyError, ExplorerError, Message, NetworkError, message
from explorer.runtime.arrays import bytes_of
from explorer.runtime.cache import Cache
from explorer.settings import settings

T = TypeVar("T")
TaskState = Literal["running", "done", "failed", "cancelled"]
KEPT_BYTES = 128 * 2**20
"""Results are kept up to this many bytes together."""
COMPUTATION = message("The computation")
KEPT_BROKEN = 64
"""So many of the last failed and cancelled tasks are remembered."""
AWAY_S = 120.0
"""Who has not looked at a task for so long does not keep it from being stopped: their page may be closed."""


class Cancelled(Exception):  # noqa: N818  nothing went wrong
    """The reader no longer wants the result."""


class OnProgress(Protocol):
    """How work says how far it is."""

    def __call__(self, share: float, note: Message | None = None, picture: NDArray[Any] | None = None) -> None:
        """Tell the ``share`` that is done, 0 to 1, what comes next, and what there is to see; None: as before.

        Raises:
            Cancelled: stop now.
        """


def ignore(share: float, note: Message | None = None, picture: NDArray[Any] | None = None) -> None:
    """Take a report that nobody wants."""


class Task(Generic[T]):
    """Work that runs on a thread of its own. All attributes may be read at any time, from any thread.

    Readers who ask for the same share it. Each may cancel it for themselves; once one of them has, it stops as soon as
    no other waits for it.

    Args:
        title: what errors call it.
        away_s: it also stops once no reader has looked at it for so long, s; None: it goes on unseen.
    """

    def __init__(self, title: Message = COMPUTATION, *, away_s: float | None = None) -> None:
        self.title, self._away_s = title, away_s
        self.state: TaskState = "running"
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
        self.over = Event()
        self._lock = Lock()
        self._looked: dict[str, float] = {}  # when each reader looked at it last, s
        self._left: set[str] = set()
        self._stopped = False

    @property
    def seconds(self) -> float:
        """For how long it has run, s."""
        return (self._end or time.monotonic()) - self._start

    def join(self, reader: str) -> bool:
        """Let ``reader`` wait for it, even if they cancelled it before; say no where it is too late."""
        with self._lock:
            if self._stopped or self.state != "running":
                return False
            self._left.discard(reader)
            self._looked[reader] = time.monotonic()
            return True

    def watch(self, reader: str) -> bool:
        """Note that ``reader`` looks at it and waits; say no where they have cancelled it."""
        with self._lock:
            if reader in self._left:
                return False
            self._looked[reader] = time.monotonic()
            return True

    def cancel(self, reader: str = "") -> None:
        """Let go of it for ``reader``; it stops at its next report unless others wait for it."""
        with self._lock:
            self._left.add(reader)
            self._looked.pop(reader, None)

    def wait(self, timeout_s: float | None = None) -> bool:
        """Wait until it is over, and say whether it is."""
        return self.over.wait(timeout_s)

    def outcome(self) -> T:
        """Wait until it is over and return what came out.

        Raises:
            ExplorerError: why it failed, or that it was cancelled.
        """
        self.wait()
        if self.state != "done":
            raise self.error or NetworkError("{work} was cancelled. Start it again when you need it.", work=self.title)
        return self.result  # type: ignore[return-value]  # done: there is one

    def report(self, share: float, note: Message | None = None, picture: NDArray[Any] | None = None) -> None:
        """Take down how far the work is; see :class:`OnProgress`."""
        if self._is_unwanted():
            raise Cancelled
        self.share = min(1.0, max(0.0, share))
        self.note = note or self.note
        self.picture = self.picture if picture is None else picture

    def _is_unwanted(self) -> bool:
        with self._lock:
            lately = time.monotonic() - (self._away_s or AWAY_S)
            waits = any(looked > lately for looked in self._looked.values())
            may_stop = bool(self._left) or self._away_s is not None
            self._stopped = self._stopped or (may_stop and not waits)
            return self._stopped

    def run(self, work: Callable[[OnProgress], T]) -> None:
        """Do the ``work`` on this thread. What nobody foresaw goes on to the thread's end, which logs it."""
        state: TaskState = "failed"
        error: ExplorerError | None = NetworkError("{work} broke down on this server. Its log says why.",
                                                   work=self.title)
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
    """Tasks by name, at most ``most`` at once; results stay as long as they fit into ``most_bytes`` bytes."""

    def __init__(self, most: float = inf, most_bytes: int = KEPT_BYTES) -> None:
        self.most = most
        self._lock = Lock()
        self._running: dict[Hashable, Task[Any]] = {}
        self._broken: OrderedDict[Hashable, Task[Any]] = OrderedDict()
        self._done: Cache[Hashable, Task[Any]] = Cache(
            most_bytes, lambda task: bytes_of(task.result) + bytes_of(task.picture))

    def find(self, key: Hashable) -> Task[Any] | None:
        """Return the task called ``key`` that runs, is kept, or broke off last; None if there is none."""
        with self._lock:
            return self._running.get(key) or self._done.find(key) or self._broken.get(key)

    def start(self, key: Hashable, work: Callable[[OnProgress], T], reader: str = "",
              title: Message = COMPUTATION) -> Task[T]:
        """Return the task called ``key``, for which ``reader`` waits; start it unless it runs or its result is kept.

        Raises:
            BusyError: as many run as may.
        """
        with self._lock:
            known = self._running.get(key) or self._done.find(key)
            if known is not None and (known.join(reader) or known.state == "done"):
                return known
            if len(self._running) >= self.most:
                raise BusyError("{count} long computations run on this server, as many as it allows. Try again when "
                                "one of them is over.", count=self.most)
            self._broken.pop(key, None)
            task: Task[T] = Task(title)
            task.join(reader)
            self._running[key] = task
        # In the context of whoever starts it, which says for example on which device they want it computed.
        Thread(target=copy_context().run, args=(self._run, key, task, work), name=f"task-{key}"[:60],
               daemon=True).start()
        return task

    def _run(self, key: Hashable, task: Task[T], work: Callable[[OnProgress], T]) -> None:
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


def start(key: Hashable, work: Callable[[OnProgress], T], reader: str = "") -> Task[T]:
    """Return the task of this server called ``key``; start it unless it runs or its result is kept.

    The key must name everything the result depends on, so that readers who ask for the same share it.

    Args:
        key: for example ``("occlusion", network.number, digest of the image, window)``.
        work: called with ``report`` on a thread of its own. It calls ``report`` often, which raises ``Cancelled`` when
            nobody wants the result. Networks it runs through :func:`explorer.networks.run` only, in pieces well under
            1 s, so that others are served in between.
        reader: who waits for it, by a name of their own; empty: whoever the server starts it for. Who shows it to
            them calls ``Task.watch`` every now and then, more often than every ``AWAY_S``.

    Raises:
        BusyError: ``settings().tasks`` run already.
    """
    return _tasks().start(key, work, reader)


def find(key: Hashable) -> Task[Any] | None:
    """Return the task of this server called ``key`` that runs, is kept, or broke off last; None if there is none."""
    return _tasks().find(key)


@cache
def _tasks() -> Tasks:
    return Tasks(settings().tasks)
