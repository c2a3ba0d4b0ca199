"""Maps in a byte per cell, each with its own scale: what a browser needs to draw a whole network."""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil

import numpy as np
from numpy.typing import NDArray

LEVELS = 254
"""The largest byte of a number."""
GAP = 255
"""Stands where a number is not finite."""
SIDE = 32
"""Larger maps are made smaller than this by means, cells."""


@dataclass(frozen=True, slots=True, eq=False)
class SmallMaps:
    """Maps of one layer, ready to be sent."""

    levels: NDArray[np.uint8]
    """(C, h, w): 0 to `LEVELS` from each map's ``low`` to its ``high``; `GAP` where a number is not finite."""
    low: NDArray[np.float32]
    """(C,) least value of each map, as it is drawn."""
    high: NDArray[np.float32]
    """(C,) largest value of each map, as it is drawn."""
    step: int
    """A cell is the mean of so many rows and columns of its map."""

    def values(self) -> NDArray[np.float32]:
        """Return the numbers that the bytes stand for, (C, h, w); wrong by half a level at most."""
        span = (self.high - self.low)[:, None, None]
        found = self.low[:, None, None] + self.levels.astype(np.float32) / LEVELS * span
        return np.where(self.levels == GAP, np.nan, found).astype(np.float32)


def small_maps(values: NDArray[np.float32], side: int = SIDE) -> SmallMaps:
    """Return maps (C, H, W) in bytes, their larger side at most ``side`` cells."""
    step = ceil(max(values.shape[1:]) / side)
    means = _means(values, step)
    finite = np.isfinite(means)
    low = np.where(finite, means, np.inf).min(axis=(1, 2))
    high = np.where(finite, means, -np.inf).max(axis=(1, 2))
    none = ~finite.any(axis=(1, 2))
    low[none], high[none] = 0, 0
    span = np.where(high > low, high - low, 1)[:, None, None]
    with np.errstate(invalid="ignore"):
        levels = np.rint((means - low[:, None, None]) / span * LEVELS)
    return SmallMaps(np.where(finite, levels, GAP).astype(np.uint8), low.astype(np.float32), high.astype(np.float32),
                     step)


def _means(values: NDArray[np.float32], step: int) -> NDArray[np.float32]:
    """Return means of ``step`` x ``step`` cells; those at the far edges may be of fewer."""
    if step == 1:
        return values
    sums, (rows, columns) = values.astype(np.float32), values.shape[1:]
    down, across = np.arange(0, rows, step), np.arange(0, columns, step)
    sums = np.add.reduceat(np.add.reduceat(sums, down, axis=1), across, axis=2)
    counts = np.outer(np.diff([*down, rows]), np.diff([*across, columns]))
    means: NDArray[np.float32] = (sums / counts).astype(np.float32)
    return means
