"""Exercises of a kind for tests, and what their answers and slips are as plain numbers."""

from __future__ import annotations

import math
from typing import Any

from explorer.exercises import LEVELS, Exercise, NumberAnswer, exercise

SEEDS = range(10)


def several(kind: str, level: int) -> list[Exercise]:
    """Return ten exercises of a kind and level."""
    return [exercise(kind, seed=seed, level=level) for seed in SEEDS]


def all_levels(kind: str) -> list[Exercise]:
    """Return ten exercises of a kind for each level."""
    return [made for level in LEVELS for made in several(kind, level)]


def asked(made: Exercise) -> dict[str, Any]:
    """Return the numbers of a question; texts with a true minus become numbers, too."""
    return {name: _number(value) for name, value in made.question.values.items()}


def told(made: Exercise) -> float:
    """Return the right answer as a number."""
    return float(made.answer.replace(",", "").replace("−", "-"))


def slips(made: Exercise) -> dict[str, float]:
    """Return what is said to each wrong answer that has a name -> that answer."""
    assert isinstance(made.asked.right, NumberAnswer)
    return {str(slip.says): float(slip.value) for slip in made.asked.right.slips}


def said(made: Exercise, value: float, begins: str) -> bool:
    """Say whether the answer ``value`` is told so, where it is not the right one or another slip's."""
    digits = made.asked.right.decimals
    mark = made.mark(f"{value:.12f}")
    others = [other for says, other in slips(made).items() if not says.startswith(begins)]
    apart = 2.5 / 10**digits if digits else 0.0
    if any(math.isclose(value, other, abs_tol=apart) for other in (told(made), *others)):
        return True
    return not mark.correct and str(mark.says).startswith(begins)


def _number(value: Any) -> Any:
    if isinstance(value, str):
        try:
            return float(value.replace("−", "-").replace(",", ""))
        except ValueError:
            return value
    return value
