"""Two boxes: what they share, what they cover, IoU and GIoU with the working; and the same for many at once.

A box is (x1, y1, x2, y2), px, with x to the right and y down, as in ``torchvision.ops``.

Source:
    Rezatofighi et al. (2019), Generalized Intersection over Union, arXiv:1902.09630, algorithm 1.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

from explorer.numbers import latex_number as _written

Box = tuple[float, float, float, float]
Meeting = Literal["apart", "touching", "overlapping", "inside", "same", "empty"]
"""How two boxes lie to each other; ``empty``: one of them covers nothing."""


def upright(box: Box) -> Box:
    """Return the box with its corners in order: x1 <= x2 and y1 <= y2."""
    x1, y1, x2, y2 = box
    return min(x1, x2), min(y1, y2), max(x1, x2), max(y1, y2)


def areas(boxes: ArrayLike) -> NDArray[np.float64]:
    """Return the areas of upright boxes (N, 4), px²: (N,)."""
    found = _rows(boxes)
    return (found[:, 2] - found[:, 0]) * (found[:, 3] - found[:, 1])


def intersections(ours: ArrayLike, others: ArrayLike) -> NDArray[np.float64]:
    """Return what each of our boxes (N, 4) shares with each other one (M, 4), px²: (N, M)."""
    one, other = _rows(ours)[:, None], _rows(others)[None]
    sides = np.minimum(one[..., 2:], other[..., 2:]) - np.maximum(one[..., :2], other[..., :2])
    found: NDArray[np.float64] = np.maximum(sides, 0).prod(axis=-1)
    return found


def ious(ours: ArrayLike, others: ArrayLike) -> NDArray[np.float64]:
    """Return the IoU of each of our boxes (N, 4) with each other one (M, 4), 0 to 1: (N, M).

    Two boxes without area have 0, where ``torchvision.ops.box_iou`` says NaN.
    """
    shared = intersections(ours, others)
    return _shares(shared, areas(ours)[:, None] + areas(others)[None] - shared)


def gious(ours: ArrayLike, others: ArrayLike) -> NDArray[np.float64]:
    """Return the GIoU of each of our boxes (N, 4) with each other one (M, 4), above -1, at most 1: (N, M).

    As IoU where two boxes fill the smallest box around both; less by the share of it that neither covers.
    """
    one, other = _rows(ours)[:, None], _rows(others)[None]
    hulls = (np.maximum(one[..., 2:], other[..., 2:]) - np.minimum(one[..., :2], other[..., :2])).prod(axis=-1)
    unions = areas(ours)[:, None] + areas(others)[None] - intersections(ours, others)
    return ious(ours, others) - _shares(hulls - unions, hulls)


@dataclass(frozen=True, slots=True)
class BoxPair:
    """Two upright boxes, and how well they fit each other. Areas in px²."""

    first: Box
    second: Box

    @property
    def shared(self) -> Box | None:
        """Return the box that both cover; None where there is none."""
        (a1, b1, a2, b2), (c1, d1, c2, d2) = self.first, self.second
        found = max(a1, c1), max(b1, d1), min(a2, c2), min(b2, d2)
        return found if found[0] < found[2] and found[1] < found[3] else None

    @property
    def hull(self) -> Box:
        """Return the smallest box around both."""
        (a1, b1, a2, b2), (c1, d1, c2, d2) = self.first, self.second
        return min(a1, c1), min(b1, d1), max(a2, c2), max(b2, d2)

    @property
    def intersection(self) -> float:
        """Return the area that both cover."""
        return _area(self.shared) if self.shared else 0.0

    @property
    def union(self) -> float:
        """Return the area that at least one covers."""
        return _area(self.first) + _area(self.second) - self.intersection

    @property
    def iou(self) -> float:
        """Return intersection over union, 0 to 1; 0 where neither box covers anything."""
        return self.intersection / self.union if self.union else 0.0

    @property
    def giou(self) -> float:
        """Return the IoU less the share of the hull that neither box covers."""
        hull = _area(self.hull)
        return self.iou - (hull - self.union) / hull if hull else self.iou

    @property
    def meeting(self) -> Meeting:
        """Return how the boxes lie to each other."""
        if not (_area(self.first) and _area(self.second)):
            return "empty"
        if self.first == self.second:
            return "same"
        if self.hull in (self.first, self.second):
            return "inside"
        if self.shared:
            return "overlapping"
        (a1, b1, a2, b2), (c1, d1, c2, d2) = self.first, self.second
        is_touching = max(a1, c1) <= min(a2, c2) and max(b1, d1) <= min(b2, d2)
        return "touching" if is_touching else "apart"

    def pixels(self, size: tuple[int, int]) -> PixelCount:
        """Return how many pixels of a picture of ``size`` (width, height) the first box tells as the second does."""
        return PixelCount(size[0] * size[1], self.union - self.intersection, _area(self.second))

    def lines(self) -> dict[str, tuple[str, ...]]:
        """Return the working as lines of LaTeX: ``"intersection"``, ``"union"``, ``"iou"`` and ``"giou"``."""
        (a1, b1, a2, b2), (c1, d1, c2, d2) = self.first, self.second
        both, union, hull = _written(self.intersection), _written(self.union), _area(self.hull)
        parts = _written(_area(self.first)), _written(_area(self.second))
        iou = rf"\tfrac{{{both}}}{{{union}}} = {_written(self.iou)}" if self.union else r"\tfrac{0}{0}"
        around = _written(hull)
        giou = (rf"{_written(self.iou)} - \tfrac{{{around} - {union}}}{{{around}}} = {_written(self.giou)}"
                if hull else r"\tfrac{0}{0}")
        return {
            "intersection": (_side("w", "x", (a1, a2), (c1, c2)), _side("h", "y", (b1, b2), (d1, d2)),
                             rf"I = w \cdot h = {both}"),
            "union": (rf"U = A + B - I = {parts[0]} + {parts[1]} - {both} = {union}",),
            "iou": (rf"\text{{IoU}} = \frac{{I}}{{U}} = {iou}",),
            "giou": (rf"C = {_product(self.hull)} = {around}",
                     rf"\text{{GIoU}} = \text{{IoU}} - \frac{{C - U}}{{C}} = {giou}"),
        }


@dataclass(frozen=True, slots=True)
class PixelCount:
    """What comes out where boxes are judged pixel by pixel, as inside or outside. Counts of pixels.

    Attributes:
        all: of the picture.
        wrong: inside one box, outside the other.
        true: inside the true box.
    """

    all: float
    wrong: float
    true: float

    @property
    def right(self) -> float:
        """Return the pixels that are told rightly."""
        return self.all - self.wrong

    @property
    def right_without(self) -> float:
        """Return the pixels that are told rightly by whoever predicts no box at all."""
        return self.all - self.true

    def share(self, count: float) -> float:
        """Return a count as share of all pixels, 0 to 1."""
        return count / self.all

    def lines(self) -> tuple[str, ...]:
        """Return the working of the accuracy as lines of LaTeX: with the predicted box, and without any."""
        counts = (("A", "U - I", self.wrong), (r"\varnothing", "B", self.true))
        return tuple(
            rf"\text{{accuracy}}_{{{index}}} = 1 - \frac{{{letters}}}{{\text{{pixels}}}} = 1 - "
            rf"\tfrac{{{_written(count)}}}{{{_written(self.all)}}} = {_written(1 - self.share(count))}"
            for index, letters, count in counts)


def _side(name: str, axis: str, one: tuple[float, float], other: tuple[float, float]) -> str:
    """Return the working of one side of what both cover."""
    low, high = max(one[0], other[0]), min(one[1], other[1])
    ends = rf"\min({_written(one[1])}, {_written(other[1])}) - \max({_written(one[0])}, {_written(other[0])})"
    cut = r" \to 0" if high < low else ""
    return (rf"{name} = \min({axis}_2^A, {axis}_2^B) - \max({axis}_1^A, {axis}_1^B) = {ends} = "
            rf"{_written(high - low)}{cut}")


def _product(box: Box) -> str:
    return rf"{_written(box[2] - box[0])} \cdot {_written(box[3] - box[1])}"


def _area(box: Box) -> float:
    return (box[2] - box[0]) * (box[3] - box[1])


def _rows(boxes: ArrayLike) -> NDArray[np.float64]:
    return np.asarray(boxes, np.float64).reshape(-1, 4)


def _shares(parts: NDArray[np.float64], wholes: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return parts / wholes, 0 where the whole is 0."""
    return np.divide(parts, wholes, out=np.zeros_like(wholes), where=wholes > 0)
