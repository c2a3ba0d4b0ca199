"""One thing in a picture, what it is and where: what a network with two heads answers, and the loss of that answer.

Scores of the classes and four numbers of a box come from the same maps; what they lose is added up, and a weight says
how much the box counts beside the class.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

from explorer.detection.boxes import Box, BoxPair
from explorer.errors import N_
from explorer.numbers import latex_number

BoxLoss = Literal["giou", "iou", "squares"]
BOX_LOSSES: dict[BoxLoss, str] = {
    "giou": N_("1 − GIoU"), "iou": N_("1 − IoU"), "squares": N_("Squares")}
"""What a box may lose, and what readers call it; squares: of what centre, width and height are off. The bundled
network learned by the first."""
BOX_WEIGHT = 2.0
"""How much the box counts beside the class, as the bundled network was trained."""


@dataclass(frozen=True, slots=True)
class Located:
    """What a network says of one picture.

    Attributes:
        scores: one per class.
        centred: centre x, centre y, width and height of the box, shares of the picture's side.
        side: of the picture, px.
    """

    scores: tuple[float, ...]
    centred: tuple[float, float, float, float]
    side: int

    @property
    def shares(self) -> NDArray[np.float64]:
        """Return the softmax of the scores (K,), adding up to 1."""
        raised = np.exp(np.array(self.scores) - max(self.scores))
        shares: NDArray[np.float64] = raised / raised.sum()
        return shares

    @property
    def kind(self) -> int:
        """Return the class with the highest score."""
        return int(np.argmax(self.scores))

    @property
    def box(self) -> Box:
        """Return the box as x1, y1, x2, y2, px; it may reach out of the picture."""
        x, y, width, height = (self.side * value for value in self.centred)
        return x - width / 2, y - height / 2, x + width / 2, y + height / 2

    def lines(self) -> tuple[str, str]:
        """Return how the four numbers become corners, as lines of LaTeX."""
        x, y, width, height = map(_written, self.centred)
        left, top, right, bottom = map(_written, self.box)
        return (rf"x_{{1,2}} = {self.side} \left({x} \mp \tfrac{{{width}}}{{2}}\right) = {left},\ {right}",
                rf"y_{{1,2}} = {self.side} \left({y} \mp \tfrac{{{height}}}{{2}}\right) = {top},\ {bottom}")


def located(output: ArrayLike, side: int) -> Located:
    """Return what one output of the network says, (K + 4,): K scores, then centre x, centre y, width, height.

    Args:
        output: of the network, without the batch.
        side: of the picture, px.
    """
    values = [float(value) for value in np.asarray(output, np.float64).ravel()]
    x, y, width, height = values[-4:]
    return Located(tuple(values[:-4]), (x, y, width, height), side)


@dataclass(frozen=True, slots=True)
class LocatedLoss:
    """What an answer loses where the truth is known.

    Attributes:
        answer: of the network.
        kind: the true class.
        box: the true box, px.
        weight: of the box' part.
        by: what the box loses.
    """

    answer: Located
    kind: int
    box: Box
    weight: float = BOX_WEIGHT
    by: BoxLoss = "giou"

    @property
    def pair(self) -> BoxPair:
        """Return the answered and the true box."""
        return BoxPair(self.answer.box, self.box)

    @property
    def of_class(self) -> float:
        """Return the cross-entropy of the class, nats."""
        return float(-np.log(max(self.answer.shares[self.kind], np.finfo(float).tiny)))

    @property
    def of_box(self) -> float:
        """Return what the box loses, before it is weighted."""
        if self.by == "squares":
            return float(np.square(self._differences).sum())
        return 1 - (self.pair.giou if self.by == "giou" else self.pair.iou)

    @property
    def total(self) -> float:
        """Return what is learned from: the class' part, and the box' part times its weight."""
        return self.of_class + self.weight * self.of_box

    @property
    def box_share(self) -> float:
        """Return which share of the total is the box', 0 to 1; 0 where there is nothing to lose."""
        return self.weight * self.of_box / self.total if self.total > 0 else 0.0

    @property
    def _differences(self) -> NDArray[np.float64]:
        """Return by how much centre, width and height differ (4,), shares of the side."""
        x1, y1, x2, y2 = self.box
        true = np.array(((x1 + x2) / 2, (y1 + y2) / 2, x2 - x1, y2 - y1)) / self.answer.side
        return np.array(self.answer.centred) - true

    def lines(self) -> dict[str, tuple[str, ...]]:
        """Return the working as lines of LaTeX: ``"class"``, ``"box"`` and ``"total"``."""
        score, share = _written(self.answer.scores[self.kind]), _written(float(self.answer.shares[self.kind]))
        raised = " + ".join(f"e^{{{_written(value)}}}" for value in self.answer.scores)
        parts = _written(self.of_class), _written(self.of_box)
        return {
            "class": (rf"p = \frac{{e^{{{score}}}}}{{{raised}}} = {share}",
                      rf"L_\text{{class}} = -\ln p = -\ln {share} = {parts[0]}"),
            "box": self._box_lines(),
            "total": (rf"L = L_\text{{class}} + \lambda \, L_\text{{box}} = {parts[0]} + {_written(self.weight)} \cdot "
                      rf"{parts[1]} = {_written(self.total)}",),
        }

    def _box_lines(self) -> tuple[str, ...]:
        loss = r"L_\text{box} = "
        if self.by == "squares":
            terms = " + ".join(_square(value) for value in self._differences)
            return (rf"{loss}(\Delta x)^2 + (\Delta y)^2 + (\Delta w)^2 + (\Delta h)^2 = {terms} = "
                    rf"{_written(self.of_box)}",)
        lines = self.pair.lines()
        kept = ("intersection", "union", "iou", *(("giou",) if self.by == "giou" else ()))
        value, word = (self.pair.giou, "GIoU") if self.by == "giou" else (self.pair.iou, "IoU")
        minus = f"- ({_written(value)})" if value < 0 else f"- {_written(value)}"
        return (*(line for part in kept for line in lines[part]),
                rf"{loss}1 - \text{{{word}}} = 1 {minus} = {_written(self.of_box)}")


def best_fit(box: Box, others: Sequence[Box]) -> int:
    """Return which of the others fits a box best, by GIoU, so that one is nearest also where none overlaps."""
    return max(range(len(others)), key=lambda place: BoxPair(box, others[place]).giou)


def _square(value: float) -> str:
    text = _written(value)
    return rf"({text})^2" if text.startswith("-") else f"{text}^2"


def _written(value: float) -> str:
    return latex_number(value, 3)
