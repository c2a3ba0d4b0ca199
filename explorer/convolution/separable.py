"""Kernels that are a column times a row: two short passes do the work of one long one."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from explorer.convolution.axis import Array

TOLERANCE = 1e-6
"""Largest difference between a kernel and its factors that still counts as none, against its largest value."""


def separable(kernel: ArrayLike) -> tuple[Array, Array] | None:
    """Return ``(column, row)`` whose outer product is ``kernel``, or None where there are no such two.

    The factors of a kernel with a sum share that sum, so both of a blur's sum to 1; a factor that sums to 0 has 1 as
    its smallest value, so a Sobel kernel falls into 1 2 1 and -1 0 1.

    Args:
        kernel: (rows, columns).
    """
    values = np.asarray(kernel, dtype=np.float64)
    row_at, column_at = np.unravel_index(np.abs(values).argmax(), values.shape)
    pivot = values[row_at, column_at]
    if pivot == 0 or not np.isfinite(values).all():
        return None
    column, row = values[:, column_at], values[row_at] / pivot
    if np.abs(np.outer(column, row) - values).max() > TOLERANCE * abs(pivot):
        return None
    scale = _scale(column, row)
    return column / scale, row * scale


def _scale(column: Array, row: Array) -> float:
    """What to divide the column by, and to multiply the row with, for readable factors."""
    down, across = column.sum(), row.sum()
    whole = TOLERANCE * np.abs(column).max()
    if abs(across) <= TOLERANCE:
        sign = 1.0 if down >= 0 else -1.0
        return float(sign / np.abs(row[np.abs(row) > TOLERANCE]).min())
    if abs(down) <= whole:
        return float(np.sign(across) * np.abs(column[np.abs(column) > whole]).min())
    return float(np.sign(down) * np.sqrt(abs(down / across)))
