"""Whose job starts next: short ones first, readers by turns, and nobody waits for ever.

Each job is given a moment at which it is due when it is submitted, and the one that is due first starts first. That is
twice the time that it will run after its submission, or after the moment at which its reader's job before it is due. So
a job lets shorter ones pass that are submitted within twice the time that it runs itself, and none that come later; and
five jobs of one reader stand behind the first ones of others. These are the finish tags of fair queueing.

Source:
    Demers, Keshav & Shenker (1989), Analysis and simulation of a fair queueing algorithm, SIGCOMM.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import inf

PATIENCE = 2.0
"""For how long a job lets shorter ones pass, as a multiple of the time that it runs. With 0 jobs start in the order of
their submission; where 24 short and 6 long ones are submitted within three minutes, that is 26 minutes for half of the
short ones instead of 6, and the long ones gain one minute of 45."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WaitingJob:
    """A job that waits.

    ``number``: of its submission; ``due``: s since 1970; ``seconds``: how long it will run, s.
    """

    reader: str
    number: float
    due: float
    seconds: float


def due(since: float, seconds: float, own: Iterable[float] = ()) -> float:
    """Return when a job is due, s since 1970.

    Args:
        since: when it was submitted, s since 1970.
        seconds: how long it will run, s.
        own: when its reader's other jobs that wait or run are due, s since 1970.
    """
    return max((since, *own)) + PATIENCE * seconds


def in_turn(waiting: Sequence[WaitingJob]) -> list[int]:
    """Return the places of ``waiting`` in the order in which they start, but for readers who have one that runs.

    Those of one reader start in the order of their submission.
    """
    moments: dict[int, float] = {}
    last: dict[str, float] = {}
    for place in sorted(range(len(waiting)), key=lambda place: waiting[place].number):
        reader = waiting[place].reader
        moments[place] = last[reader] = max(waiting[place].due, last.get(reader, -inf))
    return sorted(moments, key=lambda place: (moments[place], waiting[place].number))


def next_reader(readers: Sequence[str], running: Mapping[str, int], each: int) -> str | None:
    """Return whose job starts next: the first of those who may run another.

    Args:
        readers: of the jobs that wait, in turn.
        running: how many jobs of each reader run.
        each: how many of one reader run at once.
    """
    return next((reader for reader in readers if running.get(reader, 0) < each), None)
