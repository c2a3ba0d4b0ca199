"""Sheets: several exercises from one seed, in versions that differ in their numbers and not in what they ask for."""

from __future__ import annotations

from collections.abc import Sequence
from random import Random

from explorer.errors import SpecError
from explorer.exercises.kinds import MOST_SEED, exercise
from explorer.exercises.question import Exercise

VERSIONS = ("A", "B", "C")
MOST_ON_A_SHEET = 20


def sheet(kinds: Sequence[str], *, count: int, seed: int, level: int = 1, version: str = "A") -> tuple[Exercise, ...]:
    """Return exercises of the kinds in turn; the same anywhere for the same seed and version.

    Args:
        kinds: names of `KINDS`, at least one; a kind comes again where there are fewer than ``count``.
        count: 1 to 20.
        seed: 0 to 10^9.
        level: 1 to 3.
        version: ``A``, ``B`` or ``C``: other numbers, the same kinds and level.

    Raises:
        SpecError: an argument lies outside.
    """
    if not kinds:
        raise SpecError("A sheet needs at least one kind of exercise. Choose one.")
    if not 1 <= count <= MOST_ON_A_SHEET:
        raise SpecError("A sheet has {count} exercises, but can have 1 to {most}.", count=count, most=MOST_ON_A_SHEET)
    if version not in VERSIONS:
        raise SpecError("There is no version {version!r}. Choose A, B or C.", version=version[:10])
    found: list[Exercise] = []
    for place in range(count):
        draw = Random(f"{seed}/{version}/{place}")
        kind = kinds[place % len(kinds)]
        made = exercise(kind, seed=draw.randrange(MOST_SEED), level=level)
        while any(made.asked == other.asked for other in found if other.kind == kind):
            made = exercise(kind, seed=draw.randrange(MOST_SEED), level=level)
        found.append(made)
    return tuple(found)
