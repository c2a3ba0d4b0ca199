"""One training step of a network of three layers, slowly: every number of it, forth, back, and the update.

A picture of 3 × 3 cells goes through a convolution with one kernel of 2 × 2, a ReLU, and a linear layer with one
output; the loss is half the squared error. Oracle of the tests: torch's autograd and its SGD.

Source:
    Rumelhart, Hinton & Williams (1986), Learning representations by back-propagating errors, Nature 323.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import product

import numpy as np

SIDE, KERNEL = 3, 2
MAP = SIDE - KERNEL + 1
PLACES = tuple(product(range(MAP), repeat=2))
"""Cells of the kernel, of the map, and of the weights of the linear layer alike: row and column from 0."""
TARGETS, STEP_RATES = (-2.0, 2.0), (0.01, 2.0)
MOST_SEED, MOST_TAKEN = 99, 30
LEVELS = 2
"""A cell of the picture is so many halves at most."""
BURST = 1e6
"""Size of a number from which on steps are no longer taken."""

Row = tuple[float, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class TinyNet:
    """What is learned: four numbers of the kernel, four weights, two biases; all rows by row."""

    kernel: Row
    bias: float
    weights: Row
    offset: float


def tiny_net(seed: int) -> TinyNet:
    """Return weights drawn from ``seed``: tenths from -0.9 to 0.9, none of them 0; biases of 0.1."""
    random = np.random.default_rng(seed)
    drawn = [float(size * sign) / 10 for size, sign in zip(random.integers(1, 10, 8), random.choice([-1, 1], 8),
                                                          strict=True)]
    return TinyNet(kernel=tuple(drawn[:4]), bias=0.1, weights=tuple(drawn[4:]), offset=0.1)


@dataclass(frozen=True, slots=True)
class TrainingStep:
    """All numbers of one step. What is back-propagated is called as what it is the derivative by: ``by_kernel``."""

    net: TinyNet
    picture: Row
    """Nine cells, row by row."""
    target: float
    rate: float

    def read(self, row: int, column: int) -> Row:
        """Return the four cells that a cell of the map is made of."""
        return tuple(self.picture[(row + down) * SIDE + column + right] for down, right in PLACES)

    @property
    def sums(self) -> Row:
        """Return z, what the convolution puts out."""
        return tuple(_dot(self.net.kernel, self.read(*place)) + self.net.bias for place in PLACES)

    @property
    def active(self) -> Row:
        """Return a, what the ReLU lets through."""
        return tuple(max(0.0, value) for value in self.sums)

    @property
    def output(self) -> float:
        """Return y, what the linear layer says."""
        return _dot(self.net.weights, self.active) + self.net.offset

    @property
    def loss(self) -> float:
        """Return L, half the squared error."""
        return (self.output - self.target) ** 2 / 2

    @property
    def by_output(self) -> float:
        """Return ∂L/∂y."""
        return self.output - self.target

    @property
    def by_weights(self) -> Row:
        """Return ∂L/∂v; that by the offset is ``by_output`` itself."""
        return tuple(self.by_output * value for value in self.active)

    @property
    def by_active(self) -> Row:
        """Return ∂L/∂a."""
        return tuple(self.by_output * weight for weight in self.net.weights)

    @property
    def by_sums(self) -> Row:
        """Return ∂L/∂z: nothing comes back where the ReLU let nothing through."""
        return tuple(slope if value > 0 else 0.0 for slope, value in zip(self.by_active, self.sums, strict=True))

    @property
    def by_kernel(self) -> Row:
        """Return ∂L/∂k: each number of the kernel was used four times, so four products are added."""
        return tuple(_dot(self.by_sums, self.read(*place)) for place in PLACES)

    @property
    def by_bias(self) -> float:
        """Return ∂L/∂b."""
        return sum(self.by_sums)

    @property
    def updated(self) -> TinyNet:
        """Return the network after the step: each number minus the rate times its derivative."""
        net, rate = self.net, self.rate
        return TinyNet(kernel=_moved(net.kernel, self.by_kernel, rate), bias=net.bias - rate * self.by_bias,
                       weights=_moved(net.weights, self.by_weights, rate), offset=net.offset - rate * self.by_output)

    @property
    def after(self) -> TrainingStep:
        """Return the next step, which begins with the updated network."""
        return replace(self, net=self.updated)

    @property
    def is_dead(self) -> bool:
        """Say whether the ReLU lets nothing through, so that the kernel learns nothing."""
        return not any(self.active)


def steps_from(first: TrainingStep, count: int) -> Iterator[TrainingStep]:
    """Yield ``first`` and the ``count`` steps after it, until numbers burst."""
    now = first
    for _step in range(count + 1):
        yield now
        if abs(now.output) > BURST:
            return
        now = now.after


def longest_rate(step: TrainingStep) -> float:
    """Return the rate up to which a step lessens the loss, to first order: 2 over the squared length of y's gradient.

    To first order y moves by -rate · |∇y|² · (y - t), so the error is turned round and grows beyond this rate.
    """
    length = sum(value * value for value in (*step.by_kernel, step.by_bias, *step.by_weights, step.by_output))
    return 2 * step.by_output**2 / length if length else float("inf")


def _dot(one: Row, other: Row) -> float:
    return sum(left * right for left, right in zip(one, other, strict=True))


def _moved(numbers: Row, slopes: Row, rate: float) -> Row:
    return tuple(number - rate * slope for number, slope in zip(numbers, slopes, strict=True))
