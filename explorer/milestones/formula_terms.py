"""Sums of products as data: the general formula, the same with values, and the number, all from the same terms."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from math import prod

from explorer.graph import latex_number, latex_product

Term = tuple[int | str, ...]
"""Factors: whole numbers, and letters that stand for some. ``(9, "C", "C")`` is nine times C squared."""


def total(terms: Sequence[Term], values: Mapping[str, int]) -> int:
    """Return the sum of ``terms``."""
    return sum(prod(_known(term, values)) for term in terms)


def general(terms: Sequence[Term]) -> str:
    """Return the sum in letters, as LaTeX: ``9 C^2 + b``."""
    return " + ".join(map(_in_letters, terms))


def with_values(terms: Sequence[Term], values: Mapping[str, int]) -> str:
    """Return the sum in numbers with its result, as LaTeX: ``9 \\cdot 64 \\cdot 64 + 8 = 36{,}872``."""
    products = " + ".join(latex_product(*_known(term, values)) for term in terms)
    result = latex_number(total(terms, values))
    return products if products == result else f"{products} = {result}"


def _known(term: Term, values: Mapping[str, int]) -> list[int]:
    return [factor if isinstance(factor, int) else values[factor] for factor in term]


def _in_letters(term: Term) -> str:
    numbers = [factor for factor in term if isinstance(factor, int)]
    powers = Counter(factor for factor in term if isinstance(factor, str))
    letters = [letter if count == 1 else f"{letter}^{count}" for letter, count in powers.items()]
    return r" \, ".join([*([latex_product(*numbers)] if numbers else []), *letters])
