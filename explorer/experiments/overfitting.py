"""Learning a few digits by heart: the same network trained with and without dropout, live or as shipped.

``python -m explorer.experiments.overfitting`` makes the shipped curves again, in a minute or two on one core.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import torch
from torch import Generator, Tensor, nn
from torch.nn import functional

from explorer import training
from explorer.arrays import Floats
from explorer.errors import SpecError
from explorer.experiments.heart_curves import EPOCHS, EXAMPLES, QUANTITIES, RATES, SEEDS, SHIPPED, WRONG, curve_name
from explorer.runtime import write_arrays

WIDTH = 256
CLASSES = 10
BATCH = 20
RATE = 1e-3
FEWEST, MOST = 20, 500
"""Examples that a live training may have."""
STRONGEST = 0.9


@dataclass(frozen=True, slots=True, eq=False)
class Digits:
    """Digits to learn from and others to measure by: pictures (N, 64), 0 to 1, and labels (N,)."""

    pictures: Tensor
    labels: Tensor
    others: Tensor
    their_labels: Tensor


def few_digits(examples: int, wrong: float, seed: int) -> Digits:
    """Return as many examples of each digit, a share of which carry a wrong label, and all of validation and test.

    Args:
        examples: to learn from, `FEWEST` to `MOST`; rounded down to as many of each digit.
        wrong: share whose label is replaced by another digit, 0 to 1.
        seed: decides which.

    Raises:
        SpecError: fewer or more examples.
    """
    if not FEWEST <= examples <= MOST:
        raise SpecError("{examples} examples cannot be learned from here. Take {fewest} to {most}.", examples=examples,
                        fewest=FEWEST, most=MOST)
    data, random = training.open_set("digits", 8, seed=seed), Generator().manual_seed(seed)
    order = torch.randperm(len(data.train), generator=random)  # as they come, the first are all of a few writers
    rows = torch.cat([order[data.train.labels[order] == digit][:examples // CLASSES] for digit in range(CLASSES)])
    labels = data.train.labels[rows].clone()
    mistaken = torch.randperm(len(labels), generator=random)[:round(wrong * len(labels))]
    labels[mistaken] = (labels[mistaken] + torch.randint(1, CLASSES, (len(mistaken),), generator=random)) % CLASSES
    return Digits(_rows(data.train.images[rows]), labels,
                  _rows(torch.cat([data.val.images, data.test.images])),
                  torch.cat([data.val.labels, data.test.labels]))


def network(p: float, seed: int) -> nn.Sequential:
    """Return two hidden layers of `WIDTH` units with dropout behind each; the same seed, the same weights at any p."""
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(seed)
        return nn.Sequential(nn.Linear(64, WIDTH), nn.ReLU(), nn.Dropout(p), nn.Linear(WIDTH, WIDTH), nn.ReLU(),
                             nn.Dropout(p), nn.Linear(WIDTH, CLASSES))


class HeartLearner:
    """One network that learns, epoch by epoch, in evaluation mode between them."""

    def __init__(self, digits: Digits, p: float, seed: int) -> None:
        self.digits, self.module = digits, network(p, seed).eval()
        self._optimiser = torch.optim.Adam(self.module.parameters(), lr=RATE)
        self._random = Generator().manual_seed(seed)
        self._masks = Generator().manual_seed(seed).get_state()

    def learn(self) -> dict[str, float]:
        """Learn from each example once, and return what `QUANTITIES` are afterwards, measured without dropout."""
        digits = self.digits
        self.module.train()
        with torch.random.fork_rng(devices=[]):  # nn.Dropout draws from torch's own generator
            torch.set_rng_state(self._masks)
            for rows in torch.randperm(len(digits.labels), generator=self._random).split(BATCH):
                self._optimiser.zero_grad()
                functional.cross_entropy(self.module(digits.pictures[rows]), digits.labels[rows]).backward()
                self._optimiser.step()
            self._masks = torch.get_rng_state()
        self.module.eval()
        return self.measured()

    def measured(self) -> dict[str, float]:
        """Return what `QUANTITIES` are now."""
        with torch.no_grad():
            pairs = [(self.module(pictures), labels) for pictures, labels in (
                (self.digits.pictures, self.digits.labels), (self.digits.others, self.digits.their_labels))]
            found = [value for scores, labels in pairs for value in (
                functional.cross_entropy(scores, labels).item(),
                (scores.argmax(dim=1) == labels).double().mean().item())]
        return dict(zip(QUANTITIES, found, strict=True))


def train(*, seed: int, p: float = 0.5, wrong: float = 0.2, examples: int = EXAMPLES,
          epochs: int = EPOCHS) -> Iterator[tuple[int, dict[str, Any]]]:
    """Yield after each epoch what two networks have learned, ``without`` dropout and ``with`` it at ``p``.

    Both have the same first weights, digits and order.

    Raises:
        SpecError: fewer or more examples than `few_digits` takes, or p above `STRONGEST`.
    """
    if not 0 <= p <= STRONGEST:
        raise SpecError("p is {p:g}, but goes from 0 to {most:g}: it is the share of units that are left out.", p=p,
                        most=STRONGEST)
    digits = few_digits(examples, wrong, seed)
    learners = {"without": HeartLearner(digits, 0.0, seed), "with": HeartLearner(digits, p, seed)}
    for epoch in range(1, epochs + 1):
        yield epoch, {name: learner.learn() for name, learner in learners.items()}


def learned(p: float, wrong: float, *, seeds: int = SEEDS, epochs: int = EPOCHS) -> Floats:
    """Return what one network at ``p`` learns, once per seed: (seeds, epochs, `QUANTITIES`)."""
    runs = []
    for seed in range(seeds):
        learner = HeartLearner(few_digits(EXAMPLES, wrong, seed), p, seed)
        runs.append([list(learner.learn().values()) for _epoch in range(epochs)])
    return np.array(runs, dtype=np.float32)


def _rows(images: Tensor) -> Tensor:
    """Return pictures (N, 3, 8, 8), 0 to 255, as rows of their 64 greys, 0 to 1."""
    return images[:, 0].reshape(len(images), -1).float() / 255


if __name__ == "__main__":
    torch.set_num_threads(1)
    write_arrays(SHIPPED, {curve_name(p, wrong): learned(p, wrong) for p in RATES for wrong in WRONG})
