"""From a photo to what a trained network was trained to read."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from explorer.networks.catalogue import WeightSet


def prepared(pixels: NDArray[np.uint8], weights: WeightSet, *, side: int) -> NDArray[np.float32]:
    """Return a photo as ``weights`` want it: the shorter side scaled, the middle cut out, each colour normalised.

    The values are those of torchvision's ``weights.transforms()`` on a Pillow image.

    Args:
        pixels: RGB, [height, width, 3], 0 to 255, any size.
        weights: say how pictures were prepared in training.
        side: of the result, px; for another than ``weights.side`` the photo is scaled in proportion.

    Returns:
        (3, side, side) float32.
    """
    shorter = max(side, round(weights.resize * side / weights.side))
    values = _middle(_scaled(pixels, shorter, bicubic=weights.bicubic), side).astype(np.float32) / np.float32(255)
    mean, std = (np.array(parts, dtype=np.float32) for parts in (weights.mean, weights.std))
    return np.ascontiguousarray(((values - mean) / std).transpose(2, 0, 1))


def _scaled(pixels: NDArray[np.uint8], shorter: int, *, bicubic: bool) -> NDArray[np.uint8]:
    height, width = pixels.shape[:2]
    least = min(height, width)
    size = int(shorter * width / least), int(shorter * height / least)
    if max(size) > 64 * shorter:  # a line of pixels would become a picture too long to keep; its middle is enough
        pixels = _middle(pixels, 64 * least)
        return _scaled(pixels, shorter, bicubic=bicubic)
    filter_ = Image.Resampling.BICUBIC if bicubic else Image.Resampling.BILINEAR
    return np.asarray(Image.fromarray(pixels).resize(size, filter_)) if size != (width, height) else pixels


def _middle(pixels: NDArray[np.uint8], side: int) -> NDArray[np.uint8]:
    """Return the middle ``side`` x ``side``, or all along an axis that is shorter."""
    starts = [max(0, round((size - side) / 2)) for size in pixels.shape[:2]]
    return pixels[starts[0]:starts[0] + side, starts[1]:starts[1] + side]
