"""Non-maximum suppression, turn by turn: which box is in hand, which of the others fall, and why.

Oracles of the tests: ``torchvision.ops.nms`` and ``torchvision.ops.batched_nms``. As there, a box falls where its IoU
is above the threshold, not where it is equal. Soft variants: Bodla et al. (2017), *Soft-NMS*, arXiv:1704.04503.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from math import exp
from typing import Literal, get_args

from explorer.detection.boxes import Box, ious
from explorer.errors import ShapeError, SpecError

Method = Literal["hard", "linear", "gaussian"]
"""What becomes of a box that covers the one in hand: it falls, or its score shrinks."""
METHODS: tuple[Method, ...] = get_args(Method)
Verdict = Literal["falls", "stays", "weaker", "apart"]
"""``weaker``: its score shrank; ``apart``: it is of another class, and not compared."""
LEAST_SCORE = 0.001
"""Below it a shrunken score falls, as in the authors' code."""
SIGMAS = (0.1, 1.0)
"""Of the Gaussian, on the page; the paper uses 0.5."""


@dataclass(frozen=True, slots=True)
class Compared:
    """A box beside the one in hand.

    Attributes:
        place: which box it is.
        iou: of the two, 0 to 1.
        before, after: its score; after is 0 where it falls.
        verdict: what becomes of it.
    """

    place: int
    iou: float
    before: float
    after: float
    verdict: Verdict


@dataclass(frozen=True, slots=True)
class Turn:
    """One turn: the box with the highest score of all that are left is kept, and held against the rest.

    Attributes:
        hand: the box that is kept.
        score: its score by then.
        rest: the boxes that are left, by score.
    """

    hand: int
    score: float
    rest: tuple[Compared, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Suppression:
    """Boxes with scores, and how those are thinned out that find the same object.

    Attributes:
        boxes: corners x1, y1, x2, y2, px.
        scores: one for each box, 0 to 1.
        classes: one for each box; empty: all are of one class.
        threshold: IoU above which a box covers the one in hand.
        class_wise: whether only boxes of one class are held against each other.
        method: what becomes of a box that covers the one in hand.
        sigma: width of the Gaussian; it shrinks every score, whatever the threshold.
        least: score below which a box falls, where scores shrink.
    """

    boxes: tuple[Box, ...]
    scores: tuple[float, ...]
    classes: tuple[int, ...] = ()
    threshold: float = 0.5
    class_wise: bool = True
    method: Method = "hard"
    sigma: float = 0.5
    least: float = LEAST_SCORE

    def __post_init__(self) -> None:
        for count in (len(self.scores), len(self.classes or self.boxes)):
            if count != len(self.boxes):
                raise ShapeError("There are {boxes} boxes, but {count} scores or classes. Give one for each box.",
                                 boxes=len(self.boxes), count=count)
        if self.sigma <= 0:
            raise SpecError("The width of the Gaussian is {value:g}; it has to be above 0.", value=self.sigma)

    @property
    def order(self) -> tuple[int, ...]:
        """Return the boxes by score, the highest first; of equal ones the earlier."""
        return tuple(sorted(range(len(self.boxes)), key=lambda place: -self.scores[place]))

    def meet(self, hand: int, other: int) -> bool:
        """Say whether two boxes are held against each other."""
        return not (self.class_wise and self.classes) or self.classes[hand] == self.classes[other]


@dataclass(frozen=True, slots=True)
class Suppressed:
    """What suppression did.

    Attributes:
        turns: in their order.
        kept: the boxes that are left, in the order in which they were taken.
        scores: theirs by then.
    """

    turns: tuple[Turn, ...]
    kept: tuple[int, ...]
    scores: tuple[float, ...]


def suppress(plan: Suppression) -> Suppressed:
    """Return which boxes are kept, and every comparison on the way."""
    overlaps = ious(plan.boxes, plan.boxes)
    left, scores = list(plan.order), list(plan.scores)
    turns: list[Turn] = []
    while left:
        hand, *others = left
        rest = tuple(_compared(plan, hand, other, float(overlaps[hand, other]), scores[other]) for other in others)
        turns.append(Turn(hand, scores[hand], rest))
        for one in rest:
            scores[one.place] = one.after
        left = sorted((one.place for one in rest if one.verdict != "falls"),
                      key=lambda place: (-scores[place], place))
    return Suppressed(tuple(turns), tuple(turn.hand for turn in turns), tuple(turn.score for turn in turns))


def factor(plan: Suppression, iou: float) -> float:
    """Return by what the score of a box is multiplied that has an IoU with the one in hand, 0 to 1."""
    return _FACTORS[plan.method](plan, iou)


def factor_line(plan: Suppression, one: Compared) -> str:
    """Return the working of a score that shrinks or stays, LaTeX."""
    before, after, iou = f"{one.before:.3f}", f"{one.after:.3f}", f"{one.iou:.3f}"
    if plan.method == "gaussian":
        return (rf"s' = s \cdot e^{{-\mathrm{{IoU}}^2 / \sigma}} = {before} \cdot e^{{-{iou}^2 / {plan.sigma:g}}}"
                rf" = {before} \cdot {factor(plan, one.iou):.3f} = {after}")
    sign = ">" if one.iou > plan.threshold else r"\le"
    held = rf"\mathrm{{IoU}} = {iou} {sign} {plan.threshold:g}"
    if sign != ">":
        return rf"{held} \;\Rightarrow\; s' = s = {before}"
    if plan.method == "linear":
        return rf"{held} \;\Rightarrow\; s' = s \cdot (1 - \mathrm{{IoU}}) = {before} \cdot {1 - one.iou:.3f} = {after}"
    return rf"{held} \;\Rightarrow\; s' = 0"


def _compared(plan: Suppression, hand: int, other: int, iou: float, score: float) -> Compared:
    if not plan.meet(hand, other):
        return Compared(other, iou, score, score, "apart")
    share = factor(plan, iou)
    if share == 1:
        return Compared(other, iou, score, score, "stays")
    if plan.method == "hard" or score * share < plan.least:
        return Compared(other, iou, score, 0.0, "falls")
    return Compared(other, iou, score, score * share, "weaker")


_FACTORS: Mapping[Method, Callable[[Suppression, float], float]] = {
    "hard": lambda plan, iou: 0.0 if iou > plan.threshold else 1.0,
    "linear": lambda plan, iou: 1.0 - iou if iou > plan.threshold else 1.0,
    "gaussian": lambda plan, iou: exp(-iou ** 2 / plan.sigma),
}
