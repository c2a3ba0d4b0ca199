"""Stacks that students handed in, ranked by a goal: small and still good enough, or small and still seeing far."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from explorer.graph import Report, field_lessons

Goal = Literal["accuracy", "field"]
"""``accuracy``: fewest parameters that reach a share of digits; ``field``: fewest whose field is so large."""
DIGITS_REACHED = 0.98
FIELD_REACHED = 31
"""What the goals ask for at first: share of test pictures, and px."""


@dataclass(frozen=True, slots=True, kw_only=True)
class HandedStack:
    """A stack that was handed in.

    Attributes:
        number: of the hand-in.
        nickname: of its student.
        params: learned values; None: a layer does not fit.
        field: px that a unit of its last convolution sees; 0: it has none.
        accuracy: share of the test pictures of digits that the best training of it got right; None: none is done.
        waits: whether a training of it waits or runs.
    """

    number: int
    nickname: str
    params: int | None
    field: int = 0
    accuracy: float | None = None
    waits: bool = False

    def measured(self, goal: Goal) -> float | None:
        """Return what the goal looks at: a share, or px; None: not known."""
        if self.params is None:
            return None
        return self.accuracy if goal == "accuracy" else self.field


@dataclass(frozen=True, slots=True)
class RankedStack:
    """A stack and its place; equal ones share a place, and those that miss the goal have none."""

    stack: HandedStack
    place: int | None


def ranked(stacks: Iterable[HandedStack], goal: Goal, least: float) -> tuple[RankedStack, ...]:
    """Return the best stack of each student, the smallest first that reach the goal, then those closest to it.

    Args:
        least: what is to be reached: a share of pictures, 0 to 1, or px.
    """
    best: dict[str, HandedStack] = {}
    for stack in stacks:
        best[stack.nickname] = min(stack, best.get(stack.nickname, stack), key=lambda one: _order(one, goal, least))
    ordered = sorted(best.values(), key=lambda one: _order(one, goal, least))
    sizes = [stack.params for stack in ordered if _reaches(stack, goal, least)]
    return tuple(RankedStack(stack, sizes.index(stack.params) + 1 if place < len(sizes) else None)
                 for place, stack in enumerate(ordered))


def field_of(report: Report) -> int:
    """Return the field that books give a network, px: of its last convolution; 0: it has none."""
    row = field_lessons.last_field(report)
    return min(one.size for one in row.fields) if row and row.fields else 0


def best_accuracy(done: Sequence[float | None]) -> float | None:
    """Return the best of what trainings reached; None: none is done."""
    return max((share for share in done if share is not None), default=None)


def _reaches(stack: HandedStack, goal: Goal, least: float) -> bool:
    measured = stack.measured(goal)
    return measured is not None and measured >= least


def _order(stack: HandedStack, goal: Goal, least: float) -> tuple[float, ...]:
    """Return by what stacks are ordered: those that reach the goal by size, others by how much they miss."""
    measured = stack.measured(goal)
    if measured is not None and measured >= least:
        return (0, stack.params or 0, stack.number)
    return (1, -measured if measured is not None else 1, stack.number)
