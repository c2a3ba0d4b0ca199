"""One thread per device that computes for all readers, behind a bounded queue."""

from __future__ import annotations

import gc
import os
from collections.abc import Callable
from concurrent.futures import Future
from concurrent.futures import TimeoutError as TooLate
from queue import Full, Queue
from threading import Lock, Thread, current_thread
from typing import Any, TypeVar

import torch

from explorer.errors import BusyError, MemoryShortError, Message, message
from explorer.networks.device import choose_device, device_text, usable_cpus
from explorer.settings import settings

T = TypeVar("T")
Work = Callable[[torch.device], T]
CPU = torch.device("cpu")


class Service:
    """Runs work on one device, one piece at a time, in the order in which it was asked for.

    Every rerun of a page is a new thread, and torch gives every thread that computes a team of its own; so all
    computing is done by this one thread. It is a daemon: it ends with the process.
    """

    def __init__(self, device: torch.device, *, queue: int, wait_s: float) -> None:
        self.device = device
        self.wait_s = wait_s
        self._queue: Queue[tuple[Future[Any], Work[Any]]] = Queue(maxsize=queue)
        self._thread = Thread(target=self._serve, name=f"device-{device}", daemon=True)
        self._thread.start()

    def run(self, work: Work[T]) -> T:
        """Return what ``work(device)`` returns, computed on the device's thread.

        ``work`` may be called a second time, on the CPU, when the device has no memory left.

        Raises:
            BusyError: the queue is full, or there was no answer in time.
            MemoryShortError: there was no memory for it on the device nor on the CPU.
            Exception: whatever ``work`` raises.
        """
        if current_thread() is self._thread:
            return self._answer(work)
        future: Future[T] = Future()
        try:
            self._queue.put_nowait((future, work))
        except Full:
            raise BusyError("{count} requests already wait for {device}, the most this server keeps. Try again in a "
                            "moment.", count=self._queue.maxsize, device=str(self.device)) from None
        try:
            return future.result(timeout=self.wait_s)
        except TooLate:
            # Cancelled, it is skipped when its turn comes. Done after all: just in time, or the work's own timeout.
            if not future.cancel() and future.done():
                return future.result()
        raise BusyError("{device} did not answer within {seconds:g} s, because others use it or the network is large. "
                        "Try again in a moment, or use a smaller input.", device=str(self.device), seconds=self.wait_s)

    def _serve(self) -> None:
        _settle_torch()
        while True:
            future, work = self._queue.get()
            if future.set_running_or_notify_cancel():
                self._settle(future, work)
            del future, work  # the result must not stay alive until the next request

    def _settle(self, future: Future[T], work: Work[T]) -> None:
        try:
            future.set_result(self._answer(work))
        except BaseException as error:  # noqa: BLE001  the thread's edge: the caller gets whatever it is
            future.set_exception(error)

    def _answer(self, work: Work[T]) -> T:
        """Return the answer of the device, or of the CPU where the device is out of memory."""
        if self.device.type != "cpu":
            try:
                return work(self.device)
            except (RuntimeError, MemoryError) as error:
                if not is_short_of_memory(error):
                    raise
            # Out here, so that the error and the tensors its traceback holds are gone.
            _free(self.device)
        try:
            return work(CPU)
        except (RuntimeError, MemoryError) as error:
            if not is_short_of_memory(error):
                raise
        gc.collect()
        raise MemoryShortError("There is not enough memory left to run this network. Use a smaller input or fewer "
                               "channels, or try again when others are done.")

    def where(self, device: torch.device) -> Message:
        """Return what to call the device that work was given, and why it is not the chosen one if it is not."""
        if device == self.device:
            return device_text(device)
        return message("CPU, {threads} threads, because {device} has no memory left",
                       threads=torch.get_num_threads(), device=str(self.device))


def is_short_of_memory(error: BaseException) -> bool:
    """Say whether ``error`` is torch's way to say that memory ran out; CPU and MPS have no class of their own."""
    words = str(error).lower()
    return (isinstance(error, torch.OutOfMemoryError | MemoryError)
            or "out of memory" in words or "can't allocate memory" in words)


def run(work: Work[T]) -> T:
    """Return what ``work(device)`` returns, computed on the thread of the device of this process.

    Raises:
        BusyError: the queue is full, or no answer within ``settings().wait_s``.
        MemoryShortError: no memory left on the device nor on the CPU.
        NetworkError: ``EXPLORER_DEVICE`` names a device that is not there.
    """
    return service().run(work)


def where(device: torch.device) -> Message:
    """Return where work that was given ``device`` is computed, for pages: its name, and why if not the chosen one."""
    return service().where(device)


def device_name() -> Message:
    """Return the name of the device that runs networks, for pages."""
    return where(service().device)


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
