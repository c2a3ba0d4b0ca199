"""From what was drawn to what a network for digits reads: centred and scaled as the digits it learned, then changed."""

from __future__ import annotations

from dataclasses import dataclass
from math import cos, radians, sin

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from explorer.images.drawing import Drawing, raster as raster_of
from explorer.images.picture import Picture, picture_of

DIGIT_SIDE = 32
"""Of the network's input, px."""
INK_SIDE = 22
"""What is drawn is scaled to this larger side, px. LeCun et al. (1998) fit digits into 20 px of 28, then 32."""
INK = 40
"""Grey values below are paper, 0 to 255."""
FINE = 4
"""Changes are made at so many times the input's side, so that edges stay smooth."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DigitChanges:
    """What is done to a digit once it is centred."""

    right: int = 0
    """Shift, px of the input; below 0 to the left."""
    down: int = 0
    """Shift, px of the input; below 0 up."""
    turn: int = 0
    """Clockwise, degrees."""
    thicken: int = 0
    """How much strokes gain on each side, quarters of a px of the input; below 0 they lose."""
    noise: int = 0
    """Deviation of the noise, % of the way from black to white."""
    invert: bool = False
    """Black on white."""


CHANGE_BOUNDS = {"right": (-14, 14), "down": (-14, 14), "turn": (-180, 180), "thicken": (-6, 12), "noise": (0, 100)}
"""Least and most."""
UNCHANGED = DigitChanges()


def ink_box(raster: NDArray[np.uint8]) -> tuple[int, int, int, int] | None:
    """Return the box (left, top, right, bottom) around all ink, px, right and bottom behind it; None: no ink."""
    rows, columns = (np.flatnonzero((raster >= INK).any(axis=axis)) for axis in (1, 0))
    if not len(rows):
        return None
    return int(columns[0]), int(rows[0]), int(columns[-1]) + 1, int(rows[-1]) + 1


def digit_input(raster: NDArray[np.uint8], changes: DigitChanges = UNCHANGED) -> NDArray[np.float32]:
    """Return a drawing as the network's input (1, 32, 32), 0 (paper) to 1 (ink); an empty pad stays empty.

    Args:
        raster: (H, W), 0 to 255, white on black.
        changes: made in this order: turned, shifted, thickened, noise, inverted.
    """
    moved = _reduced(_thickened(_reduced(_placed(raster, changes)), changes.thicken / 2))
    if changes.noise:
        random = np.random.default_rng(0)  # the same each time: a digit does not flicker under its sliders
        moved = moved + changes.noise / 100 * random.standard_normal(moved.shape)
    values = np.clip(moved, 0, 1)
    return np.ascontiguousarray(1 - values if changes.invert else values, dtype=np.float32)[None]


def digit_picture(drawing: Drawing, changes: DigitChanges = UNCHANGED, name: str = "") -> Picture:
    """Return the network's input as a picture of grey values, 32 x 32 px, which pages show and open as any other."""
    levels = np.round(255 * digit_input(raster_of(drawing), changes)[0]).astype(np.uint8)
    return picture_of(np.repeat(levels[..., None], 3, axis=2), name)


def _placed(raster: NDArray[np.uint8], changes: DigitChanges) -> NDArray[np.float64]:
    """Return the ink scaled and centred, turned and shifted, on FINE times the side of the input, 0 to 1."""
    side = FINE * DIGIT_SIDE
    if (box := ink_box(raster)) is None:
        return np.zeros((side, side))
    left, top, right, bottom = box
    per = max(right - left, bottom - top) / (FINE * INK_SIDE)  # px of the raster for each of the result
    along, across = per * cos(radians(changes.turn)), per * sin(radians(changes.turn))
    x, y = side / 2 + FINE * changes.right, side / 2 + FINE * changes.down
    # From each place of the result back to its place in the raster, as Pillow wants it.
    matrix = (along, across, (left + right) / 2 - along * x - across * y,
              -across, along, (top + bottom) / 2 + across * x - along * y)
    turned = Image.fromarray(raster).transform((side, side), Image.Transform.AFFINE, matrix,
                                               Image.Resampling.BILINEAR)
    return np.asarray(turned) / 255


def _reduced(values: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return means of 2 x 2 values."""
    side = len(values) // 2
    means: NDArray[np.float64] = values.reshape(side, 2, side, 2).mean(axis=(1, 3))
    return means


def _thickened(values: NDArray[np.float64], radius: float) -> NDArray[np.float64]:
    """Return the largest value within ``radius`` of each place, px; of a radius below 0 the smallest."""
    reach = int(abs(radius))
    best = np.maximum if radius > 0 else np.minimum
    side = len(values)
    padded = np.pad(values, reach)
    found = values
    for down in range(-reach, reach + 1):
        for right in range(-reach, reach + 1):
            if 0 < down * down + right * right <= radius * radius:
                found = best(found, padded[reach + down:reach + down + side, reach + right:reach + right + side])
    return found
