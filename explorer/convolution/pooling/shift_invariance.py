"""Move an image by whole pixels and see which cells of a pooled map stay the same.

The image is a view into a larger one, so that new pixels come in where others go out. All maps are made of whole
numbers, so that "the same" can mean exactly the same: averages are kept as sums, and the kernel of the convolution has
whole weights.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from explorer.errors import ShapeError

METHODS = ("max", "average", "convolution")
Integers = NDArray[np.int64]
Shift = tuple[int, int]

# Corners of a hand-drawn 2 on a square of side 1, across and down.
_STROKE = ((0.30, 0.33), (0.36, 0.23), (0.50, 0.18), (0.64, 0.23), (0.69, 0.35), (0.63, 0.48), (0.49, 0.62),
           (0.32, 0.79), (0.50, 0.79), (0.71, 0.77))
_PEN = 0.055


@dataclass(frozen=True, slots=True)
class Unchanged:
    """How much of a map a shift leaves as it was.

    Attributes:
        cells: number of cells that hold something before or after the shift; blank ones are not counted.
        equal: how many of them are exactly equal.
        change: mean change of these cells as a share of the map's range before the shift.
    """

    cells: int
    equal: int
    change: float

    @property
    def share(self) -> float:
        """Share of equal cells, 0 to 1; 1 where nothing is counted."""
        return self.equal / self.cells if self.cells else 1.0


def digit(side: int, margin: int) -> NDArray[np.uint8]:
    """Return a drawn 2 of ``side`` px, white on black with soft edges, with ``margin`` px of black around it."""
    centres = (np.arange(side) + 0.5) / side
    across, down = np.meshgrid(centres, centres)
    distances = [_distance(across, down, start, end) for start, end in pairwise(_STROKE)]
    ink = np.clip((_PEN - np.min(distances, axis=0)) * side + 0.5, 0, 1)
    return np.pad(np.rint(255 * ink).astype(np.uint8), margin)


def view(source: NDArray[np.uint8], margin: int, shift: Shift) -> Integers:
    """Return the view (height, width) into ``source`` once its content has moved down and right by ``shift`` px."""
    down, right = shift
    height, width = (side - 2 * margin for side in source.shape)
    top, left = margin - down, margin - right
    return source[top:top + height, left:left + width].astype(np.int64)


def edge_kernel(size: int) -> Integers:
    """Return a kernel (size, size) that answers to vertical edges, Prewitt's for 3; all ones for 1."""
    row = np.ones(1, int) if size == 1 else np.arange(size) * 2 - (size - 1)
    return np.tile(row // np.gcd.reduce(row), (size, 1))


def maps(image: Integers, *, kernel_size: int, stride: int) -> Mapping[str, Integers]:
    """Return the maximum, the sum (for the average) and the cross-correlation with `edge_kernel` of each window.

    Raises:
        ShapeError: the window is larger than the image.
    """
    if kernel_size > min(image.shape):
        raise ShapeError("A window of {window} px does not fit into an image of {side} px. Use a smaller window.",
                         window=kernel_size, side=min(image.shape))
    windows = np.lib.stride_tricks.sliding_window_view(image, (kernel_size, kernel_size))[::stride, ::stride]
    return {"max": windows.max(axis=(2, 3)), "average": windows.sum(axis=(2, 3)),
            "convolution": np.einsum("ijkl,kl->ij", windows, edge_kernel(kernel_size))}


def cells_moved(shift: Shift, stride: int) -> Shift:
    """Return by how many whole cells a shift moves a map of this stride, to the nearest; halves go up."""
    return (2 * shift[0] + stride) // (2 * stride), (2 * shift[1] + stride) // (2 * stride)


def unchanged(before: Mapping[str, Integers], after: Mapping[str, Integers],
              move: Shift = (0, 0)) -> dict[str, Unchanged]:
    """Return what each map kept; ``after`` is first moved back by ``move`` cells and compared where both overlap."""
    before = {name: _overlap(values, (-move[0], -move[1])) for name, values in before.items()}
    after = {name: _overlap(values, move) for name, values in after.items()}
    counted = (before["max"] != 0) | (after["max"] != 0)
    return {name: _unchanged(values[counted], after[name][counted], values) for name, values in before.items()}


def unchanged_by_shift(source: NDArray[np.uint8], margin: int, *, kernel_size: int, stride: int, down: int = 0,
                  follow: bool = False) -> dict[int, dict[str, Unchanged]]:
    """Return what each map keeps for every shift to the right, -margin to margin px, moved ``down`` as well.

    Args:
        source: the image with its margin, 0 to 255.
        margin: px on each side that come into view only by a shift.
        kernel_size, stride: of all maps, px.
        down: the same for all, px.
        follow: move each map back by the nearest whole number of cells before it is compared.
    """
    options = {"kernel_size": kernel_size, "stride": stride}
    before = maps(view(source, margin, (0, 0)), **options)
    shifts = {right: (down, right) for right in range(-margin, margin + 1)}
    return {right: unchanged(before, maps(view(source, margin, shift), **options),
                        cells_moved(shift, stride) if follow else (0, 0)) for right, shift in shifts.items()}


def _unchanged(before: Integers, after: Integers, whole: Integers) -> Unchanged:
    span = int(np.ptp(whole)) if whole.size else 0
    change = float(np.abs(after - before).mean()) / span if before.size and span else 0.0
    return Unchanged(before.size, int((before == after).sum()), change)


def _overlap(values: Integers, move: Shift) -> Integers:
    rows, columns = (slice(max(step, 0), side + min(step, 0)) for step, side in zip(move, values.shape, strict=True))
    return values[rows, columns]


def _distance(across: NDArray[np.float64], down: NDArray[np.float64], start: tuple[float, float],
              end: tuple[float, float]) -> NDArray[np.float64]:
    """Return how far each place is from the line between two points."""
    along = np.array(end) - start
    share = ((across - start[0]) * along[0] + (down - start[1]) * along[1]) / (along @ along)
    share = np.clip(share, 0, 1)
    return np.asarray(np.hypot(across - start[0] - share * along[0], down - start[1] - share * along[1]))
