"""What a network answers to *where is it?*: boxes with labels and scores, or a class for each pixel."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import ArrayLike, NDArray

from explorer.arrays import Array, Floats

Size = tuple[int, int]
"""Height and width of a picture, px."""


@dataclass(frozen=True, slots=True, eq=False)
class Found:
    """Things that were found in a picture, the surest first. Made by :func:`found_of`, which checks."""

    boxes: Array
    """(n, 4): left, top, right, bottom (x1, y1, x2, y2), px of the picture, each inside it and with an area."""
    labels: NDArray[np.int64]
    """(n,): places in ``names``."""
    scores: Array
    """(n,): how sure the network is, 0 to 1."""
    names: tuple[str, ...] = field(repr=False)
    """Of all classes that the network knows."""
    size: Size

    def __len__(self) -> int:
        return len(self.boxes)

    @property
    def called(self) -> tuple[str, ...]:
        """Names of the things, in their order."""
        return tuple(self.names[label] for label in self.labels)

    def above(self, threshold: float) -> Found:
        """Return the things whose score is at least ``threshold``."""
        return self.only(self.scores >= threshold)

    def of(self, labels: Sequence[int]) -> Found:
        """Return the things of some classes only."""
        return self.only(np.isin(self.labels, labels))

    def only(self, chosen: NDArray[np.bool_]) -> Found:
        """Return the things where ``chosen``, (n,), is true."""
        return Found(self.boxes[chosen], self.labels[chosen], self.scores[chosen], self.names, self.size)

    def counts(self) -> dict[str, int]:
        """Return how many there are of each class that was found, the most frequent first."""
        places, numbers = np.unique(self.labels, return_counts=True)
        order = np.argsort(-numbers, kind="stable")
        return {self.names[places[at]]: int(numbers[at]) for at in order}


def found_of(boxes: ArrayLike, labels: ArrayLike, scores: ArrayLike, *, names: Sequence[str], size: Size) -> Found:
    """Return boxes of a picture as `Found`: cut off at its edges, sorted by score, without those that are none.

    A box is none if a number of it or its score is not finite, if it is upside down, if nothing of it lies in the
    picture, or if its label has no name.

    Args:
        boxes: (n, 4) x1, y1, x2, y2, px of the picture.
        labels: (n,) places in ``names``.
        scores: (n,) 0 to 1.
        names: of all classes.
        size: height and width of the picture, px.
    """
    height, width = size
    corners = np.asarray(boxes, dtype=np.float64).reshape(-1, 4)
    kinds, sure = np.asarray(labels, dtype=np.int64).ravel(), np.asarray(scores, dtype=np.float64).ravel()
    finite = np.isfinite(corners).all(axis=1) & np.isfinite(sure)
    cut = np.clip(np.where(finite[:, None], corners, 0), 0, (width, height, width, height))
    is_one = finite & (cut[:, 2] > cut[:, 0]) & (cut[:, 3] > cut[:, 1]) & (kinds >= 0) & (kinds < len(names))
    order = np.argsort(-sure[is_one], kind="stable")
    return Found(cut[is_one][order], kinds[is_one][order], sure[is_one][order], tuple(names), size)


@dataclass(frozen=True, slots=True, eq=False)
class Segmented:
    """A class for each pixel of a picture, and how sure the network is of it."""

    classes: NDArray[np.uint8]
    """(h, w): places in ``names``; as large as what the network read, of the picture's shape."""
    certainty: Floats
    """(h, w): share of that class at each pixel, 0 to 1."""
    names: tuple[str, ...] = field(repr=False)
    size: Size
    """Height and width of the picture, px."""

    def shares(self) -> dict[int, float]:
        """Return which share of the picture each class covers that is there, by its place, the largest first."""
        counts = np.bincount(self.classes.ravel(), minlength=len(self.names))
        order = np.argsort(-counts, kind="stable")
        return {int(place): float(counts[place] / self.classes.size) for place in order if counts[place]}

    def at_size(self, size: Size) -> NDArray[np.uint8]:
        """Return the classes at another height and width, each pixel that of the nearest one."""
        rows, columns = (np.arange(to) * of // to for to, of in zip(size, self.classes.shape, strict=True))
        grown: NDArray[np.uint8] = self.classes[rows[:, None], columns]
        return grown
