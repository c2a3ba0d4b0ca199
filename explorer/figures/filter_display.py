"""Filtered values into pixels, and what was done to them on the way, to be said plainly.

A photo has 256 levels; a filter gives any numbers. They are *clipped* to 0 to 255, *rescaled* from the smallest to the
largest, drawn *signed* around 0, or, where they are directions, round a circle of colours.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from itertools import pairwise, product
from typing import Literal

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw

from explorer.arrays import Floats
from explorer.figures.colours import DIVERGING, MISSING, hatches, lookup, rgb
from explorer.figures.hatching import EACH, INKS, hatched, strengths

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
ARROWS = 22
"""Arrows along the longer side of a picture of directions."""
LEAST_STRONG = 0.2
"""Where the change is a smaller share of the largest, its direction says little and gets no arrow."""
USUAL_SIDE = 768
"""px; larger pictures get wider stripes."""
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
        arrows: (N, 3) of directions: places as shares of height and width, and angles as in the values.
    """

    pixels: Levels
    display: Display
    low: float
    high: float
    minimum: float
    maximum: float
    outside: float
    missing: int
    arrows: Floats = field(default_factory=lambda: np.empty((0, 3), np.float32))

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
        angles = values[:, :, 0]
        share = np.ones_like(angles) if strength is None else np.nan_to_num(strength / _reach(strength)[1])
        return Developed(_round(angles, strength), display, -np.pi, np.pi, minimum, maximum, 0.0, missing,
                         _arrows(angles, share))
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


def without_need_of_colour(developed: Developed) -> Levels:
    """Return the pixels (H, W, 3) in their colours; where the reader wants it, with stripes on what is below 0, and
    with arrows that show directions."""
    if not hatches():
        return developed.rgb
    if developed.display == "direction":
        return _with_arrows(developed)
    if developed.display != "signed" or developed.pixels.ndim > 2:
        return developed.rgb
    each = max(EACH, round(EACH * max(developed.pixels.shape) / USUAL_SIDE))
    return hatched(developed.rgb, strengths(developed.pixels), each=each)


def _arrows(angles: Floats, strength: Floats) -> Floats:
    """Return an arrow for each part of a picture, where it changes most in that part, see `Developed.arrows`."""
    each = max(1, max(angles.shape) // ARROWS)
    found = []
    for (top, low), (left, right) in product(*(pairwise([*range(0, max(1, side - each // 2), each), side])
                                               for side in angles.shape)):
        part = strength[top:low, left:right]
        row, column = np.unravel_index(int(part.argmax()), part.shape)
        if part[row, column] >= LEAST_STRONG:
            found.append((top + row, left + column))
    if not found:
        return np.empty((0, 3), np.float32)
    rows, columns = np.array(found).T
    height, width = angles.shape
    return np.stack([(rows + 0.5) / height, (columns + 0.5) / width, angles[rows, columns]], axis=1).astype(np.float32)


def _with_arrows(developed: Developed) -> Levels:
    image = Image.fromarray(developed.pixels)
    pen = ImageDraw.Draw(image)
    reach = 0.32 * max(image.size) / ARROWS
    for row, column, angle in developed.arrows.tolist():
        along = np.array([np.cos(angle), np.sin(angle)]) * reach
        beside = np.array([-along[1], along[0]])
        middle = np.array([column * image.width, row * image.height])
        tip, end = middle + along, middle - along
        lines = [[*end, *tip], *([*(tip - 0.7 * along + side * 0.5 * beside), *tip] for side in (1, -1))]
        for ink, share in zip(INKS, (0.45, 0.2), strict=True):
            for line in lines:
                pen.line(line, fill=ink, width=max(1, round(share * reach)))
    return np.asarray(image)


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
