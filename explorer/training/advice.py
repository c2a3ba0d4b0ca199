"""Which way to train, by the two questions of the lecture: is there much to learn from, and is it like what the
network knows?

Source: the four cases of transfer learning as taught in Stanford's CS231n, "Transfer Learning".
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from explorer.errors import Message, message
from explorer.training.augmentation.augmentation import Augmentation
from explorer.training.data.catalogue import scene_task
from explorer.training.data.opening import set_entry
from explorer.training.plan import How, Plan, side_of
from explorer.training.run_folder.load import job_folder
from explorer.training.run_folder.network_card import read_about

SMALL = 500
"""Fewer pictures per class than this are few."""
DRAWN = {"digits", "shapes", "mnist", "fashion_mnist"}
"""Data sets that do not look like the photos that pretrained networks have learned from."""
RATE = 2e-3
"""Usual highest learning rate of AdamW."""
HEAD_RATE = 1e-2
"""A single layer bears larger steps."""
TENTH = 0.1
EPOCHS: dict[How, int] = {"head": 15, "last_blocks": 6, "all": 5, "two_phases": 8, "scratch": 12}
MANY = 10_000
"""From so many pictures on, a third of the epochs and larger batches do."""


@dataclass(frozen=True, slots=True)
class TrainingAdvice:
    """What the app would do, and why."""

    how: How
    learning_rate: float
    """For AdamW."""
    reason: Message
    elsewhere: Message | None = None
    """What some lectures advise instead, with where the advice here is from."""


def advice_for(small: bool, similar: bool) -> TrainingAdvice:
    """Return the advice for one of the four cases, for a network with trained weights."""
    if small and similar:
        return TrainingAdvice("head", HEAD_RATE, message(
            "There are few pictures, and they look like those the network has learned from. Its features fit as they "
            "are, and with so few pictures more layers would learn them by heart: train a new head only."))
    if similar:
        return TrainingAdvice("all", TENTH * RATE, message(
            "There are many pictures, and they look like those the network has learned from. All layers may adapt, in "
            "small steps so that they keep what they know: train everything at a tenth of the learning rate."), message(
            "Some lectures train only the last convolutions and the head here, at a tenth of the rate. CS231n's notes "
            "adapt the whole network, and Yosinski et al. (2014) found layers that adapt to do better than frozen "
            "ones. Train both ways and compare."))
    if small:
        return TrainingAdvice("last_blocks", RATE, message(
            "There are few pictures, and they look different from those the network has learned from. Edges and "
            "textures of its early layers fit, what its last blocks know does not: keep the first blocks and train "
            "the last ones with a new head."))
    return TrainingAdvice("all", RATE, message(
        "There are many pictures, and they look different from those the network has learned from. There is enough to "
        "learn every layer anew. Trained weights are still a better start than random ones: train everything at the "
        "full learning rate, or from scratch to compare."), message(
        "Some lectures advise a tenth of the rate here. CS231n's notes train the whole network, too, and name no rate; "
        "with this much to learn from, the full one is used. Train both ways and compare."))


FROM_SCRATCH = TrainingAdvice("scratch", RATE, message(
    "The weights are random, so there is nothing to keep: train everything from scratch."))


ON_SCENES = TrainingAdvice("all", TENTH * RATE, message(
    "The network has learned before, from such scenes or from photos, and knows edges and shapes. Everything adapts, "
    "at a tenth of the learning rate. From scratch shows how much there is to learn."))


def advise(network: str, weights: str, data: str, *, pictures: int, classes: int) -> TrainingAdvice:
    """Return the advice for a network and a data set.

    Args:
        network, weights, data: as in a plan.
        pictures: to learn from, all classes together.
        classes: how many.
    """
    if weights == "random" or network.startswith("stack/"):
        return FROM_SCRATCH
    if scene_task(data):
        return ON_SCENES
    return advice_for(is_small(pictures, classes), is_similar(data))


def is_small(pictures: int, classes: int) -> bool:
    """Say whether there are few pictures per class."""
    return pictures < SMALL * classes


def is_similar(data: str) -> bool:
    """Say whether the pictures are photos of things, as far as the data set's name tells; uploads count as such."""
    return data not in DRAWN


def default_plan(data: str, network: str = "bundled/resnet20", *, weights: str = "DEFAULT",
                 pictures: int | None = None, classes: int | None = None, side: int | None = None) -> Plan:
    """Return a plan that needs no changes: what ``advise`` says, with usual numbers for the rest.

    Args:
        pictures, classes: of an upload; other data sets are known.
        side: px; None: what the network was made for.

    Raises:
        DataError: no such data set.
        NetworkError: no such network.
    """
    if pictures is None or classes is None:
        known = set_entry(data)
        pictures, classes = known.pictures, known.classes
    if network.startswith("stack/"):
        weights = "random"
    advised = advise(network, weights, data, pictures=pictures, classes=classes)
    # What follows the advice lets everything learn, which goes with any task.
    return following(advised, Plan(how="all", network=network, weights=weights, data=data, side=side or _side(network),
                                   batch_size=128 if pictures >= MANY else 32, early_stopping=0, precision="auto"),
                     pictures=pictures)


def following(advised: TrainingAdvice, plan: Plan, *, pictures: int) -> Plan:
    """Return ``plan`` changed to do what was advised, with numbers that suit it."""
    epochs = EPOCHS[advised.how]
    moves = is_similar(plan.data) and advised.how != "head" and plan.task == "classify"
    augmentation = Augmentation(flip=0.5, crop=0.1) if moves else Augmentation()
    changed: dict[str, Any] = {"weights": "random"} if advised.how == "scratch" else {}
    return replace(plan, how=advised.how, frozen=(), optimiser="adamw", learning_rate=advised.learning_rate,
                   epochs=max(2, epochs // 3) if pictures >= MANY else epochs, augmentation=augmentation, **changed)


def _side(network: str) -> int:
    kind, _, rest = network.partition("/")
    return read_about(job_folder(rest)).input_shape[-1] if kind == "job" else side_of(network)
