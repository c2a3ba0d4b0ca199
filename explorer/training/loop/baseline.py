"""What an accuracy is to be held against where some classes are larger than others. Needs no torch.

Of 170 pictures of *a* and 20 of *b*, who always says *a* is right 89.5 % of the time and has learned nothing.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

UNEVEN = 2
"""From so many times the pictures of the smallest class on, the largest class is worth a word."""


class Largest(NamedTuple):
    """The largest class, and the accuracy of who always says it, 0 to 1."""

    category: str
    share: float


def largest(categories: Sequence[str], counts: Sequence[int]) -> Largest:
    """Return the class with most of ``counts`` pictures, the first of several."""
    place = max(range(len(counts)), key=counts.__getitem__)
    return Largest(categories[place], counts[place] / max(1, sum(counts)))


def is_uneven(counts: Sequence[int]) -> bool:
    """Say whether the classes differ so much in size that accuracy alone misleads."""
    return max(counts) >= UNEVEN * min(counts)


def always(classes: Sequence[Mapping[str, Any]]) -> Largest:
    """Return what the best constant answer would reach on what ``metrics.per_class`` measured."""
    return largest([row["name"] for row in classes], [row["pictures"] for row in classes])


def balanced(classes: Sequence[Mapping[str, Any]]) -> float:
    """Return the balanced accuracy, 0 to 1: the mean recall of the classes that have pictures.

    Source:
        Brodersen et al. (2010), The balanced accuracy and its posterior distribution, ICPR, 3121-3124; for more than
        two classes as in scikit-learn's ``balanced_accuracy_score``.
    """
    recalls: list[float] = [row["recall"] for row in classes if row["pictures"]]
    return sum(recalls) / len(recalls)
