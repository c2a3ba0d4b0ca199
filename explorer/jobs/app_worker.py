"""A worker beside the app: started with it in the background, started again when it dies, ended with it."""

from __future__ import annotations

import logging
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Event, Thread

from explorer.jobs.paths import ROOT, environment
from explorer.settings import settings

WORKER = (sys.executable, "-m", "explorer.jobs.worker", "--beside-app")
PAUSES_S = (0.5, 1, 2, 5, 10, 30)
"""How long to wait before each further start of a worker that dies at once, s."""
FIRST_S = 3.0
"""How long the first worker waits: until then the first page has the processors to itself, s."""
STEADY_S = 60.0
POLL_S = 1.0
"""How soon it is seen that a worker has died, s. An idle app wakes up for this alone."""
END_S = 10.0
LOG = logging.getLogger(__name__)


@contextmanager
def worker_beside() -> Iterator[None]:
    """Keep a worker running, unless ``EXPLORER_WORKER`` says that others do."""
    if settings().worker == "external":
        yield
        return
    stop = Event()
    thread = Thread(target=keep, args=(stop,), name="worker", daemon=True)
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join()


def keep(stop: Event) -> None:
    """Start a worker, and another whenever it has died, until ``stop`` is set."""
    deaths = 0
    stop.wait(FIRST_S)
    while not stop.is_set():
        began = time.monotonic()
        worker = subprocess.Popen(WORKER, stdin=subprocess.PIPE, cwd=ROOT, env=environment(), start_new_session=True)
        while worker.poll() is None and not stop.wait(POLL_S):
            pass
        if stop.is_set():
            _end(worker)
            return
        deaths = 0 if time.monotonic() - began > STEADY_S else deaths + 1
        LOG.warning("The worker ended with code %s and is started again", worker.returncode)
        stop.wait(PAUSES_S[min(deaths, len(PAUSES_S)) - 1] if deaths else 0)


def _end(worker: subprocess.Popen[bytes]) -> None:
    """Ask the worker to end by closing its standard input; insist after a while."""
    try:
        worker.communicate(timeout=END_S)
    except subprocess.TimeoutExpired:
        worker.kill()
        worker.communicate()
