"""What the numbers of a picture are: how fine they are, what becomes of them in grey, and which ones a network gets."""

from __future__ import annotations

from typing import Literal

import numpy as np
from numpy.typing import NDArray

ValueRange = Literal["bytes", "unit", "normalised"]
BIT_DEPTHS = (8, 4, 2, 1)
"""Of one channel of one pixel."""
VALUE_RANGES: tuple[ValueRange, ...] = ("bytes", "unit", "normalised")
"""0 to 255; 0 to 1; less the mean and divided by the deviation of ImageNet's training pictures."""
GREY_WEIGHTS = {"mean": (1 / 3, 1 / 3, 1 / 3), "luma": (0.299, 0.587, 0.114)}
"""Of red, green and blue; luma: how bright they look (ITU-R BT.601)."""
IMAGENET_MEAN = (0.485, 0.456, 0.406)
IMAGENET_DEVIATION = (0.229, 0.224, 0.225)
"""Of red, green and blue between 0 and 1, as torchvision's networks were trained with."""
WHITE = 255


def with_bits(pixels: NDArray[np.uint8], bits: int) -> NDArray[np.uint8]:
    """Return pixels of so many bits per channel, 1 to 8: the leading ones of each value, spread over 0 to 255 again.

    Two bits leave four levels: 0, 85, 170, 255.
    """
    levels = np.arange(WHITE + 1) >> (8 - bits)
    spread: NDArray[np.uint8] = np.rint(levels * (WHITE / (2**bits - 1))).astype(np.uint8)
    return spread[pixels]


def levels_of(bits: int) -> int:
    """Return how many values a channel of so many bits has."""
    return int(2**bits)


def picture_bytes(height: int, width: int, channels: int, bits: int) -> int:
    """Return how much room a picture takes as plain numbers, bytes, rounded up."""
    return -(-height * width * channels * bits // 8)


def grey_of(pixels: NDArray[np.uint8], weights: tuple[float, float, float]) -> NDArray[np.float64]:
    """Return the weighted sum of red, green and blue, (H, W), 0 to 255, not rounded."""
    grey: NDArray[np.float64] = pixels.astype(np.float64) @ np.asarray(weights)
    return grey


def range_steps(values: ValueRange, channels: int = 3) -> tuple[tuple[float, float], ...]:
    """Return for each channel what a byte is multiplied by, and what is added then.

    A single channel of grey is normalised by the means of the three means and deviations.
    """
    if values == "bytes":
        return ((1.0, 0.0),) * channels
    if values == "unit":
        return ((1 / WHITE, 0.0),) * channels
    means, deviations = normal_of(channels)
    return tuple((1 / WHITE / deviation, -mean / deviation)
                 for mean, deviation in zip(means, deviations, strict=True))


def normal_of(channels: int) -> tuple[tuple[float, ...], tuple[float, ...]]:
    """Return ImageNet's means and deviations for pictures of 3 channels or of 1."""
    if channels == 3:
        return IMAGENET_MEAN, IMAGENET_DEVIATION
    return (round(sum(IMAGENET_MEAN) / 3, 3),), (round(sum(IMAGENET_DEVIATION) / 3, 3),)


def in_range(pixels: NDArray[np.uint8], values: ValueRange) -> NDArray[np.float64]:
    """Return pixels (H, W, C) of 0 to 255 as the numbers of another range."""
    steps = np.array(range_steps(values, pixels.shape[2]))
    ranged: NDArray[np.float64] = pixels * steps[:, 0] + steps[:, 1]
    return ranged
