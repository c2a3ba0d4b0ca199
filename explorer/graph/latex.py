"""What a working is, how numbers stand in it, and whose letters it is written with."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from explorer.errors import Message

TIMES = r" \cdot "
Letters = Literal["torch", "slide"]
"""``torch``: the whole formula of torch's documentation, i, k, s, p, d. ``slide``: that of lectures, I, F, S, P, where
dilation (D) stands only where it is not 1."""


@dataclass(frozen=True, slots=True)
class Working:
    """Lines of LaTeX, general formula first where it helps (those with words as messages), and what they say."""

    lines: tuple[str | Message, ...]
    says: Message


def number(value: int | Fraction) -> str:
    """Return a number for LaTeX: ``2{,}416``, halves and quarters as ``2.5``, other fractions as a fraction."""
    exact = Fraction(value)
    if exact.denominator not in (1, 2, 4):
        return rf"\tfrac{{{exact.numerator}}}{{{exact.denominator}}}"
    whole, rest = divmod(exact, 1)
    return f"{whole:,}".replace(",", "{,}") + f"{float(rest):g}"[1:]


def product(*factors: int) -> str:
    """Return numbers with a point between them."""
    return TIMES.join(number(factor) for factor in factors)
