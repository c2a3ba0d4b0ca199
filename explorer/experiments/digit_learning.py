"""Learn digits, epoch by epoch: what the experiments with an MLP and a CNN share. Needs torch."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache

import torch
from torch import Generator, Tensor, nn
from torch.nn import functional

from explorer.experiments.two_networks import CANVAS, MEAN, SIDE, SPREAD, Kind, network
from explorer.networks import build
from explorer.training import Pictures, open_set

BATCH = 32
RATE = 0.003
"""Of Adam, from the first step to the last."""
BLACK = -MEAN / SPREAD
Change = Callable[[Tensor, Generator], Tensor]


@dataclass(frozen=True, slots=True, eq=False)
class LabelledDigits:
    """Digits (N, 1, H, W), normalised, and their classes (N,)."""

    images: Tensor
    labels: Tensor

    def first(self, count: int) -> LabelledDigits:
        """Return as many of them, drawn once and for all."""
        order = torch.randperm(len(self.labels), generator=Generator().manual_seed(0))[:count]
        return LabelledDigits(self.images[order], self.labels[order])


@cache
def digits() -> tuple[LabelledDigits, LabelledDigits]:
    """Return the digits to learn from, and those to measure on: nothing is chosen by them, so validation and test
    pictures are one part."""
    data = open_set("digits", SIDE, seed=0)
    held = [Pictures(torch.cat([data.val.images, data.test.images]), torch.cat([data.val.labels, data.test.labels]))]
    learn, tested = (LabelledDigits((part.images[:, :1].float() / 255 - MEAN) / SPREAD, part.labels)
                     for part in (data.train, *held))
    return learn, tested


def learned(kind: Kind, learn: LabelledDigits, *, seed: int, epochs: int,
            change: Change | None = None) -> Iterator[nn.Module]:
    """Yield a network after each epoch, the same one each time.

    Args:
        kind: of network.
        learn: digits to learn from.
        seed: of the first weights, the order, and the changes.
        epochs: how often it learns from all of them.
        change: makes of each batch what is learned; None: as it is.
    """
    side = learn.images.shape[-1] if change is None else CANVAS
    module = build(network(kind, side), (1, side, side), seed=seed).requires_grad_()
    optimiser = torch.optim.Adam(module.parameters(), lr=RATE)
    generator = Generator().manual_seed(seed)
    for _epoch in range(epochs):
        for rows in torch.randperm(len(learn.labels), generator=generator).split(BATCH):
            images = learn.images[rows] if change is None else change(learn.images[rows], generator)
            optimiser.zero_grad()
            functional.cross_entropy(module(images), learn.labels[rows]).backward()
            optimiser.step()
        yield module


@torch.no_grad()
def accuracy(module: nn.Module, tested: LabelledDigits) -> float:
    """Return the share of digits that ``module`` names rightly, 0 to 1."""
    right = sum(int((module(images).argmax(1) == labels).sum())
                for images, labels in zip(tested.images.split(256), tested.labels.split(256), strict=True))
    return right / len(tested.labels)
