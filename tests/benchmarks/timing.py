"""Time work: the shortest of some rounds, that is, what the machine can, not what else it does."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

Work = Callable[[], Any]


def nothing() -> None:
    """Do nothing."""


def timed(work: Work) -> tuple[float, Any]:
    """Return how long ``work()`` took, s, and what it returned, which is freed only after the clock has stopped."""
    began = time.perf_counter()
    found = work()
    return time.perf_counter() - began, found


def seconds(work: Work) -> float:
    """Return how long ``work()`` took, s."""
    return timed(work)[0]


def best(work: Work, rounds: int, *, before: Work = nothing) -> float:
    """Return the shortest time of ``work()``, s; ``before()`` is not timed."""
    found = []
    for _ in range(rounds):
        before()
        found.append(seconds(work))
    return min(found)


def in_turn(*works: Work, rounds: int) -> tuple[list[float], list[Any]]:
    """Return the shortest time of each work, s, and what each returned last; they take turns, after one to warm up."""
    for work in works:
        work()
    found = [[timed(work) for work in works] for _ in range(rounds)]
    return [min(time for time, _ in column) for column in zip(*found, strict=True)], [last for _, last in found[-1]]
