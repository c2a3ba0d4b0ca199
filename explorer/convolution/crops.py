"""A piece of a photo as a grid of cells."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from explorer.convolution.axis import Array

# ITU-R BT.601, the grey that Pillow makes of red, green and blue too.
GREY = (0.299, 0.587, 0.114)


@dataclass(frozen=True, slots=True, kw_only=True)
class Crop:
    """A square of a photo. ``left``, ``top``, ``side`` in pixels, ``cells`` along each side."""

    left: int
    top: int
    side: int
    cells: int


def cells_of(pixels: NDArray[np.uint8], crop: Crop, *, colour: bool) -> Array:
    """Return the crop as whole numbers from 0 to 255, (3, cells, cells) or grey (1, cells, cells).

    Each cell is the mean of the pixels it covers.

    Args:
        pixels: (H, W, 3).
        crop: where to cut; what lies outside the photo is moved inside.
        colour: keep red, green and blue as three channels.
    """
    height, width = pixels.shape[:2]
    side = min(crop.side, height, width)
    left, top = min(crop.left, width - side), min(crop.top, height - side)
    box = (left, top, left + side, top + side)
    small = Image.fromarray(pixels).resize((crop.cells, crop.cells), Image.Resampling.BOX, box=box)
    values = np.asarray(small, dtype=np.float64)
    planes = values.transpose(2, 0, 1) if colour else (values @ np.array(GREY))[None]
    return np.rint(planes)
