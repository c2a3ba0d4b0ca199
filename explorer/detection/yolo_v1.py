"""What YOLO v1 puts out: S x S cells, in each of them B boxes of five numbers and C classes.

A box of a cell is x, y (where in the cell its centre lies, as shares of the cell), w, h (shares of the picture) and a
confidence. Oracles of the tests: the numbers of the paper and of the lecture, and torchvision's ``box_convert``.

Source:
    Redmon et al. (2016), You Only Look Once, arXiv:1506.02640, section 2 and equation 3.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from explorer.detection.boxes import Box, ious
from explorer.detection.cells import Cell, cell_of, centre_of
from explorer.errors import ShapeError
from explorer.numbers import number

VOC_CLASSES = ("aeroplane", "bicycle", "bird", "boat", "bottle", "bus", "car", "cat", "chair", "cow", "diningtable",
               "dog", "horse", "motorbike", "person", "pottedplant", "sheep", "sofa", "train", "tvmonitor")
"""In the order of PASCAL VOC, which is that of the alphabet."""
BOX_NUMBERS = ("x", "y", "w", "h", "c")
COORDINATES, NO_OBJECT = 5.0, 0.5
"""Weights of the loss: of the boxes' places, and of the confidence of boxes that stand for no object."""


@dataclass(frozen=True, slots=True)
class CellBox:
    """Five numbers of a cell: offsets in the cell and sides of the picture as shares, and a confidence, all 0 to 1."""

    x: float
    y: float
    w: float
    h: float
    confidence: float = 1.0

    @property
    def numbers(self) -> tuple[float, ...]:
        """Return them in the order in which they stand in the tensor."""
        return self.x, self.y, self.w, self.h, self.confidence


@dataclass(frozen=True, slots=True)
class YoloHead:
    """The last tensor of YOLO v1 and what its numbers mean.

    Attributes:
        cells: along one side of the grid, S.
        boxes: of each cell, B.
        classes: C; a cell says them once, for all of its boxes.
        side: of the picture, px.
    """

    cells: int = 7
    boxes: int = 2
    classes: int = len(VOC_CLASSES)
    side: int = 448

    @property
    def values(self) -> int:
        """Return how many numbers a cell has."""
        return self.boxes * len(BOX_NUMBERS) + self.classes

    @property
    def total(self) -> int:
        """Return how many numbers the tensor has."""
        return self.cells * self.cells * self.values

    @property
    def size_line(self) -> str:
        """Return the working of that count, LaTeX."""
        count = f"{self.total:,}".replace(",", "{,}")
        return (rf"S \cdot S \cdot (B \cdot 5 + C) = {self.cells} \cdot {self.cells} \cdot "
                rf"({self.boxes} \cdot 5 + {self.classes}) = {self.cells} \cdot {self.cells} \cdot {self.values} = "
                rf"{count}")

    def names(self) -> tuple[str, ...]:
        """Return what each number of a cell is called: x1, y1, w1, h1, c1, x2, ..., p1, p2, ..."""
        boxes = tuple(f"{name}{place}" for place in range(1, self.boxes + 1) for name in BOX_NUMBERS)
        return boxes + tuple(f"p{place}" for place in range(1, self.classes + 1))

    def written(self, boxes: Sequence[CellBox], classes: Sequence[float]) -> tuple[float, ...]:
        """Return the numbers of a cell in their order.

        Raises:
            ShapeError: there are more or fewer boxes or classes than a cell has.
        """
        if (len(boxes), len(classes)) != (self.boxes, self.classes):
            raise ShapeError("A cell has {boxes} boxes and {classes} classes, not {given} and {named}.",
                             boxes=self.boxes, classes=self.classes, given=len(boxes), named=len(classes))
        return tuple(value for box in boxes for value in box.numbers) + tuple(classes)

    def target(self, box: Box) -> tuple[Cell, CellBox]:
        """Return the cell that has to find a box (px), and what that cell has to say.

        Raises:
            SpecError: the centre lies outside the picture.
        """
        row, column = cell = cell_of(box, cells=self.cells, side=self.side)
        x, y = centre_of(box)
        scale = self.cells / self.side
        return cell, CellBox(x * scale - column, y * scale - row, (box[2] - box[0]) / self.side,
                             (box[3] - box[1]) / self.side)

    def decoded(self, cell: Cell, said: CellBox) -> Box:
        """Return the box in px that a cell means."""
        row, column = cell
        x, y = ((column + said.x) * self.side / self.cells, (row + said.y) * self.side / self.cells)
        wide, high = said.w * self.side, said.h * self.side
        return x - wide / 2, y - high / 2, x + wide / 2, y + high / 2

    def lines(self, cell: Cell, said: CellBox) -> tuple[str, ...]:
        """Return the working of `decoded`, LaTeX: the centre, the sides, the corners."""
        row, column = cell
        x, y = ((column + said.x) * self.side / self.cells, (row + said.y) * self.side / self.cells)
        sides = [(rf"{name} = \frac{{{at} + {_tex(share)}}}{{{self.cells}}} \cdot {self.side} = {_tex(value)}"
                  r"\ \text{px}") for name, at, share, value in (("x", column, said.x, x), ("y", row, said.y, y))]
        lengths = [rf"{name} = {_tex(share)} \cdot {self.side} = {_tex(share * self.side)}\ \text{{px}}"
                   for name, share in (("w", said.w), ("h", said.h))]
        corners = ",\\ ".join(map(_tex, self.decoded(cell, said)))
        return (*sides, *lengths, rf"(x \mp \tfrac{{w}}{{2}},\ y \mp \tfrac{{h}}{{2}}) \to ({corners})")

    def responsible(self, cell: Cell, said: Sequence[CellBox], truth: Box) -> tuple[int, tuple[float, ...]]:
        """Return which box of a cell learns an object: that of the highest IoU with it; and the IoU of each."""
        found = ious([self.decoded(cell, box) for box in said], [truth])[:, 0].tolist()
        return max(range(len(found)), key=found.__getitem__), tuple(found)

    def loss(self, cell: Cell, said: Sequence[CellBox], classes: Sequence[float], *, truth: Box,
             category: int) -> dict[str, float]:
        """Return the parts of the loss of a cell that has to find an object, as sums of squares.

        ``"place"``, ``"size"``, ``"confidence"`` of the box that learns it, ``"silence"`` of the other boxes, which
        learn only to be sure of nothing, and ``"class"``.
        """
        learns, overlaps = self.responsible(cell, said, truth)
        target, mine = self.target(truth)[1], said[learns]
        wanted = [float(place == category) for place in range(self.classes)]
        return {
            "place": COORDINATES * _squares((mine.x, mine.y), (target.x, target.y)),
            "size": COORDINATES * _squares((mine.w ** 0.5, mine.h ** 0.5), (target.w ** 0.5, target.h ** 0.5)),
            "confidence": (mine.confidence - overlaps[learns]) ** 2,
            "silence": NO_OBJECT * sum(box.confidence ** 2 for place, box in enumerate(said) if place != learns),
            "class": _squares(classes, wanted),
        }


def score_line(name: str, share: float, confidence: float) -> str:
    """Return the working of the score of a class, LaTeX: Pr(class | object) x confidence."""
    return (rf"\text{{{name}}}:\quad \Pr(\text{{class}} \mid \text{{object}}) \cdot c = {_tex(share)} \cdot "
            rf"{_tex(confidence)} = {_tex(share * confidence)}")


def _squares(said: Sequence[float], wanted: Sequence[float]) -> float:
    return sum((one - other) ** 2 for one, other in zip(said, wanted, strict=True))


def _tex(value: float) -> str:
    return number(round(value, 6)).replace("−", "-")
