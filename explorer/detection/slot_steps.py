"""One slot of one cell, step by step: from the numbers that a network puts out to a box and a score, with formulas."""

from __future__ import annotations

from dataclasses import dataclass
from math import exp, log

import numpy as np
from numpy.typing import ArrayLike

from explorer.arrays import Array, softmax
from explorer.detection.boxes import Box
from explorer.detection.grid import BOX_VALUES, DETECT_GRID, LARGEST_FACTOR, AnchorGrid, Place, sigmoid


@dataclass(frozen=True, slots=True, eq=False)
class SlotSteps:
    """What becomes of one slot's outputs. Places and sizes are shares of the picture's side, but for ``box``."""

    place: Place
    """Slot, row, column."""
    raw: Array
    """(5,): t_o, t_x, t_y, t_w, t_h, as the network puts them out."""
    class_scores: Array
    """(classes,): as the network puts them out."""
    cells: int
    anchor: tuple[float, float]
    side: float
    """Of the picture, px."""

    @property
    def objectness(self) -> float:
        """Return how sure the network is that there is an object, 0 to 1."""
        return _sigmoid(self.raw[0])

    @property
    def offsets(self) -> tuple[float, float]:
        """Return where in its cell the centre lies, from its left and top edge, shares of the cell, 0 to 1."""
        return _sigmoid(self.raw[1]), _sigmoid(self.raw[2])

    @property
    def centre(self) -> tuple[float, float]:
        """Return the centre, x and y."""
        (x, y), (_, row, column) = self.offsets, self.place
        return (column + x) / self.cells, (row + y) / self.cells

    @property
    def factors(self) -> tuple[float, float]:
        """Return how many times as wide and as high as the anchor the box is, at most ``LARGEST_FACTOR``."""
        width, height = (exp(min(float(value), log(LARGEST_FACTOR))) for value in self.raw[3:5])
        return width, height

    @property
    def size(self) -> tuple[float, float]:
        """Return width and height."""
        return self.anchor[0] * self.factors[0], self.anchor[1] * self.factors[1]

    @property
    def box(self) -> Box:
        """Return x1, y1, x2, y2, px; may reach beyond the picture."""
        (x, y), (width, height) = self.centre, self.size
        return (self.side * (x - width / 2), self.side * (y - height / 2), self.side * (x + width / 2),
                self.side * (y + height / 2))

    @property
    def classes(self) -> Array:
        """Return the shares of the classes (classes,), if there is an object."""
        return softmax(self.class_scores)

    @property
    def kind(self) -> int:
        """Return the likeliest class."""
        return int(self.class_scores.argmax())

    @property
    def score(self) -> float:
        """Return objectness times the likeliest class' share, by which boxes are ranked."""
        return self.objectness * float(self.classes[self.kind])

    def lines(self) -> dict[str, tuple[str, ...]]:
        """Return the working as LaTeX: ``"objectness"``, ``"centre"``, ``"size"``, ``"box"`` and ``"score"``."""
        (_, row, column), (x, y), (width, height) = self.place, self.centre, self.size
        left, top, right, bottom = self.box
        share = float(self.classes[self.kind])
        return {
            "objectness": (rf"\sigma(t_o) = \sigma({_tex(self.raw[0])}) = {_tex(self.objectness)}",),
            "centre": (_centre("x", "c", column, self.raw[1], self.cells, x),
                       _centre("y", "r", row, self.raw[2], self.cells, y)),
            "size": (_size("w", self.anchor[0], self.raw[3], width), _size("h", self.anchor[1], self.raw[4], height)),
            "box": (_edges("x", "w", x, width, self.side, (left, right)),
                    _edges("y", "h", y, height, self.side, (top, bottom))),
            "score": (rf"\sigma(t_o) \cdot p = {_tex(self.objectness)} \cdot {_tex(share)} = {_tex(self.score)}",),
        }


def slot_steps(raw: ArrayLike, place: Place, side: float, grid: AnchorGrid = DETECT_GRID) -> SlotSteps:
    """Return what becomes of one slot of raw outputs (values, S, S).

    Args:
        raw: of the whole grid.
        place: slot, row and column, from 0.
        side: of the picture on which the box is to lie, px.
        grid: how the outputs are laid out.

    Raises:
        ShapeError: they are not of this grid.
    """
    slot, row, column = place
    values = grid.split(raw)[slot, :, row, column]
    return SlotSteps(place, values[:BOX_VALUES], values[BOX_VALUES:], grid.cells, grid.anchors[slot], side)


def _sigmoid(value: float) -> float:
    return float(sigmoid(np.array(float(value))))


def _centre(axis: str, cell: str, at: int, raw: float, cells: int, value: float) -> str:
    return (rf"b_{axis} = \frac{{{cell} + \sigma(t_{axis})}}{{S}} = "
            rf"\frac{{{at} + \sigma({_tex(raw)})}}{{{cells}}} = {_tex(value)}")


def _size(name: str, anchor: float, raw: float, value: float) -> str:
    capped = raw > log(LARGEST_FACTOR)
    power = rf"{LARGEST_FACTOR:g}" if capped else rf"e^{{{_tex(raw)}}}"
    return rf"b_{name} = a_{name} \cdot e^{{t_{name}}} = {_tex(anchor)} \cdot {power} = {_tex(value)}"


def _edges(axis: str, length: str, middle: float, size: float, side: float, ends: tuple[float, float]) -> str:
    return (rf"{axis}_{{1,2}} = {side:g} \cdot \left(b_{axis} \mp \tfrac{{b_{length}}}{{2}}\right) = {side:g} \cdot "
            rf"\left({_tex(middle)} \mp {_tex(size / 2)}\right) = {ends[0]:.1f},\; {ends[1]:.1f}")


def _tex(value: float) -> str:
    return f"{value:.3f}"
