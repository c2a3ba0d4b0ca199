"""All kinds of exercises, in the order of the lessons, and the making of one."""

from __future__ import annotations

from random import Random
from typing import cast

from explorer.errors import SpecError
from explorer.exercises import cells, counting, fields, finding, judging, layer_numbers, sides
from explorer.exercises.question import Exercise, Kind, Level

KINDS: dict[str, Kind] = dict(sorted(
    (pair for module in (sides, counting, cells, fields, layer_numbers, finding, judging)
     for pair in module.KINDS.items()), key=lambda pair: pair[1].lesson))
"""By name."""
LEVELS = (1, 2, 3)
MOST_SEED = 10**9


def exercise(kind: str, *, seed: int, level: int = 1) -> Exercise:
    """Return an exercise of a kind; the same anywhere for the same seed and level.

    Args:
        kind: one of `KINDS`.
        seed: 0 to 10^9.
        level: 1 to 3, the higher the harder.

    Raises:
        SpecError: there is no such kind or level, or the seed lies outside.
    """
    if kind not in KINDS:
        raise SpecError("There is no exercise {kind!r}. Choose one of: {known}.", kind=kind[:30],
                        known=", ".join(KINDS))
    if level not in LEVELS:
        raise SpecError("There is no level {level}. Choose 1, 2 or 3.", level=level)
    if not 0 <= seed <= MOST_SEED:
        raise SpecError("The seed is {seed}, but goes from 0 to {most}.", seed=seed, most=MOST_SEED)
    known = cast(Level, level)
    # Random is seeded by a text through SHA-512, which no version of Python and no machine changes.
    return Exercise(kind, seed, known, KINDS[kind].make(Random(f"{kind}/{seed}/{level}"), known))
