"""What a reader has set in the tabs *Batch norm* and *Dropout*: the fields that `pages.layers.state` takes over."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TypeVar

from explorer.experiments import batch_norm, dropout
from pages.ui.state.fields import Choice, Field, Numbers, Real, Switch, Whole

T = TypeVar("T", bound="NormAndDropout")
NORM_PARTS = ("batch", "numbers", "size", "running", "mates", "network")
DROPOUT_PARTS = ("units", "mean", "learning")
MATES = ("photos", "digits", "copies", "grey")
MATE_COUNTS = (1, 2, 4, 8, 16, 32)
"""Pictures of a batch, the photo included."""
OFFS = ("off", "affine")
NORM_LAYERS = ("bn1", *(f"layer{stage}.{block}.bn{norm}" for stage in (1, 2, 3) for block in (0, 1, 2)
                        for norm in (1, 2)))
"""Batch norms of ResNet-20, in its order."""
MOST_CHANNELS = 64
LARGEST = 99
"""Of the numbers that a reader normalises by hand."""
DRAWS = 999
EXAMPLES = (20, 50, 100, 200, 500)


@dataclass(frozen=True, slots=True, kw_only=True)
class NormAndDropout:
    """The settings of both tabs.

    Attributes:
        norm, dropout: part of the tab that is open.
        form, mean, spread: *Batch norm*: what batches are drawn from.
        gamma, beta, momentum: of the layer.
        values, count: numbers of the batch, of which so many are used.
        batch: batch size.
        mates, among: who is in a batch with the photo, and how many pictures it has together.
        layer, channel, off: batch norm of ResNet-20 that is looked behind, which of its maps is large, and what stands
            in the place of all.
        draw: seed of what is drawn, in both tabs.
        p, relu: *Dropout*: share of units left out; whether ReLUs follow on the hidden layers.
        examples, wrong: digits to learn from, and the share of wrong labels, %.
    """

    norm: str = "batch"
    form: str = "bell"
    mean: float = 3.0
    spread: float = 2.0
    gamma: float = 1.0
    beta: float = 0.0
    momentum: float = batch_norm.MOMENTUM
    values: tuple[int, ...] = (1, 2, 3, 4)
    count: int = 4
    batch: int = 16
    mates: str = "photos"
    among: int = 8
    layer: str = "layer1.0.bn1"
    channel: int = 0
    off: str = "off"
    draw: int = 0
    dropout: str = "units"
    p: float = 0.5
    relu: bool = True
    examples: int = 100
    wrong: int = 20

    def next_draw(self: T) -> T:
        """Return the same with other draws."""
        return replace(self, draw=(self.draw + 1) % (DRAWS + 1))


FIELDS: Mapping[str, Field] = {
    "norm": Choice(NORM_PARTS), "form": Choice(batch_norm.FORMS), "mean": Real(-8, 8), "spread": Real(0.1, 4),
    "gamma": Real(-4, 4), "beta": Real(-8, 8), "momentum": Real(0.01, 1), "values": Numbers(4, -LARGEST, LARGEST),
    "count": Whole(1, 4), "batch": Choice(batch_norm.BATCH_SIZES), "mates": Choice(MATES),
    "among": Choice(MATE_COUNTS), "layer": Choice(NORM_LAYERS), "channel": Whole(0, MOST_CHANNELS - 1),
    "off": Choice(OFFS), "draw": Whole(0, DRAWS),
    "dropout": Choice(DROPOUT_PARTS), "p": Real(0, dropout.HIGHEST), "relu": Switch(), "examples": Choice(EXAMPLES),
    "wrong": Choice((0, 20)),
}
