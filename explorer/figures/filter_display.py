"""Filtered values into pixels, and what was done to them on the way, to be said plainly.

A photo has 256 levels; a filter gives any numbers. They are *clipped* to 0 to 255, *rescaled* from the smallest to the
largest, drawn *signed* around 0, or, where they are directions, round a circle of colours.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from explorer.arrays import Floats
from explorer.figures.colours import DIVERGING, MISSING, lookup, rgb

Display = Literal["clip", "rescale", "signed", "direction"]
Levels = NDArray[np.uint8]

BAND = 256
"""Rows that are developed at once, so that a large photo needs no second copy in float32."""
SIGNED_MIDDLE = 127
FULL_COLOUR = 0.995
"""Share of the values of a signed picture that lie within its scale; the few beyond are drawn as its ends."""
SAMPLED = 200_000
"""Values from which that is measured, so that a large photo need not be sorted."""
NEUTRAL = "#7d8088"
# Right, down, left, up: yellow against blue and dark against light, which readers with any colour vision tell apart.
_COMPASS = ("#f5c32c", "#4a1259", "#3f7fe8", "#eef3f2")


@dataclass(frozen=True, slots=True)
class Developed:
    """Pixels and how they came about.

    Attributes:
        pixels: (H, W) levels, or (H, W, 3) red, green, blue; uint8.
        display: what was done.
        low, high: values drawn at the two ends of the scale.
        minimum, maximum: smallest and largest value there is, over all channels.
        outside: share of values beyond the ends, which look as the ends do, 0 to 1.
        missing: number of values that are not finite.
    """

    pixels: Levels
    display: Display
    low: float
    high: float
    minimum: float
    maximum: float
    outside: float
    missing: int

    @property
    def rgb(self) -> Levels:
        """(H, W, 3), the pixels with their colours filled in; (H, W) where they are grey anyway."""
        if self.display == "signed" and self.pixels.ndim == 2:
            return lookup(DIVERGING, 2 * SIGNED_MIDDLE + 1)[self.pixels]
        return self.pixels


def develop(values: Floats, display: Display, strength: Floats | None = None) -> Developed:
    """Return the pixels of ``values``.

    Args:
        values: (H, W, 1) or (H, W, 3); ``signed`` draws the mean of the channels.
        display: what to do with them.
        strength: (H, W), 0 to 1: where a ``direction`` is weak, its colour fades to grey.
    """
    if display == "direction":
        minimum, maximum, missing = _range(values)
        return Developed(_round(values[:, :, 0], strength), display, -np.pi, np.pi, minimum, maximum, 0.0, missing)
    if display == "signed" and values.shape[2] > 1:
        values = values.mean(axis=2, keepdims=True)
    minimum, maximum, missing = _range(values)
    low, high = _reach(values) if display == "signed" else _ends(display, minimum, maximum)
    shown: Levels = np.empty(values.shape, np.uint8)
    outside = sum(_write(values[rows], shown[rows], display, low, high) for rows in _bands(len(values)))
    pixels = shown[:, :, 0] if shown.shape[2] == 1 else shown
    if missing:
        pixels = _marked(Developed(pixels, display, low, high, minimum, maximum, 0.0, missing).rgb, values)
    return Developed(pixels, display, low, high, minimum, maximum, outside / values.size, missing)


@cache
def circle(levels: int = 256) -> Levels:
    """Return colours round the circle, (levels, 3): 0 to the right, a quarter downwards; read-only."""
    anchors = np.array([rgb(colour) for colour in (*_COMPASS, _COMPASS[0])], dtype=float)
    places = np.linspace(0, len(_COMPASS), levels, endpoint=False)
    table = np.stack([np.interp(places, np.arange(len(anchors)), channel) for channel in anchors.T], axis=1)
    result: Levels = np.rint(table).astype(np.uint8)
    result.flags.writeable = False
    return result


def _bands(rows: int) -> Iterator[slice]:
    return (slice(start, start + BAND) for start in range(0, rows, BAND))


def _range(values: Floats) -> tuple[float, float, int]:
    low, high = float(values.min()), float(values.max())
    if np.isfinite([low, high]).all():
        return low, high, 0
    finite = np.isfinite(values)
    missing = int(values.size - finite.sum())
    if missing == values.size:
        return 0.0, 0.0, missing
    return float(values.min(where=finite, initial=np.inf)), float(values.max(where=finite, initial=-np.inf)), missing


def _reach(values: Floats) -> tuple[float, float]:
    flat = np.abs(values[np.isfinite(values)])
    some = flat[::max(1, flat.size // SAMPLED)]
    reach = float(np.quantile(some, FULL_COLOUR, method="higher")) if some.size else 0.0
    reach = reach or float(flat.max(initial=0)) or 1.0
    return -reach, reach


def _ends(display: Display, minimum: float, maximum: float) -> tuple[float, float]:
    if display == "rescale" and maximum > minimum:
        return minimum, maximum
    return 0.0, 255.0


def _write(values: Floats, out: Levels, display: Display, low: float, high: float) -> int:
    """Fill ``out`` with the levels of ``values``; return how many lie beyond the ends."""
    top = 2 * SIGNED_MIDDLE if display == "signed" else 255
    with np.errstate(invalid="ignore", over="ignore"):
        scaled = (values - np.float32(low)) * np.float32(top / (high - low))
        beyond = int(np.count_nonzero((scaled < -0.5) | (scaled > top + 0.5))) if display != "rescale" else 0
        np.clip(scaled, 0, top, out=scaled)
        np.rint(scaled, out=scaled)
        np.nan_to_num(scaled, copy=False)
        out[...] = scaled
    return beyond


def _marked(pixels: Levels, values: Floats) -> Levels:
    """Return the pixels in colour, those that are not finite in ``MISSING``."""
    coloured = np.repeat(pixels[:, :, None], 3, axis=2) if pixels.ndim == 2 else pixels.copy()
    coloured[~np.isfinite(values).all(axis=2)] = rgb(MISSING)
    return coloured


def _round(angles: Floats, strength: Floats | None) -> Levels:
    table = circle().astype(np.float32)
    full = np.float32(_reach(strength)[1]) if strength is not None else 1
    result = np.empty((*angles.shape, 3), np.uint8)
    for rows in _bands(len(angles)):
        with np.errstate(invalid="ignore"):
            place = np.nan_to_num(angles[rows] * np.float32(128 / np.pi)).astype(np.int64) % 256
        colours = table[place]
        if strength is not None:
            share = np.sqrt(np.minimum(np.nan_to_num(strength[rows]) / full, 1))[:, :, None]
            colours = share * colours + (1 - share) * np.array(rgb(NEUTRAL), np.float32)
        result[rows] = np.rint(colours)
    return result
