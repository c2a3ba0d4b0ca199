"""Which classic kernel a learned one resembles."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from explorer.arrays import Array
from explorer.convolution.filters.kernels import FILTERS, Filter, gabor

ANGLES = (0, 30, 60, 90, 120, 150)
"""Directions of the Gabor kernels that are tried, degrees."""


@dataclass(frozen=True, slots=True)
class Likeness:
    """A classic kernel and how alike the two are: the cosine of the angle between them, -1 to 1."""

    filter: Filter
    kernel: Array
    """(rows, columns): the classic kernel at the size of the learned one."""
    cosine: float
    angle: int | None = None
    """Direction of a Gabor kernel, degrees."""


def likenesses(kernel: ArrayLike, *, count: int = 3) -> list[Likeness]:
    """Return the classic kernels most like ``kernel``, or most like its negative, the likest first.

    Args:
        kernel: (rows, columns), at least 2 of each.
        count: how many.
    """
    values = np.asarray(kernel, dtype=np.float64)
    tried = [_compared(values, entry, entry.kernel) for entry in FILTERS.values()]
    side = max(3, min(values.shape) // 2 * 2 + 1)
    gabors = (_compared(values, made, made.kernel, angle) for angle in ANGLES
              for made in [gabor(angle, max(2.0, side / 1.5), side=side)])
    tried.append(max(gabors, key=lambda one: abs(one.cosine)))
    return sorted(tried, key=lambda one: -abs(one.cosine))[:count]


def interpolated(kernel: Array, shape: tuple[int, int]) -> Array:
    """Return a kernel at another size, its values interpolated between their centres."""
    for axis, size in enumerate(shape):
        old = kernel.shape[axis]
        if old != size:
            places = (np.arange(size) + 0.5) * old / size - 0.5
            low = places.clip(0, old - 1).astype(int)
            high, share = np.minimum(low + 1, old - 1), places.clip(0, old - 1) - low
            lines = np.moveaxis(kernel, axis, -1)
            kernel = np.moveaxis(lines[..., low] * (1 - share) + lines[..., high] * share, -1, axis)
    return kernel


def _compared(values: Array, entry: Filter, classic: Array, angle: int | None = None) -> Likeness:
    fitted = interpolated(classic, (values.shape[0], values.shape[1]))
    lengths = float(np.linalg.norm(values) * np.linalg.norm(fitted))
    return Likeness(entry, fitted, float((values * fitted).sum()) / lengths if lengths else 0.0, angle)
