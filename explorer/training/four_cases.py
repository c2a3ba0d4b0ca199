"""The four cases of transfer learning as a map: how much there is to learn from, against how like it is to what the
network knows; and what the lecture and this app advise in each.

Source: the cases as they are taught after Stanford's CS231n, "Transfer Learning", https://cs231n.github.io.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from math import log10
from typing import Literal

from explorer.errors import Message, message
from explorer.training.advice import HEAD_RATE, RATE, SMALL, TENTH, TrainingAdvice, advice_for, following, is_similar
from explorer.training.augmentation.augmentation import Augmentation
from explorer.training.plan import Plan

Adviser = Literal["lecture", "app"]
LEAST, MOST = SMALL / 100, SMALL * 100
"""Pictures per class at the edges of the map; fewer and more stand at its edge."""
BORDER = 0.5
"""From so much likeness on, pictures are called like what the network knows."""
MOVED = Augmentation(flip=0.5, crop=0.1)
"""Changes that leave photos what they are."""
TURNED = Augmentation(rotate=10, crop=0.1)
"""Changes that leave digits and other drawn things what they are."""
SLIDES = message("Slides of the lecture on transfer learning, its four cases.")
NOTES = message("Stanford's CS231n, notes on transfer learning.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Quarter:
    """A quarter of the map.

    Attributes:
        name: in a link or a click.
        small: there are few pictures per class.
        similar: they are like what the network knows.
        lecture: what the lecture advises; ``reason`` says it.
        lecture_moves: it says to change the pictures at random, too.
        source: of that.
        app_source: of what the app advises.
        differs: why the app says something else; None: it does not.
    """

    name: str
    small: bool
    similar: bool
    lecture: TrainingAdvice
    lecture_moves: bool = False
    source: Message = SLIDES
    app_source: Message
    differs: Message | None = None

    @property
    def app(self) -> TrainingAdvice:
        """What this app advises."""
        return advice_for(self.small, self.similar)


QUARTERS: dict[str, Quarter] = {one.name: one for one in (
    Quarter(name="many_unlike", small=False, similar=False,
            lecture=TrainingAdvice("all", TENTH * RATE, message("Train the whole network at a tenth of the rate.")),
            app_source=message("Stanford's CS231n, notes on transfer learning, name no rate here; He, Girshick, Dollár "
                               "(2018), arXiv:1811.08883, found that with much data training from random weights "
                               "reaches the same."),
            differs=message("With this much to learn from there is little to protect, so the app takes the full rate. "
                            "Train both ways and compare.")),
    Quarter(name="many_alike", small=False, similar=True,
            lecture=TrainingAdvice("last_blocks", TENTH * RATE, message(
                "Train the late convolutions and the classifier at a tenth of the rate.")),
            app_source=message("Stanford's CS231n, notes on transfer learning; Yosinski, Clune, Bengio, Lipson (2014), "
                               "arXiv:1411.1792: layers that adapt do better than frozen ones."),
            differs=message("There is enough to let the early layers adapt as well, so the app trains everything, at "
                            "the same small rate. Train both ways and compare.")),
    Quarter(name="few_unlike", small=True, similar=False, lecture_moves=True,
            lecture=TrainingAdvice("last_blocks", RATE, message(
                "Train the classifier and a few layers before it, and make more of the pictures by augmentation.")),
            app_source=NOTES,
            differs=message("The app changes photos at random and leaves drawn things as they are: a mirrored digit is "
                            "no digit. Choose under Augmentation what leaves yours what they are.")),
    Quarter(name="few_alike", small=True, similar=True,
            lecture=TrainingAdvice("head", HEAD_RATE, message("Train the classifier only.")),
            app_source=message("Stanford's CS231n, notes on transfer learning; Razavian, Azizpour, Sullivan, Carlsson "
                               "(2014), arXiv:1403.6382: features off the shelf are a strong baseline.")),
)}
"""In the order in which they stand on the map: from its upper left to its lower right."""


def quarter_at(per_class: float, likeness: float) -> Quarter:
    """Return the quarter of a place on the map.

    Args:
        per_class: pictures of each class.
        likeness: to what the network knows, 0 to 1.
    """
    return next(one for one in QUARTERS.values()
                if one.small is (per_class < SMALL) and one.similar is (likeness >= BORDER))


def height(per_class: float) -> float:
    """Return where a number of pictures per class stands between the lower edge of the map, 0, and the upper, 1.

    A logarithm, with the border between few and many in the middle.
    """
    return log10(min(max(per_class, LEAST), MOST) / LEAST) / log10(MOST / LEAST)


def advised_plan(plan: Plan, quarter: Quarter, adviser: Adviser, *, pictures: int) -> Plan:
    """Return ``plan`` changed to do what is advised in a quarter, starting from trained weights.

    Args:
        pictures: that it learns from, all classes together.

    Raises:
        DataError: that does not go with its network.
    """
    if plan.how == "scratch":
        plan = replace(plan, how="all", weights="DEFAULT")
    if adviser == "app":
        return following(quarter.app, plan, pictures=pictures)
    changes = Augmentation() if not quarter.lecture_moves else MOVED if is_similar(plan.data) else TURNED
    return replace(following(quarter.lecture, plan, pictures=pictures), augmentation=changes)
