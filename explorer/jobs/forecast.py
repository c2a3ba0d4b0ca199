"""How long jobs will take and wait on this server, from a measured step and from what earlier jobs took.

A measured step tells how long the epochs take. Starting Python and PyTorch, opening the pictures and measuring at the
end come on top, and how much that is, is learned from the jobs that were done here.
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import inf
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING, Any

from explorer.jobs.records import read_starts
from explorer.jobs.turns import WaitingJob, due, in_turn
from explorer.runtime import run_files
from explorer.settings import settings

if TYPE_CHECKING:
    from dbos import WorkflowStatus

START_S = 12.0
"""What comes on top of the epochs before any job was done here, s; measured on two cores."""
UNKNOWN_S = 60.0
"""What a job takes of which nothing is known, s."""
LOOKED_AT = 12
"""Most earlier jobs that are learned from, the newest first."""
LEAST_PACE, MOST_PACE = 0.2, 5.0
"""What jobs took of what was measured for them: one that was disturbed does not spoil the forecasts."""
END_S = 2.0
"""From the last epoch to the end, s."""
LEARNED_S = 30.0
"""How often earlier jobs are looked at, s."""
FRESH_S = 2.0
"""How long a forecast is good for, s: all readers who wait share it."""


@dataclass(frozen=True, slots=True)
class Learned:
    """What earlier jobs tell about the next."""

    start_s: float = START_S
    """What comes on top of the epochs, s."""
    pace: float = 1.0
    """How long epochs take, as a share of what was measured for them."""
    usual_s: float = UNKNOWN_S
    """What a job takes in all, s."""

    def total(self, seconds: float | None) -> float:
        """Return how long a job takes in all, s, whose epochs take ``seconds`` as measured; None: not measured."""
        return self.usual_s if seconds is None else self.start_s + self.pace * seconds


def learned(root: Path) -> Learned:
    """Return what the newest jobs that were done in ``root`` tell; those that were broken off in between do not."""
    folders = sorted((folder for folder in root.glob("*") if (folder / run_files.RESULT).is_file()),
                     key=lambda folder: (folder / run_files.RESULT).stat().st_mtime, reverse=True)
    facts = [fact for folder in folders[:2 * LOOKED_AT] if (fact := _fact(folder))][:LOOKED_AT]
    paces = [min(MOST_PACE, max(LEAST_PACE, fact.pace)) for fact in facts if fact.pace is not None]
    if not facts:
        return Learned()
    return Learned(median(fact.start_s for fact in facts), median(paces) if paces else 1.0,
                   median(fact.total_s for fact in facts))


def starts_in(waiting: Sequence[tuple[str, float]], running: Sequence[tuple[str, float]], *, slots: int,
              each: int) -> list[float]:
    """Return when each waiting job will start, s from now.

    Args:
        waiting: reader of each job and how long it will run, s, in turn.
        running: reader of each job and how long it will still run, s.
        slots: how many run at once.
        each: how many of one reader run at once.
    """
    ends, left = list(running), dict(enumerate(waiting))
    found, now = [0.0] * len(waiting), 0.0
    while left:
        own = Counter(reader for reader, _ in ends)
        ready = next((place for place, (reader, _) in left.items() if own[reader] < each), None)
        if len(ends) < slots and ready is not None:
            reader, seconds = left.pop(ready)
            found[ready] = now
            ends.append((reader, now + seconds))
        else:
            first = min(ends, key=lambda end: end[1])
            ends.remove(first)
            now = max(now, first[1])
    return found


class Forecast:
    """When jobs that wait in ``root`` will start.

    Args:
        clock: monotonic, s.
    """

    def __init__(self, root: Path, clock: Callable[[], float] = time.monotonic) -> None:
        self.root, self._clock = root, clock
        self._learned: tuple[float, Learned] | None = None
        self._told: dict[tuple[Any, ...], tuple[float, list[float]]] = {}

    def learned(self) -> Learned:
        """Return what earlier jobs tell, looked up now and then."""
        now = self._clock()
        if self._learned is None or now - self._learned[0] > LEARNED_S:
            self._learned = now, learned(self.root)
        return self._learned[1]

    def in_turn(self, queue: Sequence[WorkflowStatus]) -> list[WorkflowStatus]:
        """Return the jobs that wait in the order in which they start."""
        told = self.learned()
        return [queue[place] for place in in_turn([self._turn(one, told) for one in queue])]

    def starts(self, queue: Sequence[WorkflowStatus], pending: Sequence[WorkflowStatus], workers: int) -> list[float]:
        """Return when each job of ``queue`` will start, s from now, if no shorter one comes.

        Args:
            queue: the jobs that wait, in turn.
            pending: those that run.
            workers: how many processes run jobs.
        """
        now = self._clock()
        self._told = {line: found for line, found in self._told.items() if now - found[0] <= FRESH_S}
        line = (workers, *(one.workflow_id for one in (*queue, *pending)), len(queue))
        if line not in self._told:
            told = self.learned()
            self._told[line] = now, self._starts([self._turn(one, told) for one in queue], pending, workers)
        return self._told[line][1]

    def outlook(self, queue: Sequence[WorkflowStatus], pending: Sequence[WorkflowStatus], workers: int,
                reader: str, seconds: float | None) -> tuple[float, float]:
        """Return how long a job that ``reader`` submits now will run in all, s, and when it will start, s from now.

        Args:
            queue, pending, workers: as for `starts`.
            seconds: how long its epochs take, as measured; None: not known.
        """
        told = self.learned()
        total = told.total(seconds)
        asked = WaitingJob(reader=reader, number=inf, due=self.due(reader, seconds, [*queue, *pending]), seconds=total)
        waiting = [*(self._turn(one, told) for one in queue), asked]
        order = in_turn(waiting)
        found = self._starts([waiting[place] for place in order], pending, workers)
        return total, found[order.index(len(queue))]

    def due(self, reader: str, seconds: float | None, known: Sequence[WorkflowStatus]) -> float:
        """Return when a job that ``reader`` submits now is due, s since 1970; ``known``: all that wait or run."""
        told = self.learned()
        own = [self._turn(one, told).due for one in known if one.authenticated_user == reader]
        return due(time.time(), told.total(seconds), own)

    def _starts(self, waiting: Sequence[WaitingJob], pending: Sequence[WorkflowStatus], workers: int) -> list[float]:
        told, limits = self.learned(), settings()
        running = [(one.authenticated_user or "", self._left(one, told)) for one in pending]
        slots = min(limits.jobs_running, max(1, workers) * limits.jobs_per_worker)
        return starts_in([(turn.reader, turn.seconds) for turn in waiting], running, slots=max(slots, len(running)),
                         each=min(limits.jobs_running_per_reader, limits.jobs_running))

    def _turn(self, one: WorkflowStatus, told: Learned) -> WaitingJob:
        left = self._left(one, told)
        noted = run_files.read_record(self.root / one.workflow_id / run_files.EXPECTED).get("due")
        return WaitingJob(reader=one.authenticated_user or "", number=one.priority or 0, seconds=left,
                    due=noted if isinstance(noted, int | float) else due((one.created_at or 0) / 1000, left))

    def _left(self, one: WorkflowStatus, told: Learned) -> float:
        """Return how long a job will still run, s."""
        folder = self.root / one.workflow_id
        if one.status == "PENDING":
            said = run_files.read_record(folder / run_files.PROGRESS).get("seconds_left")
            if isinstance(said, int | float):
                return float(said) + END_S
        expected = run_files.read_record(folder / run_files.EXPECTED).get("seconds")
        total = told.total(expected if isinstance(expected, int | float) else None)
        return max(END_S, total - read_starts(folder).seconds)


@dataclass(frozen=True, slots=True)
class _Fact:
    start_s: float
    pace: float | None
    total_s: float


def _fact(folder: Path) -> _Fact | None:
    """Return what a job took that was done at its first start; None of others."""
    try:
        return _read(folder, (folder / run_files.RESULT).stat().st_mtime_ns)
    except (OSError, KeyError, TypeError, ZeroDivisionError):
        return None


@lru_cache(maxsize=1024)
def _read(folder: Path, _changed: int) -> _Fact | None:
    starts = read_starts(folder)
    result: dict[str, Any] = run_files.read_record(folder / run_files.RESULT)
    planned = run_files.read_record(folder / run_files.PLAN).get("epochs")
    if starts.starts != 1 or starts.seconds < result["seconds"]:
        return None
    expected = run_files.read_record(folder / run_files.EXPECTED).get("seconds")
    pace = None if expected is None else result["seconds"] / (expected * result["epochs"] / planned)
    return _Fact(starts.seconds - result["seconds"], pace, starts.seconds)
