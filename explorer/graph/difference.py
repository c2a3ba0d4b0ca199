"""Two networks beside each other: which layer stands in whose place, and what is different there.

Layers are paired in the order of both networks, so that as many as possible of one name, one kind and one family meet.
This is the alignment of Needleman & Wunsch (1970) without a price for gaps.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Literal, TypeVar

from explorer.graph.layers.incomplete import given_to, kind_of
from explorer.graph.report import Report, Row
from explorer.graph.stages import Stage, stages

T = TypeVar("T")
Places = tuple[int | None, int | None]
Likeness = Literal["same", "resized", "changed", "replaced", "here", "there"]
"""``same``: nothing differs. ``resized``: the same layer on another input, so other numbers. ``changed``: other
arguments. ``replaced``: another kind of layer. ``here``, ``there``: only one of the two networks has it."""
_NAME, _KIND, _EQUAL, _FAMILY = 12, 5, 2, 1


@dataclass(frozen=True, slots=True)
class Pair:
    """A layer of the first network and the one in its place in the second; None where there is none."""

    here: Row | None
    there: Row | None

    @property
    def likeness(self) -> Likeness:
        """Say what differs."""
        if self.here is None or self.there is None:
            return "there" if self.here is None else "here"
        if kind_of(self.here.layer) is not kind_of(self.there.layer):
            return "replaced"
        if self.arguments:
            return "changed"
        return "same" if _numbers(self.here) == _numbers(self.there) else "resized"

    @property
    def arguments(self) -> tuple[tuple[str, Any, Any], ...]:
        """Name the arguments that differ, each with its two values; of layers of one kind alone."""
        if self.here is None or self.there is None or kind_of(self.here.layer) is not kind_of(self.there.layer):
            return ()
        mine, others = given_to(self.here.layer), given_to(self.there.layer)
        return tuple((name, value, others[name]) for name, value in mine.items() if value != others[name])


@dataclass(frozen=True)
class Difference:
    """Two networks, and how their layers stand in each other's place, in order; every layer is part of one pair."""

    here: Report
    there: Report
    pairs: tuple[Pair, ...]

    @cached_property
    def unlike(self) -> tuple[Pair, ...]:
        """Pairs in which something differs."""
        return tuple(pair for pair in self.pairs if pair.likeness != "same")

    @cached_property
    def stages(self) -> tuple[tuple[Stage | None, Stage | None], ...]:
        """Main steps of both in each other's place; none while one of the networks cannot be computed."""
        if self.here.error or self.there.error:
            return ()
        mine, others = stages(self.here), stages(self.there)
        return tuple((None if one is None else mine[one], None if two is None else others[two])
                     for one, two in aligned(mine, others, _likeness_of_stages))


def difference(here: Report, there: Report) -> Difference:
    """Return how two networks differ, layer by layer."""
    return Difference(here, there, tuple(
        Pair(None if one is None else here.rows[one], None if two is None else there.rows[two])
        for one, two in aligned(here.rows, there.rows, _likeness_of_rows)))


def aligned(one: Sequence[T], two: Sequence[T], likeness: Callable[[T, T], int]) -> list[Places]:
    """Return places of ``one`` and ``two`` that belong together, in the order of both.

    Args:
        one, two: what is compared.
        likeness: how well two things go together; 0: not at all. The sum over all pairs is as large as it can be.
    """
    start = 0
    while start < min(len(one), len(two)) and likeness(one[start], two[start]) >= _NAME:
        start += 1
    end = 0
    while end < min(len(one), len(two)) - start and likeness(one[-1 - end], two[-1 - end]) >= _NAME:
        end += 1
    middle = _aligned(one[start:len(one) - end], two[start:len(two) - end], likeness)
    return [*((place, place) for place in range(start)),
            *((None if a is None else a + start, None if b is None else b + start) for a, b in middle),
            *((len(one) - step, len(two) - step) for step in range(end, 0, -1))]


def _aligned(one: Sequence[T], two: Sequence[T], likeness: Callable[[T, T], int]) -> list[Places]:
    """Return the best pairs. ``best[a][b]``: of what is left behind place ``a`` of one and ``b`` of the other."""
    best = [[0] * (len(two) + 1) for _ in range(len(one) + 1)]
    fits = [[likeness(mine, other) for other in two] for mine in one]
    for a in range(len(one) - 1, -1, -1):
        row, below, fit = best[a], best[a + 1], fits[a]
        for b in range(len(two) - 1, -1, -1):
            row[b] = max(below[b], row[b + 1], below[b + 1] + fit[b])
    found: list[Places] = []
    a = b = 0
    while a < len(one) and b < len(two):
        if fits[a][b] and best[a][b] == best[a + 1][b + 1] + fits[a][b]:
            found.append((a, b))
            a, b = a + 1, b + 1
        elif best[a][b] == best[a + 1][b]:
            found.append((a, None))
            a += 1
        else:
            found.append((None, b))
            b += 1
    return [*found, *((place, None) for place in range(a, len(one))), *((None, place) for place in range(b, len(two)))]


def _likeness_of_rows(one: Row, two: Row) -> int:
    if one.layer.family != two.layer.family:
        return 0
    same_kind = kind_of(one.layer) is kind_of(two.layer)
    return (_FAMILY + _KIND * same_kind + _EQUAL * (one.layer == two.layer) + _NAME * (one.name == two.name))


def _likeness_of_stages(one: Stage, two: Stage) -> int:
    if one.family != two.family:
        return 0
    return _FAMILY + _EQUAL * (one.shape == two.shape) + _NAME * (one.label == two.label)


def _numbers(row: Row) -> tuple[object, ...]:
    return row.output_shape, row.counts, row.local_field.size if row.local_field else None


def with_weights(report: Report) -> int:
    """Return how many layers learn weights: what the 16 of VGG-16 counts."""
    return sum(row.params > 0 and row.layer.family in ("convolution", "linear") for row in report)
