"""Grids that show what pooling does: presets of the page, one where max pooling helps and one where averaging does."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from explorer.arrays import Array
from explorer.convolution.pooling.plan import START, Rows, rows_of
from explorer.convolution.pooling.pooling import Pooling
from explorer.errors import N_

SIDE = 12
LINE, QUIET = 9.0, 1.0
LEVEL, SPREAD = 5.0, 1.0
# Dumoulin & Visin (2016), arXiv:1603.07285, figures 1.5 and 1.6.
GUIDE: Rows = ((3, 3, 2, 1, 0), (0, 0, 1, 3, 1), (3, 1, 2, 2, 3), (2, 0, 0, 2, 2), (2, 0, 0, 0, 1))
NEGATIVE: Rows = ((-4, -7, -2, -5), (-6, -1, -8, -3), (-2, -9, -4, -6), (-5, -3, -7, -1))
# The lecture's first window, and CS231n, Convolutional networks, max pooling.
LECTURE: Rows = ((0, 1, 2), (3, 4, 5), (6, 7, 8))
CS231N: Rows = ((1, 1, 2, 4), (5, 6, 7, 8), (3, 2, 1, 0), (1, 2, 3, 4))


def stroke(shift: int) -> Rows:
    """Return an L of two cells' width on 8 × 8, moved to the right by so many cells: Géron's pictures A, B and C.

    Under a window of 2, a shift by 1 changes some maxima, and one by 2 moves them all by one cell.

    Source:
        Géron (2019), Hands-on machine learning, chapter 14, figure 14-9.
    """
    grid = np.zeros((8, 8))
    grid[1:7, 1 + shift:3 + shift] = grid[5:7, 1 + shift:5 + shift] = 1
    return rows_of(grid)


@dataclass(frozen=True, slots=True)
class GridExample:
    """A grid with the pooling that suits it."""

    title: str
    grid: Rows
    kernel: int = 2
    stride: int = 2
    padding: int = 0
    ceil: bool = False


GRID_EXAMPLES = {
    "response": GridExample(N_("One strong response"), START),
    "guide": GridExample(N_("Dumoulin & Visin, 5 × 5"), GUIDE, 3, 1),
    "odd": GridExample(N_("A side that does not divide"), GUIDE),
    "padded": GridExample(N_("Padding around negative numbers"), NEGATIVE, 3, 2, 1),
    "two": GridExample(N_("Lecture: the largest of 0, 1, 3, 4"), LECTURE, 2, 1),
    "cs231n": GridExample(N_("CS231n, 4 × 4"), CS231N),
    "stroke": GridExample(N_("A stroke: picture A"), stroke(0)),
    "stroke_1": GridExample(N_("The stroke one cell to the right: B"), stroke(1)),
    "stroke_2": GridExample(N_("The stroke two cells to the right: C"), stroke(2)),
    "gaps": GridExample(N_("Stride larger than the window"), START, 1, 2),
}


@dataclass(frozen=True, slots=True)
class Contrast:
    """How far the thin line stands out from its background, before and after pooling."""

    before: float
    max: float
    average: float


@dataclass(frozen=True, slots=True)
class Noise:
    """Mean and spread (standard deviation) of the flat grey with noise, before and after pooling."""

    before: tuple[float, float]
    max: tuple[float, float]
    average: tuple[float, float]


@cache
def thin_line() -> Rows:
    """Return a bright diagonal line, one cell wide, on a quiet background."""
    grid = np.full((SIDE, SIDE), QUIET)
    at = np.arange(SIDE)
    grid[at, SIDE - 1 - at] = LINE
    return rows_of(grid)


@cache
def noisy_grey() -> Rows:
    """Return a flat grey with noise of standard deviation 1; always the same, to one decimal."""
    noise = np.random.default_rng(135).normal(LEVEL, SPREAD, (SIDE, SIDE))
    return rows_of(noise.round(1))


def contrast(kernel: int) -> Contrast:
    """Return the line's mean less the background's: cells whose window holds a piece of the line, less the rest."""
    best, mean = _both(thin_line(), kernel)
    on = best == LINE
    return Contrast(LINE - QUIET, _apart(best, on), _apart(mean, on))


def noise(kernel: int) -> Noise:
    """Return mean and spread of the noisy grey; the truth is 5 everywhere."""
    best, mean = _both(noisy_grey(), kernel)
    return Noise(_spread(np.array(noisy_grey())), _spread(best), _spread(mean))


def _both(grid: Rows, kernel: int) -> tuple[Array, Array]:
    best, mean = (Pooling(input=np.array([grid]), kind=kind, kernel_size=kernel).output[0]
                  for kind in ("max", "average"))
    return best, mean


def _apart(values: Array, on: NDArray[np.bool_]) -> float:
    return float(values[on].mean() - values[~on].mean())


def _spread(values: Array) -> tuple[float, float]:
    return float(values.mean()), float(values.std())
