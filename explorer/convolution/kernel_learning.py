"""A kernel that is learned from what it is to do: gradient descent on a few weights, with all that can be said of it.

A picture and what a target filter makes of it are known; the weights start at random. The loss is the squared error of
all cells of the result, so it is a bowl over the weights, and how steep the bowl is in its steepest direction says how
large a step may be.

Sources:
    Zhang, Lipton, Li & Smola, Dive into Deep Learning, 7.2.4 (the step of 6 x 8 cells and the kernel (1, -1)).
    Goh (2017), Why momentum really works, Distill, 10.23915/distill.00006 (largest stable rate with momentum).
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import ArrayLike, NDArray

from explorer.arrays import Array
from explorer.errors import ShapeError, SpecError

FLAT = 1e-9
"""Share of the steepest curvature below which a direction counts as flat."""
HOPELESS = 1e9
"""How many times the loss grows before a run is given up."""
EXPLODED = 10.0
"""How many times the loss has grown when a run is said to explode."""
PATTERN_SIDE = 24
BOOK_RATE, BOOK_STEPS, BOOK_SEED = 0.03, 20, 42
PATTERNS = ("bits", "stripes", "book")


def pattern(name: str) -> Array:
    """Return a small picture to learn on.

    Args:
        name: ``bits``: (24, 24) of -1 and 1 by chance; ``stripes``: the same with all rows alike, so that nothing is
            learned about rows; ``book``: (6, 8), ones with four columns of 0 in the middle.
    """
    if name == "book":
        step = np.ones((6, 8))
        step[:, 2:6] = 0
        return step
    drawn = 2.0 * np.random.default_rng(3).integers(0, 2, (PATTERN_SIDE, PATTERN_SIDE)) - 1
    return np.asarray(np.repeat(drawn[:1], PATTERN_SIDE, axis=0) if name == "stripes" else drawn, np.float64)


def standardised(grey: ArrayLike) -> Array:
    """Return a photo (H, W) with mean 0 and spread 1, as networks are given theirs.

    Raises:
        ShapeError: all of its pixels are the same, so that nothing can be learned on it.
    """
    values = np.asarray(grey, np.float64)
    if values.size == 0 or float(np.ptp(values)) == 0:
        raise ShapeError("All pixels of this picture are the same, so every kernel gives the same result up to a "
                         "factor. Choose a picture with something on it.")
    return np.asarray((values - values.mean()) / values.std())


@dataclass(frozen=True, slots=True, kw_only=True)
class DescentPlan:
    """How the weights go downhill.

    Attributes:
        rate: learning rate, above 0.
        momentum: share of the last step that is kept, 0 to below 1, as in ``torch.optim.SGD``.
        batch: cells of the result that each step looks at, drawn by chance; 0: all.
        steps: how many.
        seed: of the weights at the start, and of the batches.
    """

    rate: float = 0.1
    momentum: float = 0.0
    batch: int = 0
    steps: int = 200
    seed: int = 0

    def __post_init__(self) -> None:
        if not self.rate > 0 or not 0 <= self.momentum < 1 or self.batch < 0 or self.steps < 1:
            raise SpecError("A rate of {rate}, a momentum of {momentum}, a batch of {batch} and {steps} steps cannot "
                            "be learned with. Use a rate above 0, a momentum from 0 to below 1, and at least 1 step.",
                            rate=self.rate, momentum=self.momentum, batch=self.batch, steps=self.steps)


@dataclass(frozen=True)
class KernelTask:
    """What a kernel learns: to do with ``picture`` (H, W) what ``target`` (rows, columns) does; nothing is padded.

    Attributes:
        picture: the input.
        target: weights that are to be found.
        summed: whether errors are added up over the cells, as the book does; else their mean is taken.
    """

    picture: Array
    target: Array
    summed: bool = False

    def __post_init__(self) -> None:
        (height, width), (rows, columns) = self.picture.shape, self.target.shape
        if rows > height or columns > width:
            raise ShapeError("A kernel of {rows} × {columns} does not fit into a picture of {height} × {width} px. "
                             "Choose a larger picture.", rows=rows, columns=columns, height=height, width=width)

    @cached_property
    def windows(self) -> Array:
        """Return what each cell of the result reads (cells, weights)."""
        return np.ascontiguousarray(sliding_window_view(self.picture, self.target.shape).reshape(-1, self.target.size))

    @cached_property
    def wanted(self) -> Array:
        """Return what the target gives (cells)."""
        return np.asarray(self.windows @ self.target.ravel())

    @property
    def result_shape(self) -> tuple[int, int]:
        """Rows and columns of the result."""
        (height, width), (rows, columns) = self.picture.shape, self.target.shape
        return height - rows + 1, width - columns + 1

    @property
    def cells(self) -> int:
        """How many cells the result has."""
        return int(np.prod(self.result_shape))

    @cached_property
    def curvature(self) -> Array:
        """Return the second derivatives of the loss (weights, weights): the same everywhere.

        With ``d`` the distance from the target the loss is half of ``d @ curvature @ d``.
        """
        return np.asarray(2 * self.windows.T @ self.windows / (1 if self.summed else self.cells))

    @cached_property
    def bends(self) -> Array:
        """Return how much the loss bends along each of the bowl's own directions (weights), the least first."""
        return np.asarray(np.maximum(np.linalg.eigvalsh(self.curvature), 0))

    @property
    def flat(self) -> int:
        """How many directions of the kernel change nothing on this picture, so that they cannot be learned."""
        return int((self.bends <= FLAT * self.bends[-1]).sum())

    def loss(self, weights: ArrayLike) -> float:
        """Return the squared error, mean or sum over the cells."""
        away = np.asarray(weights, np.float64).ravel() - self.target.ravel()
        return float(away @ self.curvature @ away / 2)

    def gradient(self, weights: ArrayLike, cells: NDArray[np.int64] | None = None) -> Array:
        """Return the slope of the loss along each weight, over all cells of the result or over some of them."""
        values = np.asarray(weights, np.float64).ravel()
        if cells is None:
            return np.asarray(self.curvature @ (values - self.target.ravel()))
        seen = self.windows[cells]
        return np.asarray(2 * seen.T @ (seen @ values - self.wanted[cells]) / (1 if self.summed else len(cells)))

    def largest_rate(self, momentum: float = 0.0) -> float:
        """Return the learning rate from which on descent over all cells explodes: 2 (1 + momentum) / curvature."""
        return 2 * (1 + momentum) / float(self.bends[-1])

    def factor(self, rate: float, momentum: float = 0.0, *, bend: float | None = None) -> float:
        """Return by how much a step multiplies the error along a direction, in the long run: above 1 it grows.

        Args:
            rate, momentum: of the plan.
            bend: curvature of the direction; left out: of the steepest.
        """
        bend = float(self.bends[-1]) if bend is None else bend
        return float(np.abs(np.roots([1, rate * bend - 1 - momentum, momentum])).max())


@dataclass(frozen=True)
class KernelDescent:
    """What became of the weights.

    Attributes:
        weights: (steps + 1, weights), at the start and after each step.
        losses: (steps + 1) over all cells, whatever the batch.
        gradients: (steps, weights) that the steps were made from.
        firsts: (steps, 3) cells of the result, row by row, with which each batch begins.
        batch: cells that each step looked at.
    """

    weights: Array
    losses: Array
    gradients: Array
    firsts: Array
    batch: int

    @property
    def exploded(self) -> int | None:
        """The step after which the loss is ten times what it was at the start; None: it never is."""
        grown = np.flatnonzero(~(self.losses <= EXPLODED * self.losses[0]))
        return int(grown[0]) if len(grown) else None


def first_weights(count: int, seed: int) -> Array:
    """Return weights by chance, -1 to 1, with two decimals so that they can be read."""
    return np.random.default_rng(seed).uniform(-1, 1, count).round(2)


def descend(task: KernelTask, plan: DescentPlan) -> KernelDescent:
    """Return the way of the weights; it ends early where the loss has grown beyond all measure."""
    random = np.random.default_rng((plan.seed, 1))
    batch = min(plan.batch, task.cells) or task.cells
    values, velocity = first_weights(task.target.size, plan.seed), np.zeros(task.target.size)
    weights, losses, gradients, firsts = [values], [task.loss(values)], [], []
    for _ in range(plan.steps):
        if not losses[-1] <= HOPELESS * max(losses[0], 1):
            break
        cells = None if batch == task.cells else random.choice(task.cells, batch, replace=False)
        slope = task.gradient(values, cells)
        velocity = plan.momentum * velocity + slope
        values = values - plan.rate * velocity
        weights.append(values)
        losses.append(task.loss(values))
        gradients.append(slope)
        firsts.append(np.resize(np.arange(3) if cells is None else cells[:3], 3) % task.cells)
    return KernelDescent(np.array(weights), np.array(losses), np.array(gradients), np.array(firsts), batch)
