"""A photo made smaller step by step: by its largest value, its mean, or every n-th pixel alone."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from explorer.arrays import Array
from explorer.convolution.pooling.pooling import Pooling
from explorer.errors import ShapeError

METHODS = ("max", "average", "every")


@dataclass(frozen=True, slots=True)
class Shrunk:
    """A photo after some steps.

    Attributes:
        pixels: [height, width, 3], 0 to 255, rounded.
        sees: side of what one pixel is made of in the original, px.
        jump: distance of two neighbouring pixels in the original, px.
    """

    pixels: NDArray[np.uint8]
    sees: int
    jump: int


def shrunk(pixels: NDArray[np.uint8], method: str, *, kernel_size: int, stride: int, times: int) -> Shrunk:
    """Return the photo after ``times`` steps; averages are rounded only at the end.

    Args:
        pixels: [height, width, 3], 0 to 255.
        method: ``max``, ``average``, or ``every``: the first pixel of each window, and nothing else of it.
        kernel_size, stride: of every step, px.
        times: number of steps, from 0.

    Raises:
        ShapeError: a step's window does not fit any more.
    """
    values = np.moveaxis(pixels, -1, 0).astype(np.float64)
    for done in range(times):
        if kernel_size > min(values.shape[1:]):
            raise ShapeError("After {done} of {times} steps the photo is {height} × {width} px, and a window of "
                             "{window} px does not fit any more. Use fewer steps or a smaller window.", done=done,
                             times=times, height=values.shape[1], width=values.shape[2], window=kernel_size)
        values = _step(values, method, kernel_size, stride)
    jump = stride**times
    reach = 0 if method == "every" else (kernel_size - 1) * sum(stride**done for done in range(times))
    return Shrunk(np.moveaxis(np.rint(values), 0, -1).astype(np.uint8), 1 + reach, jump)


def most_times(side: int, *, kernel_size: int, stride: int, limit: int) -> int:
    """Return how often a photo of this shorter side can be pooled, at most ``limit``."""
    done = 0
    while done < limit and side >= kernel_size:
        side = (side - kernel_size) // stride + 1
        done += 1
    return done


def _step(values: Array, method: str, kernel_size: int, stride: int) -> Array:
    if method == "every":
        height, width = ((side - kernel_size) // stride * stride + 1 for side in values.shape[1:])
        return values[:, :height:stride, :width:stride]
    return Pooling(input=values, kind=method, kernel_size=kernel_size, stride=stride).output
