"""What a reader has set in the tab *How good is it?*: the fields that `pages.where_is_it.state` takes over."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from explorer.scenes import KINDS
from pages.ui.state.fields import Choice, Field, Real, Whole

EVERY = "every"
COUNTS = (20, 50, 100, 200)
AREAS = ("all", "eleven", "coco")
MOST_SET = 99


@dataclass(frozen=True, kw_only=True)
class HowGoodSettings:
    """The settings of the tab.

    Attributes:
        good_count, good_set: how many fresh scenes, and which set of them.
        good_iou: from which IoU on a detection is right.
        good_sure: from which score on a detection counts.
        good_class: one of ``KINDS``, or all together.
        good_area: how the average precision is counted.
    """

    good_count: int = 50
    good_set: int = 0
    good_iou: float = 0.5
    good_sure: float = 0.5
    good_class: str = EVERY
    good_area: str = AREAS[0]


FIELDS: Mapping[str, Field] = {
    "good_count": Choice(COUNTS),
    "good_set": Whole(0, MOST_SET),
    "good_iou": Real(0.5, 0.95),
    "good_sure": Real(0, 1),
    "good_class": Choice((EVERY, *KINDS)),
    "good_area": Choice(AREAS),
}
