"""Cells of the visual cortex that answer to a bar of light: what Hubel and Wiesel found in cats, as two sums.

A *simple cell* weighs its small field of the retina with a Gabor kernel and fires as the sum says; below 0 it
is silent. A *complex cell* takes the energy of two such sums, the second a quarter of a wave further, and so fires
wherever in its field the bar lies.

Source:
    Hubel & Wiesel (1962), J. Physiol. 160, 106; Adelson & Bergen (1985), J. Opt. Soc. Am. A 2, 284.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property, lru_cache

import numpy as np
from numpy.typing import NDArray

from explorer.convolution.filters.kernels import gabor

RETINA = 64
"""Side of what the cat sees, px."""
FIELD, WAVELENGTH, SPREAD = 39, 8.0, 0.9
"""Side of the cells' field, px; of their wave, px; and of the hill over it, in waves."""
LENGTH = 44
"""Of the bar, px."""
FARTHEST, WIDEST = 16, 8
ANGLES = tuple(range(0, 180, 5))


@dataclass(frozen=True, slots=True, kw_only=True)
class LightBar:
    """A bar on the retina.

    Attributes:
        angle: degrees that it is turned; 0 stands upright.
        offset: of its middle from the middle of the field, across the bar, px.
        width: px.
        dark: whether it is dark on light rather than light on dark.
    """

    angle: int = 0
    offset: int = 0
    width: int = 3
    dark: bool = False

    def drawn(self) -> NDArray[np.float64]:
        """Return the retina (64, 64), 0 dark to 1 light; edges are smooth, so that the bar can be turned evenly."""
        turn = np.deg2rad(self.angle)
        y, x = np.mgrid[:RETINA, :RETINA] - RETINA // 2
        across = x * np.cos(turn) + y * np.sin(turn) - self.offset
        along = y * np.cos(turn) - x * np.sin(turn)
        light = (np.clip(self.width / 2 + 0.5 - np.abs(across), 0, 1) * np.clip(LENGTH / 2 + 0.5 - np.abs(along), 0, 1))
        return np.asarray(1 - light if self.dark else light)


@dataclass(frozen=True)
class CellPair:
    """A simple and a complex cell with one field in the middle of the retina; both like bars turned by ``angle``."""

    angle: int = 0

    @cached_property
    def even(self) -> NDArray[np.float64]:
        """Return the simple cell's weights (39, 39): what light adds there, and where below 0, takes away."""
        return np.asarray(gabor(self.angle, WAVELENGTH, side=FIELD, spread=SPREAD).kernel, np.float64)

    @cached_property
    def odd(self) -> NDArray[np.float64]:
        """Return the same, a quarter of a wave further."""
        turn = np.deg2rad(self.angle)
        y, x = np.mgrid[:FIELD, :FIELD] - FIELD // 2
        along = x * np.cos(turn) + y * np.sin(turn)
        wave = np.exp(-(x**2 + y**2) / (2 * (SPREAD * WAVELENGTH) ** 2)) * np.sin(2 * np.pi * along / WAVELENGTH)
        return np.asarray(wave / np.linalg.norm(wave) * np.linalg.norm(self.even))

    def sums(self, bar: LightBar) -> tuple[float, float]:
        """Return both sums over the field: of the simple cell, and of its neighbour a quarter of a wave further."""
        first = RETINA // 2 - FIELD // 2
        seen = bar.drawn()[first:first + FIELD, first:first + FIELD]
        return float((seen * self.even).sum()), float((seen * self.odd).sum())

    def answers(self, bar: LightBar) -> tuple[float, float]:
        """Return how strongly the simple and the complex cell fire, 0 to 1 of what their favourite bar brings about."""
        even, odd = self.sums(bar)
        best = float(np.hypot(*_favourite(self.angle, bar.width)))
        return max(0.0, even) / best, min(1.0, float(np.hypot(even, odd)) / best)


@lru_cache(maxsize=256)
def _favourite(angle: int, width: int) -> tuple[float, float]:
    return CellPair(angle).sums(LightBar(angle=angle, width=width))


@lru_cache(maxsize=64)
def turned(cells: CellPair, bar: LightBar) -> NDArray[np.float64]:
    """Return both answers (2, angles) to the bar turned by each of `ANGLES`."""
    return np.array([cells.answers(replace(bar, angle=angle)) for angle in ANGLES]).T


@lru_cache(maxsize=64)
def moved(cells: CellPair, bar: LightBar) -> NDArray[np.float64]:
    """Return both answers (2, places) to the bar at each offset from -16 to 16 px."""
    return np.array([cells.answers(replace(bar, offset=offset)) for offset in range(-FARTHEST, FARTHEST + 1)]).T
