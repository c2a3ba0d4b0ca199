"""How long jobs of whole classes wait: arrivals made from a seed, started as the app's own queue starts them.

The order is not told again here: `explorer.jobs` says when a job is due and whose turn it is, and the limits are those
of the settings. What is left out: the 0.4 s between two looks at the queue, jobs that are stopped, and that the app
does not know beforehand to the second how long a training takes.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from heapq import heappop, heappush
from random import Random

from explorer.jobs import WaitingJob, due, in_turn, next_reader
from explorer.settings import settings

HOUR_S, MINUTE_S = 3600.0, 60.0
SHORT_S, LONG_S = (16.0, 40.0), (300.0, 600.0)
"""How long short and long trainings of a lesson run on two cores, s; any length between is as likely."""
LONG_SHARE = 0.2
"""Of a class, those who train long: a ResNet instead of a small network."""
BETWEEN_S = 60.0
"""A job is short below this, s."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrival:
    """A job that will be submitted: by whom, when, and how long it will run, s."""

    reader: str
    at: float
    seconds: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Served:
    """What became of a job. ``wait``: from its submission to its start, s; None: it was refused."""

    arrival: Arrival
    wait: float | None


def classes(size: int, hours: int, *, jobs: int = 1, minutes: float = 15, seed: int = 0) -> list[Arrival]:
    """Return what classes submit, one class after the other, each hour another.

    Args:
        size: students of a class.
        hours: how many classes.
        jobs: trainings of each student.
        minutes: within how many from the begin of the hour all are submitted.
        seed: of moments and lengths.
    """
    random, found = Random(seed), []
    long = round(LONG_SHARE * size)
    for hour in range(hours):
        for student in range(size):
            low, high = LONG_S if student < long else SHORT_S
            found += [Arrival(reader=f"{hour}/{student}", at=hour * HOUR_S + random.uniform(0, minutes * MINUTE_S),
                              seconds=random.uniform(low, high)) for _ in range(jobs)]
    return sorted(found, key=lambda one: one.at)


def served(arrivals: Sequence[Arrival], slots: int) -> list[Served]:
    """Return what becomes of jobs, in the order of ``arrivals``, which is that of their submission.

    Args:
        slots: how many run at once.
    """
    line = _Line(slots)
    for number, arrival in enumerate(arrivals):
        line.run_until(arrival.at)
        line.submit(number, arrival)
    line.run_until(float("inf"))
    return [Served(arrival=arrival, wait=line.waits.get(number)) for number, arrival in enumerate(arrivals)]


class _Line:
    """The jobs that wait and those that run."""

    def __init__(self, slots: int) -> None:
        limits = settings()
        self.slots, self.each = slots, min(limits.jobs_running_per_reader, limits.jobs_running)
        self.most, self.most_each = limits.jobs_queued, limits.jobs_queued_per_reader
        self.waiting: list[tuple[WaitingJob, float]] = []
        self.running: list[tuple[float, int, WaitingJob]] = []
        self.waits: dict[int, float] = {}

    def submit(self, number: int, arrival: Arrival) -> None:
        """Queue a job, unless too many wait."""
        own = [job.due for job in self._known() if job.reader == arrival.reader]
        waits = sum(job.reader == arrival.reader for job, _ in self.waiting)
        if len(self.waiting) >= self.most or waits >= self.most_each:
            return
        job = WaitingJob(reader=arrival.reader, number=number, seconds=arrival.seconds,
                         due=due(arrival.at, arrival.seconds, own))
        self.waiting.append((job, arrival.at))
        self._start(arrival.at)

    def run_until(self, moment: float) -> None:
        """Let jobs end, and others start in their place, up to a moment."""
        while self.running and self.running[0][0] <= moment:
            now, _number, _job = heappop(self.running)
            self._start(now)

    def _start(self, now: float) -> None:
        while self.waiting and len(self.running) < self.slots:
            order = [self.waiting[place] for place in in_turn([job for job, _ in self.waiting])]
            busy = Counter(job.reader for _end, _number, job in self.running)
            reader = next_reader([job.reader for job, _ in order], busy, self.each)
            if reader is None:
                return
            job, since = next(one for one in order if one[0].reader == reader)
            self.waiting.remove((job, since))
            self.waits[int(job.number)] = now - since
            heappush(self.running, (now + job.seconds, int(job.number), job))

    def _known(self) -> list[WaitingJob]:
        return [*(job for job, _ in self.waiting), *(job for _end, _number, job in self.running)]
