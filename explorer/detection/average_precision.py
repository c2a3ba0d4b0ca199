"""How good a detector is: detections held against the truth, precision and recall, and average precision in three ways.

Detections are taken in the order of their scores. Each takes the true object of its class that it overlaps most and
that no surer detection has taken, where their IoU reaches a threshold: it is right. Otherwise it is wrong.

Sources:
    Everingham et al. (2010), The PASCAL visual object classes challenge, section 4.2: precision at 11 recalls.
    Lin et al. (2014), Microsoft COCO, arXiv:1405.0312, and pycocotools: 101 recalls, mean over IoU 0.5 to 0.95.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from explorer.arrays import Array
from explorer.detection.boxes import ious

IOU_THRESHOLDS = tuple(float(value) for value in np.linspace(0.5, 0.95, 10))
"""IoU from which a detection counts, as COCO averages over them."""
ELEVEN_RECALLS = np.arange(11) / 10
"""Recalls of PASCAL VOC until 2009."""
COCO_RECALLS = np.linspace(0.0, 1.0, 101)
"""Recalls of COCO."""
MOST_PER_PICTURE = 100
"""Only the surest so many detections of a class in a picture count, as COCO has it."""
NO_MATCH = -1
Whole = NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False)
class TrueBoxes:
    """What is in a picture: boxes (m, 4) as x1, y1, x2, y2, px, and the numbers of their classes (m,)."""

    boxes: Array
    labels: Whole


@dataclass(frozen=True, slots=True, eq=False)
class Detections:
    """What a detector says of a picture: boxes (n, 4), the numbers of their classes (n,), and scores (n,)."""

    boxes: Array
    labels: Whole
    scores: Array


@dataclass(frozen=True, eq=False)
class Judged:
    """Detections of all pictures, surest first, each right or wrong; and precision and recall down to each.

    Attributes:
        scores: (n,).
        pictures: (n,) in which picture each is.
        places: (n,) which of the picture's detections it is.
        matches: (n,) which of the picture's objects it takes, or `NO_MATCH`: it is wrong.
        overlaps: (n,) IoU with that object, or the largest with any of its class.
        objects: how many there are to be found.
    """

    scores: Array
    pictures: Whole
    places: Whole
    matches: Whole
    overlaps: Array
    objects: int

    def __len__(self) -> int:
        return len(self.scores)

    @cached_property
    def right(self) -> NDArray[np.bool_]:
        """Say of each detection whether it is right, (n,)."""
        return np.asarray(self.matches != NO_MATCH)

    @cached_property
    def hits(self) -> Whole:
        """Count the right ones down to each, (n,)."""
        return np.cumsum(self.right)

    @cached_property
    def precision(self) -> Array:
        """Share of the detections down to each that are right, (n,)."""
        return np.asarray(self.hits / np.arange(1, len(self) + 1), dtype=np.float64)

    @cached_property
    def recall(self) -> Array:
        """Share of the objects that are found down to each, (n,); of no objects: NaN."""
        return self.hits / self.objects if self.objects else np.full(len(self), np.nan)

    @cached_property
    def envelope(self) -> Array:
        """Return the largest precision at each recall or a higher one, (n,): it never rises from left to right."""
        return np.maximum.accumulate(self.precision[::-1])[::-1]

    def kept(self, threshold: float) -> int:
        """Return how many detections have a score of at least ``threshold``."""
        return int(np.searchsorted(-self.scores, -threshold, side="right"))

    @property
    def by_all_points(self) -> float:
        """Area under the envelope; NaN without objects. PASCAL VOC since 2010."""
        if not self.objects:
            return float("nan")
        return float(np.diff(self.recall, prepend=0.0) @ self.envelope)

    @property
    def by_eleven_points(self) -> float:
        """Mean of the envelope at recall 0, 0.1, to 1; NaN without objects. PASCAL VOC until 2009."""
        return self.by_points(ELEVEN_RECALLS)

    @property
    def by_coco_points(self) -> float:
        """Mean of the envelope at 101 recalls; NaN without objects."""
        return self.by_points(COCO_RECALLS)

    def by_points(self, recalls: Array) -> float:
        """Return the mean of what `at_recalls` says; NaN without objects."""
        return float(np.mean(self.at_recalls(recalls))) if self.objects else float("nan")

    def at_recalls(self, recalls: Array) -> Array:
        """Return the envelope at given recalls; 0 where no detection reaches them."""
        places = np.searchsorted(self.recall, recalls, side="left")
        return np.append(self.envelope, 0.0)[places]


def judged(found: Sequence[Detections], truth: Sequence[TrueBoxes], *, threshold: float = 0.5,
           category: int | None = None) -> Judged:
    """Hold detections against the truth, picture by picture.

    Args:
        found: one per picture.
        truth: the same pictures.
        threshold: IoU that a right detection has at least.
        category: only this class; None: all of them, where each still has to meet its own.
    """
    rows = [_in_picture(place, *pair, threshold, category) for place, pair in
            enumerate(zip(found, truth, strict=True))]
    scores, pictures, places, matches, overlaps = (np.concatenate(parts) for parts in zip(*rows, strict=True))
    order = np.argsort(-scores, kind="stable")
    objects = sum(int(_of(one.labels, category).sum()) for one in truth)
    return Judged(scores[order], pictures[order].astype(np.int64), places[order].astype(np.int64),
                  matches[order].astype(np.int64), overlaps[order], objects)


@dataclass(frozen=True, slots=True, eq=False)
class ClassQuality:
    """Average precision of one class, by IoU threshold and way of counting; NaN where it has no objects."""

    category: int
    objects: int
    detections: int
    all_points: float
    eleven_points: float
    coco_points: float
    """Each at the threshold that was asked for."""
    over_thresholds: float
    """Mean of COCO's over `IOU_THRESHOLDS`: AP@[.5:.95]."""


def quality(found: Sequence[Detections], truth: Sequence[TrueBoxes], categories: int, *,
            threshold: float = 0.5) -> tuple[ClassQuality, ...]:
    """Return the average precision of every class; the mean over those that have objects is the mean average one.

    Args:
        found, truth: as of `judged`.
        categories: how many classes there are.
        threshold: IoU from which a detection counts.
    """
    return tuple(_quality(found, truth, category, threshold) for category in range(categories))


def mean_over(values: Sequence[float]) -> float:
    """Return the mean of those values that are numbers; NaN: there are none."""
    known = [value for value in values if not np.isnan(value)]
    return float(np.mean(known)) if known else float("nan")


def _quality(found: Sequence[Detections], truth: Sequence[TrueBoxes], category: int, threshold: float) -> ClassQuality:
    one = judged(found, truth, threshold=threshold, category=category)
    over = [judged(found, truth, threshold=value, category=category).by_coco_points for value in IOU_THRESHOLDS]
    return ClassQuality(category, one.objects, len(one), one.by_all_points, one.by_eleven_points, one.by_coco_points,
                        float(np.mean(over)))


def _of(labels: Whole, category: int | None) -> NDArray[np.bool_]:
    return np.ones(len(labels), bool) if category is None else labels == category


def _in_picture(picture: int, found: Detections, truth: TrueBoxes, threshold: float,
                category: int | None) -> tuple[Array, Whole, Whole, Whole, Array]:
    """Return scores, picture, place, match and IoU of the detections of one picture, surest first."""
    places = np.flatnonzero(_of(found.labels, category))
    places = places[np.argsort(-found.scores[places], kind="stable")]
    if category is not None:
        places = places[:MOST_PER_PICTURE]
    same = found.labels[places, None] == truth.labels[None]
    overlaps = np.where(same, ious(found.boxes[places], truth.boxes), 0.0)
    matches, best = _matched(overlaps, threshold)
    return found.scores[places].astype(np.float64), np.full(len(places), picture), places, matches, best


def _matched(overlaps: Array, threshold: float) -> tuple[Whole, Array]:
    """Return which object each detection takes, surest first, and its IoU with it, or with what it overlaps most."""
    matches = np.full(len(overlaps), NO_MATCH)
    best = overlaps.max(axis=1, initial=0.0)
    free = np.ones(overlaps.shape[1], bool)
    for place, row in enumerate(overlaps):
        left = np.where(free, row, -1.0)
        if not len(left) or left.max() < min(threshold, 1 - 1e-10) or left.max() <= 0:
            continue
        taken = len(left) - 1 - int(left[::-1].argmax())  # of equal ones the last, as pycocotools has it
        matches[place], best[place], free[taken] = taken, row[taken], False
    return matches, best
