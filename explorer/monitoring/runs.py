"""How long pages take to run: the last hour of this process, in classes of time, so that processes can be added up."""

from __future__ import annotations

import heapq
import math
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from threading import Lock
from typing import Any

from explorer.runtime import LOG, Times, is_json, new_id

FIRST_S, STEP = 0.002, 1.2
"""The first class ends at so many seconds; each further one is so many times as long: what is told is right to 10 %."""
LAST = 64
"""The class of all that took longer than four minutes."""
SLOT_S = 600.0
SLOTS = 6
"""An hour: so many whole slots are remembered beside the one that goes on."""
SLOWEST = 10
"""So many of the slowest runs are remembered, of each slot."""
SLOW_S = 2.0
"""A run that takes longer than this is written into the log, where that is JSON, s."""


@dataclass(frozen=True, slots=True, order=True)
class SlowRun:
    """A run that took long."""

    seconds: float
    page: str
    moment: float
    """When it ended, s since 1970."""


@dataclass(frozen=True, slots=True)
class PageRuns:
    """How long the runs of one page took in the last hour."""

    page: str
    runs: int
    p50_s: float
    p95_s: float


class RunTimes:
    """The runs of one process.

    Args:
        clock: monotonic, s.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._lock = Lock()
        self._slots: dict[int, tuple[Counter[tuple[str, int]], list[SlowRun]]] = {}

    def add(self, page: str, seconds: float) -> None:
        """Take down a run."""
        with self._lock:
            counts, slow = self._slots.setdefault(int(self._clock() // SLOT_S), (Counter(), []))
            counts[page, class_of(seconds)] += 1
            run = SlowRun(round(seconds, 3), page, time.time())
            (heapq.heappush if len(slow) < SLOWEST else heapq.heappushpop)(slow, run)

    def told(self) -> dict[str, Any]:
        """Return the last hour as plain JSON, which `page_runs` and `slowest` read."""
        with self._lock:
            oldest = int(self._clock() // SLOT_S) - SLOTS
            self._slots = {slot: found for slot, found in self._slots.items() if slot >= oldest}
            counts = sum((found[0] for found in self._slots.values()), Counter[tuple[str, int]]())
            slow = heapq.nlargest(SLOWEST, (run for found in self._slots.values() for run in found[1]))
        pages: dict[str, dict[str, int]] = {}
        for (page, number), count in sorted(counts.items()):
            pages.setdefault(page, {})[str(number)] = count
        return {"pages": pages, "slow": [[run.seconds, run.page, round(run.moment)] for run in slow]}


def class_of(seconds: float) -> int:
    """Return the number of the class that a time falls into, from 0."""
    return min(LAST, max(0, math.ceil(math.log(max(seconds, 1e-9) / FIRST_S, STEP))))


def middle_of(number: int) -> float:
    """Return the time in the middle of a class, s."""
    return FIRST_S * math.pow(STEP, number - 0.5)


def page_runs(told: Iterable[Mapping[str, Any]]) -> list[PageRuns]:
    """Return how long each page took, of what several processes told; the slowest page first."""
    pages: dict[str, Counter[int]] = {}
    for one in told:
        for page, counts in one.get("pages", {}).items():
            pages.setdefault(page, Counter()).update({int(number): count for number, count in counts.items()})
    found = [PageRuns(page, counts.total(), quantile(counts, 0.5), quantile(counts, 0.95))
             for page, counts in pages.items()]
    return sorted(found, key=lambda one: one.p95_s, reverse=True)


def quantile(counts: Mapping[int, int], share: float) -> float:
    """Return the time that so great a share of runs stayed within, s, to 10 %."""
    left = share * sum(counts.values())
    for number in sorted(counts):
        left -= counts[number]
        if left <= 0:
            return middle_of(number)
    return 0.0


def slowest(told: Iterable[Mapping[str, Any]]) -> list[SlowRun]:
    """Return the slowest runs of what several processes told, the slowest first."""
    found = (SlowRun(float(seconds), str(page), float(moment)) for one in told
             for seconds, page, moment in one.get("slow", ()))
    return heapq.nlargest(SLOWEST, found)


OWN = RunTimes()
"""The runs of this process."""
TIMES = Times("explorer_page_run_seconds", "How long whole runs of pages took.", ("page",))
"""The same for Prometheus, since the process began."""


def ran(page: str, seconds: float) -> None:
    """Take down that a run of ``page`` took so many seconds."""
    OWN.add(page, seconds)
    TIMES.took(seconds, page)
    if seconds >= SLOW_S and is_json():
        LOG.info("slow run", extra={"told": {"page": page, "seconds": round(seconds, 3), "request": new_id()}})


@contextmanager
def timed(page: str, began: float) -> Iterator[None]:
    """Take down a run of ``page`` that ends with this block, however it ends.

    Args:
        began: when the run began, by ``time.perf_counter``.
    """
    try:
        yield
    finally:
        ran(page, time.perf_counter() - began)
