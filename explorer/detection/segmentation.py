"""How well a class was said for every pixel: confusion, intersection over union of each class, and what borders hide.

A map of classes is (height, width), whole numbers from 0; in scenes 0 is the ground. All counts are pixels.

Sources:
    Long, Shelhamer & Darrell (2014), Fully convolutional networks for semantic segmentation, arXiv:1411.4038, section
    5: pixel accuracy, mean accuracy and mean IU from the same counts.
    Everingham et al. (2015), The PASCAL visual object classes challenge: a retrospective, 10.1007/s11263-014-0733-5.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from explorer.arrays import Array
from explorer.errors import ShapeError, SpecError
from explorer.graph import shape_text

Counts = NDArray[np.int64]
Mask = NDArray[np.bool_]
ClassMap = NDArray[np.integer]
"""Of each pixel its class, (height, width)."""


@dataclass(frozen=True, eq=False)
class PixelQuality:
    """What a map of classes is worth beside the true one.

    Attributes:
        confusion: pixels by true class (rows) and class that was said (columns), (K, K).
    """

    confusion: Counts

    @cached_property
    def intersection(self) -> Counts:
        """Return the pixels of each class that were found, (K,)."""
        return np.diagonal(self.confusion)

    @cached_property
    def missed(self) -> Counts:
        """Return the pixels of each class that were taken for another, (K,)."""
        found: Counts = self.confusion.sum(axis=1) - self.intersection
        return found

    @cached_property
    def invented(self) -> Counts:
        """Return the pixels that were said to be of each class and are not, (K,)."""
        found: Counts = self.confusion.sum(axis=0) - self.intersection
        return found

    @cached_property
    def union(self) -> Counts:
        """Return the pixels that are of each class, or said to be, or both, (K,)."""
        found: Counts = self.intersection + self.missed + self.invented
        return found

    @cached_property
    def iou(self) -> Array:
        """Return intersection over union of each class, (K,); NaN for one that neither is there nor was said."""
        shares: Array = np.full(len(self.union), np.nan)
        np.divide(self.intersection, self.union, out=shares, where=self.union > 0)
        return shares

    @cached_property
    def mean_iou(self) -> float:
        """Return the mean over the classes that are there or were said; NaN without any pixel."""
        return _mean(self.iou[self.union > 0])

    @cached_property
    def accuracy(self) -> float:
        """Return the share of all pixels whose class is right; NaN without any pixel."""
        return _mean(np.repeat([1.0, 0.0], [self.intersection.sum(), self.missed.sum()]))

    @cached_property
    def mean_accuracy(self) -> float:
        """Return the share of right pixels of each class that is there, averaged over these."""
        there = self.confusion.sum(axis=1)
        return _mean(self.intersection[there > 0] / there[there > 0])

    @property
    def commonest(self) -> int:
        """Return the class that most pixels are of, the first of equals."""
        return int(self.confusion.sum(axis=1).argmax())

    def if_always(self, place: int) -> PixelQuality:
        """Return what saying one class for every pixel would be worth."""
        said = np.zeros_like(self.confusion)
        said[:, place] = self.confusion.sum(axis=1)
        return PixelQuality(said)

    def working(self, place: int) -> str:
        """Return intersection over union of a class with its numbers, LaTeX."""
        both, missed, invented = (int(counts[place]) for counts in (self.intersection, self.missed, self.invented))
        if not both + missed + invented:
            return r"\frac{0}{0 + 0 + 0}"
        return rf"\frac{{{both}}}{{{both} + {missed} + {invented}}} = \frac{{{both}}}{{{self.union[place]}}} = " \
               rf"{self.iou[place]:.4f}"

    def mean_working(self) -> str:
        """Return the mean over classes with its numbers, LaTeX; those that do not occur are left out."""
        shares = self.iou[self.union > 0]
        total = " + ".join(f"{share:.3f}" for share in shares)
        return rf"\frac{{{total or 0}}}{{{len(shares)}}} = {self.mean_iou:.4f}"


def pixel_quality(truth: ClassMap, said: ClassMap, classes: int, *, where: Mask | None = None) -> PixelQuality:
    """Return what is to be said of a map of classes beside the true one.

    Args:
        truth, said: (height, width), classes from 0 to ``classes - 1``.
        classes: how many there are.
        where: the pixels that count, (height, width); None: all.

    Raises:
        ShapeError: the maps are not of one size.
        SpecError: there is a class beyond the last.
    """
    if truth.shape != said.shape:
        raise ShapeError("The true map is {truth} and the other {said}. Bring both to one size first, by the nearest "
                         "pixel.", truth=shape_text(truth.shape), said=shape_text(said.shape))
    if truth.size and not 0 <= min(truth.min(), said.min()) <= max(truth.max(), said.max()) < classes:
        raise SpecError("There are {classes} classes, counted from 0, but a map has the class {place}.",
                        classes=classes, place=int(max(truth.max(), said.max())))
    counted = np.ones(truth.shape, dtype=bool) if where is None else where
    pairs = truth[counted].astype(np.int64) * classes + said[counted]
    return PixelQuality(np.bincount(pairs, minlength=classes * classes).reshape(classes, classes).astype(np.int64))


def borders(classes: ClassMap) -> Mask:
    """Return the pixels beside which, above, below, left or right, lies another class, (height, width)."""
    found = np.zeros(classes.shape, dtype=bool)
    for axis in (0, 1):
        differ = np.diff(classes.astype(np.int64), axis=axis) != 0
        first, second = [slice(None)] * 2, [slice(None)] * 2
        first[axis], second[axis] = slice(None, -1), slice(1, None)
        found[tuple(first)] |= differ
        found[tuple(second)] |= differ
    return found


def near_borders(classes: ClassMap, distance: int) -> Mask:
    """Return the pixels that are at most ``distance`` steps from one of `borders`, steps going to all 8 neighbours.

    Args:
        classes: (height, width).
        distance: px; 0: the borders alone.
    """
    found = borders(classes)
    height, width = found.shape
    for _step in range(distance):
        framed = np.pad(found, 1)
        found = np.logical_or.reduce([framed[top:top + height, left:left + width]
                                      for top in range(3) for left in range(3)])
    return found


def said_classes(scores: NDArray[np.floating]) -> NDArray[np.uint8]:
    """Return the likeliest class of each pixel, (height, width), of scores (K, height, width); the first of equals."""
    found: NDArray[np.uint8] = scores.argmax(axis=0).astype(np.uint8)
    return found


def class_shares(scores: NDArray[np.floating]) -> Array:
    """Return the softmax over the classes at each pixel, (K, height, width), which sums to 1 at each."""
    values = np.exp(scores.astype(np.float64) - scores.max(axis=0))
    shares: Array = values / values.sum(axis=0)
    return shares


def _mean(values: NDArray[np.floating]) -> float:
    return float(values.mean()) if values.size else float("nan")
