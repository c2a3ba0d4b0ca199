"""A patch of a picture as a kernel: how much every other place resembles it.

A convolution treats every patch alike, so a kernel that is a patch answers wherever something like it stands. Taking
the mean of both away, and dividing by their spreads, makes the answer the same in light and shade: 1 for the patch
itself, 0 for nothing in common, -1 for its negative.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from explorer.arrays import Array
from explorer.errors import ShapeError

FLAT = 1e-9
"""Share of the picture's variance below which a window counts as flat, and resembles nothing."""


@dataclass(frozen=True, slots=True)
class PatchBox:
    """A rectangle of a picture: first row and column, rows and columns, px."""

    row: int
    column: int
    rows: int
    columns: int


@dataclass(frozen=True, slots=True)
class Match:
    """A place that resembles a patch: its box's first row and column, and how much, -1 to 1."""

    row: int
    column: int
    value: float


def resemblance(picture: ArrayLike, box: PatchBox) -> Array:
    """Return the normalised cross-correlation of a patch with every window of its size.

    Args:
        picture: (H, W) grey values.
        box: where the patch is; it lies within the picture.

    Returns:
        (H - rows + 1, W - columns + 1), -1 to 1; 0 where a window, or the patch, is flat.

    Raises:
        ShapeError: the box does not lie within the picture.
    Source:
        Lewis (1995), Fast normalized cross-correlation; as ``skimage.feature.match_template``.
    """
    values = np.asarray(picture, dtype=np.float64)
    height, width = values.shape
    inside = min(box.row, box.column) >= 0 and min(box.rows, box.columns) >= 1 and (
        box.row + box.rows <= height and box.column + box.columns <= width)
    if not inside:
        raise ShapeError("A box of {rows} × {columns} px at row {row}, column {column} leaves the picture. Move it "
                         "inside.", rows=box.rows, columns=box.columns, row=box.row, column=box.column)
    values = values - values.mean()
    patch = values[box.row:box.row + box.rows, box.column:box.column + box.columns]
    patch = patch - patch.mean()
    count = box.rows * box.columns
    spread = _window_sums(values**2, box) - _window_sums(values, box) ** 2 / count
    own, least = float((patch**2).sum()), FLAT * count * max(float(values.var()), 1e-12)
    found = np.zeros_like(spread)
    if own > least:
        known = spread > least
        np.divide(_correlated(values, patch), np.sqrt(np.maximum(spread, 0) * own), out=found, where=known)
    return found.clip(-1, 1)


def matches(values: Array, box: PatchBox, count: int) -> tuple[Match, ...]:
    """Return the places that resemble the patch most, the best first; none lies more than half over another."""
    left = values.copy()
    found: list[Match] = []
    while len(found) < count and np.isfinite(left).any():
        row, column = (int(at) for at in np.unravel_index(int(np.nanargmax(left)), left.shape))
        found.append(Match(row, column, float(values[row, column])))
        left[max(0, row - box.rows // 2):row + box.rows // 2 + 1,
             max(0, column - box.columns // 2):column + box.columns // 2 + 1] = np.nan
    return tuple(found)


def _window_sums(values: Array, box: PatchBox) -> Array:
    """Return the sum of each window of the box's size, by a table of sums from the corner."""
    table: Array = np.pad(values.cumsum(axis=0).cumsum(axis=1), ((1, 0), (1, 0)))
    low, right = box.rows, box.columns
    return table[low:, right:] - table[:-low, right:] - table[low:, :-right] + table[:-low, :-right]


def _correlated(values: Array, patch: Array) -> Array:
    """Return the valid cross-correlation, by Fourier transforms."""
    shape = values.shape
    turned = np.fft.rfft2(patch[::-1, ::-1], shape)
    whole: Array = np.fft.irfft2(np.fft.rfft2(values) * turned, shape)
    return whole[patch.shape[0] - 1:, patch.shape[1] - 1:]
