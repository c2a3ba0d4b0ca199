"""Signs without colour: stripes on what is below 0, as strong as it is far from 0.

``pages/web/kit/stripes.js`` draws the same on the page.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from explorer.arrays import Floats, Pixels

EACH = 8
"""px from one stripe to the next."""
LINE = 1 / 6
"""Width of a line as a share of that; a stripe is a dark line beside a white one, so that it shows on any colour."""
FULL = 4
"""Stripes are at their full strength from this part of the scale on, and fainter towards 0, as the colours are."""
INKS = ((16, 21, 31), (255, 255, 255))
MIDDLE = 127
BAND = 256


def strengths(levels: NDArray[np.uint8]) -> Floats:
    """Return how strong the stripes are, 0 to 1, on levels of a scale with 0 in its middle; on `GAP` there are none."""
    below = (MIDDLE - levels.astype(np.float32)) * np.float32(FULL / MIDDLE)
    return below.clip(0, 1)


def hatched(pixels: Pixels, strength: Floats, *, each: int = EACH) -> Pixels:
    """Return a picture (H, W, 3) with stripes that rise to the right.

    Args:
        pixels: RGB.
        strength: (H, W), 0 to 1, how much of the picture the stripes cover there.
        each: px from one stripe to the next.
    """
    line = max(1, round(each * LINE))
    result = pixels.copy()
    for top in range(0, len(pixels), BAND):  # a large photo needs no second copy in float32
        rows = slice(top, top + BAND)
        share, drawn = strength[rows], result[rows]
        across = (np.arange(top, top + len(drawn))[:, None] + np.arange(drawn.shape[1])) % each
        for place, ink in enumerate(INKS):
            on = (across >= place * line) & (across < (place + 1) * line) & (share > 0)
            drawn[on] = np.rint(share[on, None] * np.array(ink) + (1 - share[on, None]) * drawn[on])
    return result
