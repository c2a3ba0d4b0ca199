"""One thread that computes for all readers, on whichever device they ask for, behind a bounded queue.

Networks are shared and move between devices, so that no two threads may ever run them.
"""

from __future__ import annotations

import gc
import os
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future, TimeoutError as TooLate
from contextlib import contextmanager
from contextvars import ContextVar
from itertools import count
from queue import Full, PriorityQueue
from threading import Lock, Thread, current_thread
from typing import Any, TypeVar

import torch

from explorer.errors import BusyError, MemoryShortError, Message, message
from explorer.networks.inference.device import choose_device, cpu_text, device_text, usable_cpus, usable_devices
from explorer.runtime import DEVICE_REFUSED, DEVICE_TIMES
from explorer.settings import settings

T = TypeVar("T")
Work = Callable[[torch.device], T]
CPU = torch.device("cpu")
STANDS_BACK_S = 0.3
"""Pieces of long computations let others pass that came up to so much later, s."""
Waiting = tuple[float, int, Future[Any], Work[Any], torch.device]
"""When its turn is and its number; whose result, which work, and where."""


class Service:
    """Runs work on ``device`` unless another is asked for, one piece at a time, in the order in which it came.

    Pieces of a computation that takes long as a whole stand back a little: a page that asks for one pass waits for the
    piece that runs, and not for one of each reader who computes at length.

    Every rerun of a page is a new thread, and torch gives every thread that computes a team of its own; so all
    computing is done by this one thread. It is a daemon: it ends with the process.
    """

    def __init__(self, device: torch.device, *, queue: int, wait_s: float) -> None:
        self.device = device
        self.wait_s = wait_s
        self._now = device
        self._numbers = count()
        self._queue: PriorityQueue[Waiting] = PriorityQueue(maxsize=queue)
        self._thread = Thread(target=self._serve, name=f"device-{device}", daemon=True)
        self._thread.start()

    def run(self, work: Work[T], *, on: torch.device | None = None, long: bool = False) -> T:
        """Return what ``work(device)`` returns, computed on the service's thread.

        ``work`` may be called a second time, on the CPU, when the device has no memory left. Work that is asked for by
        other work is computed on the same device as that.

        Args:
            work: what to compute.
            on: where; default: the device of the service.
            long: it is one piece of many.

        Raises:
            BusyError: the queue is full, or there was no answer in time.
            MemoryShortError: there was no memory for it on the device nor on the CPU.
            Exception: whatever ``work`` raises.
        """
        if current_thread() is self._thread:
            return self._answer(work)
        device, future = on or self.device, Future[T]()
        try:
            turn = time.monotonic() + STANDS_BACK_S * long
            self._queue.put_nowait((turn, next(self._numbers), future, work, device))
        except Full:
            DEVICE_REFUSED.add(str(device))
            raise BusyError("{count} requests already wait for {device}, the most this server keeps. Try again in a "
                            "moment.", count=self._queue.maxsize, device=str(device)) from None
        try:
            return future.result(timeout=self.wait_s)
        except TooLate:
            # Cancelled, it is skipped when its turn comes. Done after all: just in time, or the work's own timeout.
            if not future.cancel() and future.done():
                return future.result()
        DEVICE_REFUSED.add(str(device))
        raise BusyError("{device} did not answer within {seconds:g} s, because others use it or the network is large. "
                        "Try again in a moment, or use a smaller input.", device=str(device), seconds=self.wait_s)

    def _serve(self) -> None:
        _settle_torch()
        while True:
            _turn, _number, future, work, self._now = self._queue.get()
            if future.set_running_or_notify_cancel():
                self._settle(future, work)
            del future, work  # the result must not stay alive until the next request

    def _settle(self, future: Future[T], work: Work[T]) -> None:
        began = time.perf_counter()
        try:
            future.set_result(self._answer(work))
        except BaseException as error:  # noqa: BLE001  the thread's edge: the caller gets whatever it is
            future.set_exception(error)
        DEVICE_TIMES.took(time.perf_counter() - began, str(self._now))

    def _answer(self, work: Work[T]) -> T:
        """Return the answer of the device, or of the CPU where the device is out of memory."""
        device = self._now
        if device.type != "cpu":
            try:
                return work(device)
            except (RuntimeError, MemoryError) as error:
                if not is_short_of_memory(error):
                    raise
            # Out here, so that the error and the tensors its traceback holds are gone.
            _free(device)
        try:
            return work(CPU)
        except (RuntimeError, MemoryError) as error:
            if not is_short_of_memory(error):
                raise
        gc.collect()
        raise MemoryShortError("There is not enough memory left to run this network. Use a smaller input or fewer "
                               "channels, or try again when others are done.")

    def where(self, device: torch.device) -> Message:
        """Return what to call the device that work was given, and why it is not the one asked for if it is not."""
        asked = self.asked()
        if device == asked:
            return device_text(device)
        return message("{cpu}, because {device} has no memory left", cpu=cpu_text(), device=str(asked))

    def asked(self) -> torch.device:
        """Return the device that is asked for here: by `on` around it, or on the service's thread by its work."""
        if current_thread() is self._thread:
            return self._now
        return _asked.get() or self.device


def is_short_of_memory(error: BaseException) -> bool:
    """Say whether ``error`` is torch's way to say that memory ran out; CPU and MPS have no class of their own."""
    words = str(error).lower()
    return (isinstance(error, torch.OutOfMemoryError | MemoryError)
            or "out of memory" in words or "can't allocate memory" in words)


def run(work: Work[T], *, long: bool = False) -> T:
    """Return what ``work(device)`` returns, computed on the thread of this process that does so.

    The device is that of the process, or the one named by `on` around the call. ``long``: this is one piece of many,
    which stands back a little for others.

    Raises:
        BusyError: the queue is full, or no answer within ``settings().wait_s``.
        MemoryShortError: no memory left on the device nor on the CPU.
        NetworkError: ``EXPLORER_DEVICE`` names a device that is not there.
    """
    return service().run(work, on=_asked.get(), long=long)


@contextmanager
def on(name: str | None) -> Iterator[None]:
    """Compute on the device called ``name`` whatever is asked for inside; on that of the process if it has none such.

    Args:
        name: one of :func:`explorer.networks.inference.device.usable_devices`, as text.
    """
    token = _asked.set(next((device for device in usable_devices() if str(device) == name), None))
    try:
        yield
    finally:
        _asked.reset(token)


def asked_device() -> torch.device:
    """Return the device that ``run`` computes on when it is called here."""
    return service().asked()


def where(device: torch.device) -> Message:
    """Return where work that was given ``device`` is computed, for pages: its name, and why if not the asked one."""
    return service().where(device)


def device_name() -> Message:
    """Return the name of the device that runs networks, for pages."""
    return where(asked_device())


_asked: ContextVar[torch.device | None] = ContextVar("device", default=None)
_starting = Lock()
_services: dict[str, Service] = {}


def service() -> Service:
    """Return the service of this process; the first call chooses the device and starts its thread."""
    with _starting:
        if "it" not in _services:
            _services["it"] = Service(choose_device(), queue=settings().queue, wait_s=settings().wait_s)
        return _services["it"]


def _settle_torch() -> None:
    if "OMP_NUM_THREADS" not in os.environ:
        torch.set_num_threads(usable_cpus())
    torch.backends.cudnn.allow_tf32 = False  # numbers on a GPU are those of a CPU, to float32 rounding


def _free(device: torch.device) -> None:
    gc.collect()
    if device.type == "cuda":
        torch.cuda.empty_cache()
    elif device.type == "mps":
        torch.mps.empty_cache()
