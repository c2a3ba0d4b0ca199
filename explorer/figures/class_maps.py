"""The class of every pixel over a photo: as areas, as borders, or how likely one class is; and what was got wrong."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from explorer.arrays import Pixels
from explorer.figures.colours import LIGHT, SEQUENTIAL, class_table, lookup, rgb

WRONG = LIGHT.wrong
"""Colour of pixels that are marked."""

Mask = NDArray[np.bool_]


def tinted(photo: Pixels, classes: NDArray[np.integer], opacity: float, *, only: Mask | None = None,
           ground: bool = False) -> Pixels:
    """Return a photo with the class of each pixel over it, (H, W, 3).

    Args:
        photo: RGB, (H, W, 3).
        classes: (H, W), of `colours.CLASS_COLOURS`.
        opacity: of the colours, 0 to 1.
        only: the pixels that are tinted, such as borders; None: all.
        ground: whether class 0 is tinted, too; otherwise the photo shows there as it is.
    """
    covered = np.ones(classes.shape, dtype=bool) if only is None else only
    return _blended(photo, class_table(int(classes.max(initial=0)) + 1)[classes], opacity * (
        covered & (ground | (classes > 0))))


def heated(photo: Pixels, shares: NDArray[np.floating], opacity: float) -> Pixels:
    """Return a photo, in greys, with numbers from 0 to 1 over it in the sequential colours, (H, W, 3)."""
    grey: Pixels = np.rint(photo @ np.array([0.299, 0.587, 0.114]))[..., None].repeat(3, axis=-1).astype(np.uint8)
    return _blended(grey, lookup(SEQUENTIAL)[np.rint(shares.clip(0, 1) * 255).astype(int)],
                    np.full(shares.shape, opacity))


def marked(picture: Pixels, pixels: Mask) -> Pixels:
    """Return a picture, half as bright, in which some pixels stand out in one colour, (H, W, 3)."""
    dimmed: Pixels = (128 + picture // 2).astype(np.uint8)
    dimmed[pixels] = rgb(WRONG)
    return dimmed


def enlarged(picture: Pixels, side: int) -> Pixels:
    """Return a picture (H, W, 3) about ``side`` px wide whose pixels are squares."""
    each = max(1, round(side / picture.shape[1]))
    return picture.repeat(each, axis=0).repeat(each, axis=1)


def _blended(photo: Pixels, colours: Pixels, opacity: NDArray[np.floating]) -> Pixels:
    mixed = photo + (colours.astype(np.float64) - photo) * opacity[..., None]
    found: Pixels = np.rint(mixed).astype(np.uint8)
    return found
