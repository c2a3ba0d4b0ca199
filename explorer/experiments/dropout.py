"""Dropout in a network of a few units: masks, what it answers under each, and how their mean approaches evaluation.

In training each unit of a hidden layer is left out with probability p and, where it stays, divided by 1 − p, as in
``torch.nn.functional.dropout``; in evaluation nothing happens.

Source:
    Srivastava et al. (2014), Dropout: a simple way to prevent neural networks from overfitting, JMLR 15.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import numpy as np

from explorer.arrays import Array
from explorer.errors import SpecError, message
from explorer.graph import Working
from explorer.numbers import number

UNITS = (4, 6, 6, 2)
"""Inputs, two hidden layers, two outputs."""
INPUT = (1.0, -0.5, 0.8, 0.3)
HIGHEST = 0.9
"""Largest p: beyond it the masks of so few units leave nothing most of the time."""
COUNTS = tuple(2**power for power in range(13))
"""Numbers of masks whose mean is compared with evaluation: 1 to 4,096."""
REPEATS = 48
"""So many times each, for a typical distance."""
Masks = tuple[Array, ...]
"""Of each hidden layer which units stay, 1.0, or are left out, 0.0; (units,), or (masks, units)."""


@dataclass(frozen=True, slots=True, eq=False)
class UnitNetwork:
    """Linear layers with ReLUs between them, or without.

    Attributes:
        weights: of each layer, (units, units before).
        relu: whether what comes out of the hidden layers is cut off at 0.
    """

    weights: tuple[Array, ...]
    relu: bool = True

    def values(self, p: float = 0.0, masks: Masks = ()) -> tuple[Array, ...]:
        """Return what each layer hands on for `INPUT`, the input first, the answer last.

        Args:
            p: probability that a unit is left out, 0 to `HIGHEST`.
            masks: of the hidden layers; for many masks at once each is (masks, units). None: evaluation.

        Raises:
            SpecError: p is none of these.
        """
        _check(p)
        found = [np.array(INPUT)]
        for layer, weights in enumerate(self.weights):
            sums = found[-1] @ weights.T
            if layer < len(self.weights) - 1:
                sums = np.maximum(sums, 0) if self.relu else sums
                sums = sums * masks[layer] / (1 - p) if masks else sums
            found.append(sums)
        return tuple(found)

    @property
    def evaluated(self) -> Array:
        """Return the answer in evaluation, (2,)."""
        return self.values()[-1]

    def answers(self, p: float, count: int, seed: int = 0) -> Array:
        """Return the answers under ``count`` masks drawn from ``seed``, (count, 2)."""
        return self.values(p, draw_masks(p, count, seed))[-1]


@cache
def unit_network(*, relu: bool = True, seed: int = 180) -> UnitNetwork:
    """Return the network with weights drawn as He et al. (2015) from ``seed``."""
    random = np.random.default_rng(seed)
    sizes = zip(UNITS[1:], UNITS, strict=False)
    return UnitNetwork(tuple(random.standard_normal(size) * (2 / size[1]) ** 0.5 for size in sizes), relu)


def draw_masks(p: float, count: int, seed: int) -> Masks:
    """Return ``count`` masks of each hidden layer, (count, units); the first are the same for any larger count.

    Raises:
        SpecError: p is not from 0 to `HIGHEST`.
    """
    _check(p)
    hidden = UNITS[1:-1]
    drawn = np.random.default_rng(seed).random((count, sum(hidden))) >= p
    return tuple(np.split(drawn.astype(np.float64), np.cumsum(hidden)[:-1], axis=1))


@dataclass(frozen=True, slots=True, eq=False)
class Convergence:
    """How far the mean over n masks lies from the answer in evaluation, and what the law of large numbers expects.

    Attributes:
        counts: n.
        typical: root of the mean squared distance, over many repeats.
        one: of the first of them.
        expected: standard deviation of one mask's answer, divided by √n.
        gap: distance that is left with all masks of all repeats together; the noise of that is ``noise``.
    """

    counts: tuple[int, ...]
    typical: Array
    one: Array
    expected: Array
    gap: float
    noise: float


def convergence(network: UnitNetwork, p: float, *, seed: int = 0, counts: tuple[int, ...] = COUNTS,
                repeats: int = REPEATS) -> Convergence:
    """Return how the mean over masks approaches evaluation.

    Where nothing but sums follows on dropout, the mean over all masks is the evaluation's answer exactly. A ReLU
    behind it bends that: a gap stays, as evaluation only approximates the mean of the networks.
    """
    answers = network.answers(p, max(counts) * repeats, seed).reshape(repeats, max(counts), -1)
    off = answers - network.evaluated
    distances = np.array([np.linalg.norm(off[:, :count].mean(axis=1), axis=1) for count in counts])
    spread = float(np.sqrt(((answers - answers.mean(axis=(0, 1))) ** 2).sum(axis=2).mean()))
    return Convergence(counts, np.sqrt((distances**2).mean(axis=1)), distances[:, 0],
                       spread / np.sqrt(np.array(counts)), float(np.linalg.norm(off.mean(axis=(0, 1)))),
                       spread / answers[..., 0].size**0.5)


def why_divided(value: float, p: float) -> Working:
    """Return the working of one unit's ``value`` under dropout, and why its mean over masks stays what it was."""
    _check(p)
    stays, kept = _tex(1 - p), _tex(value / (1 - p))
    return Working(
        (rf"\frac{{{_tex(value)}}}{{1 - {_tex(p)}}} = {kept}",
         rf"{stays} \cdot {kept} + {_tex(p)} \cdot 0 = {_tex(value)}"),
        message("A unit that stays is divided by 1 − p. It stays with probability 1 − p, so its mean over all masks is "
                "what it was."))


def _check(p: float) -> None:
    if not 0 <= p <= HIGHEST:
        raise SpecError("p is {p:g}, but goes from 0 to {most:g}: it is the share of units that are left out.", p=p,
                        most=HIGHEST)


def _tex(value: float) -> str:
    return number(value, 4).replace("−", "-")
