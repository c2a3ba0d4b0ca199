"""What a reader has set in the tab *Boxes*: the fields that `pages.where_is_it.state` takes over."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from explorer.detection import BOX_LOSSES, BOX_WEIGHT, Box, BoxLoss, upright
from explorer.errors import N_, Message, message
from explorer.experiments import localisation
from explorer.link_values import SHOWN_CHARS
from pages.ui.state.fields import Choice, Field, Real, Whole

WIDTH, HEIGHT = 24, 16
"""Of the picture that the two boxes lie in, px."""
DECIMALS = 2
THRESHOLDS = (0.05, 0.95)
"""IoU from which a box may count as right."""
WEIGHTS = (0.0, 10.0)
"""Of the box beside the class."""
PARTS = ("pair", "network")
PICTURE_TIMES = (1, 4, 10)
"""How often the picture's sides are longer, while the boxes stay."""
_NUMBER = re.compile(r"[+-]?[0-9]{1,9}(\.[0-9]{1,9})?")


def placed(box: Box) -> Box:
    """Return the nearest upright box within the picture, in hundredths of px."""
    x1, y1, x2, y2 = upright(box)
    return _within(x1, WIDTH), _within(y1, HEIGHT), _within(x2, WIDTH), _within(y2, HEIGHT)


def _within(value: float, most: int) -> float:
    return min(max(round(value, DECIMALS), 0.0), float(most))


@dataclass(frozen=True, slots=True)
class BoxField:
    """Four numbers with ``_`` between them: x1, y1, x2 and y2, px."""

    def read(self, name: str, text: str, otherwise: Box) -> tuple[Box, Message | None]:
        """Return the nearest box, and what is wrong with what was asked for."""
        parts = text.split("_")
        if len(parts) != len(otherwise) or not all(map(_NUMBER.fullmatch, parts)):
            used = self.write(otherwise)
            return otherwise, message("{name} is {text!r}, but needs four numbers such as {used}: x1, y1, x2, y2; "
                                      "{used} is used.", name=name, text=text[:SHOWN_CHARS], used=used)
        x1, y1, x2, y2 = map(float, parts)
        return told(name, (x1, y1, x2, y2))

    def write(self, value: Box) -> str:
        """Return the numbers."""
        return "_".join(f"{one:g}" for one in value)


def told(name: str, asked: Box) -> tuple[Box, Message | None]:
    """Return the nearest box, and what had to be changed for that."""
    box = placed(asked)
    used = BoxField().write(box)
    if upright(asked) != asked:
        return box, message("{name} was upside down: x1 must be left of x2, and y1 above y2. Its corners are in order "
                            "now; {used} is used.", name=name, used=used)
    if any(abs(one - other) > 10**-DECIMALS for one, other in zip(box, asked, strict=True)):
        return box, message("{name} reached out of the picture of {width} × {height} px and was cut at its border; "
                            "{used} is used.", name=name, width=WIDTH, height=HEIGHT, used=used)
    return box, None


@dataclass(frozen=True, slots=True)
class PairExample:
    """Two boxes that are worth a look. ``title`` is English; shown through ``_()``."""

    title: str
    boxes: tuple[Box, Box]


EXAMPLES = {
    "seventh": PairExample(N_("1/7: half aside, both ways"), ((4, 4, 10, 10), (7, 7, 13, 13))),
    "third": PairExample(N_("1/3: half aside, one way"), ((4, 3, 14, 13), (9, 3, 19, 13))),
    "half": PairExample(N_("1/2: a third aside"), ((4, 4, 16, 12), (8, 4, 20, 12))),
    "inside": PairExample(N_("1/4: inside"), ((6, 5, 12, 11), (3, 2, 15, 14))),
    "touching": PairExample(N_("Touching"), ((4, 4, 10, 10), (10, 4, 16, 10))),
    "near": PairExample(N_("Apart, near"), ((2, 5, 8, 11), (10, 5, 16, 11))),
    "far": PairExample(N_("Apart, far"), ((0, 0, 6, 6), (18, 10, 24, 16))),
    "equal": PairExample(N_("Equal"), ((6, 4, 16, 12), (6, 4, 16, 12))),
}
"""In the order in which they are offered; the first is what the tab opens with."""


@dataclass(frozen=True, kw_only=True)
class BoxSettings:
    """The settings of the tab.

    Attributes:
        ours, theirs: the predicted and the true box, x1, y1, x2, y2 in px.
        threshold: IoU from which a box counts as right.
        times: how often the picture's sides are longer, for the accuracy of its pixels.
        part: two boxes, or a network's box.
        box_weight, box_loss: how much the network's box counts beside the class, and what it loses.
        run_weight, epoch: of the training that is looked at, and how far it is.
    """

    ours: Box = EXAMPLES["seventh"].boxes[0]
    theirs: Box = EXAMPLES["seventh"].boxes[1]
    threshold: float = 0.5
    times: int = 1
    part: str = PARTS[0]
    box_weight: float = BOX_WEIGHT
    box_loss: BoxLoss = "giou"
    run_weight: int = 2
    epoch: int = localisation.EPOCHS


FIELDS: Mapping[str, Field] = {"ours": BoxField(), "theirs": BoxField(), "threshold": Real(*THRESHOLDS),
                               "times": Choice(PICTURE_TIMES), "part": Choice(PARTS), "box_weight": Real(*WEIGHTS),
                               "box_loss": Choice(tuple(BOX_LOSSES)),
                               "run_weight": Choice(localisation.RUN_WEIGHTS),
                               "epoch": Whole(0, localisation.EPOCHS)}
