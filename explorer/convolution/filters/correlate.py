"""A kernel over a whole photo, fast: shifted rows are added up strip by strip, while they lie in the processor's cache.

Where the result is as large as the photo, only its margins are made so; :mod:`.long_row` fills the inside.
This is cross-correlation, as in torch and ``scipy.ndimage.correlate``: the kernel is not flipped.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from explorer.arrays import Array, Floats
from explorer.convolution.axis import Axis, per_axis, sliding
from explorer.convolution.filters import long_row
from explorer.convolution.filters.long_row import Tap, weighted
from explorer.errors import ShapeError
from explorer.graph import shape_text

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


STRIP_VALUES = 128 * 1024
"""Values of a strip of rows: a few such buffers fit into the second cache of one core."""


def correlate(image: ArrayLike, kernel: ArrayLike, *, stride: int | Sequence[int] = 1, padding_mode: str = "reflect",
              dilation: int | Sequence[int] = 1, padding: int | Sequence[int] | None = None) -> Floats:
    """Return ``image`` filtered with ``kernel``, channel by channel.

    Args:
        image: (H, W) or (H, W, C), numbers of any kind; they are taken as they are, in float32.
        kernel: (rows, columns).
        stride, dilation: pixels; one number, or (down, across).
        padding_mode: what lies beyond the border: ``zeros``, ``reflect``, ``replicate`` or ``circular``.
        padding: pixels at each end; as many as keep the size at stride 1 unless given (0: no padding).

    Returns:
        (H_out, W_out) or (H_out, W_out, C) float32.

    Raises:
        ShapeError: image or kernel have other axes, or the kernel does not fit into the padded image.
        SpecError: stride, padding or dilation that torch refuses.
    """
    pixels, weights = np.asarray(image), np.asarray(kernel, dtype=np.float64)
    _check(pixels, weights)
    cube = pixels if pixels.ndim == 3 else pixels[:, :, None]
    down, across = _axes(cube.shape, weights.shape, stride, padding, dilation, padding_mode)
    gaps = per_axis(dilation, 2, name="dilation", least=1)
    whole = np.ascontiguousarray(cube)
    inside = _inside(down, gaps[0]), _inside(across, gaps[1])
    if all(inside):
        result = _mostly_inside(whole, weights, (down, across), gaps)
    else:
        work = _Work(whole, down, across, _passes(weights), gaps[1])
        work.run()
        steps = _step(across)
        result = work.result.reshape(down.output_size, -1, cube.shape[2])[:, ::steps]
    return np.ascontiguousarray(result if pixels.ndim == 3 else result[:, :, 0])


def _step(axis: Axis) -> int:
    """Return how far the window moves from stop to stop."""
    return int(axis.places[1, 0] - axis.places[0, 0]) if axis.output_size > 1 else 1


def _inside(axis: Axis, gap: int) -> bool:
    """Say whether there is a stop for each cell, with that cell in its middle, and some that read no border."""
    before = (len(axis.lane) - axis.size) // 2
    window = gap * (len(axis.taps) - 1)
    return len(axis.taps) % 2 == 1 and axis.output_size == axis.size > window == 2 * before and _step(axis) == 1


def _mostly_inside(cube: NDArray[np.generic], weights: NDArray[np.float64], axes: tuple[Axis, Axis],
                   gaps: tuple[int, ...]) -> Floats:
    """Return the result (H, W, C): first the inside, in one go, then what is near an edge."""
    (height, width, depth), (down, across) = cube.shape, axes
    row, value = width * depth * gaps[0], depth * gaps[1]
    top, left = (gap * (side // 2) for gap, side in zip(gaps, weights.shape, strict=True))
    result: Floats = np.empty(cube.shape, np.float32)
    long_row.fill(cube.reshape(-1), long_row.sums_of(weights, separable, row=row, value=value),
                  (top * width * depth, left * depth), result.reshape(-1))
    passes = _passes(weights)
    if top:
        work = _Work(cube, down, across, passes, gaps[1], result.reshape(height, -1))
        work.run(0, top)
        work.run(height - top, height)
    if left:
        for stops in (slice(0, left), slice(width - left, width)):
            result[:, stops] = _columns(cube, down, across, passes, gaps[1], stops)
    return result


def _columns(cube: NDArray[np.generic], down: Axis, across: Axis, passes: _Passes, gap: int, stops: slice) -> Floats:
    """Return the result for some stops of the window across, (H, stops, C): of a narrow photo, borders included."""
    places = across.places[stops]
    lane = across.lane[places[0, 0]:places[-1, -1] + 1]
    pixels = np.where(np.minimum.outer(down.lane, lane)[:, :, None] >= 0, cube[np.ix_(down.lane, lane)], 0)
    axis = sliding(len(lane), kernel_size=places.shape[1], stride=1, padding=0, dilation=gap)
    work = _Work(pixels, down, axis, passes, gap)
    work.run_on(pixels.astype(np.float32).reshape(len(down.lane), -1))
    return work.result.reshape(down.output_size, len(places), cube.shape[2])


def _check(pixels: NDArray[np.generic], weights: NDArray[np.float64]) -> None:
    if pixels.ndim not in (2, 3) or 0 in pixels.shape:
        raise ShapeError("A picture of the shape {shape} cannot be filtered. Give height × width, or height × width × "
                         "channels.", shape=shape_text(pixels.shape))
    if weights.ndim != 2 or 0 in weights.shape:
        raise ShapeError("A kernel of the shape {shape} cannot filter a picture. Give rows × columns.",
                         shape=shape_text(weights.shape))


def _axes(shape: tuple[int, ...], kernel: tuple[int, ...], stride: int | Sequence[int],
          padding: int | Sequence[int] | None, dilation: int | Sequence[int], mode: str) -> tuple[Axis, Axis]:
    gaps = per_axis(dilation, 2, name="dilation", least=1)
    steps = per_axis(stride, 2, name="stride", least=1)
    half = tuple(gap * (side - 1) // 2 for gap, side in zip(gaps, kernel, strict=True))
    around = half if padding is None else per_axis(padding, 2, name="padding", least=0)
    down, across = (sliding(shape[at], kernel_size=kernel[at], stride=steps[at], padding=around[at], dilation=gaps[at],
                            mode=mode) for at in (0, 1))
    return down, across


@dataclass(frozen=True, slots=True)
class _Passes:
    """The sums to form: per row offset the taps along it, or, where ``column`` is given, one row after a column."""

    rows: tuple[tuple[int, tuple[Tap, ...]], ...]
    column: tuple[Tap, ...] | None


def _passes(weights: NDArray[np.float64]) -> _Passes:
    factors = separable(weights) if min(weights.shape) > 1 else None
    if factors is None:
        return _Passes(tuple((at, _taps(row)) for at, row in enumerate(weights) if row.any()), None)
    column, row = factors
    unit = np.abs(column[column != 0]).min()
    return _Passes(((0, _taps(row * unit)),), _taps(column / unit))


def _taps(weights: NDArray[np.float64]) -> tuple[Tap, ...]:
    return tuple((at, float(weight)) for at, weight in enumerate(weights) if weight)


class _Work:
    """One photo, one kernel: the strips, and the result they fill."""

    def __init__(self, cube: NDArray[np.generic], down: Axis, across: Axis, passes: _Passes,
                 gap: int, result: Floats | None = None) -> None:
        self.cube, self.down, self.across, self.passes, self.gap = cube, down, across, passes, gap
        self.depth = cube.shape[2]
        self.width = int(across.places[-1, 0] - across.places[0, 0] + 1) * self.depth
        self.result: Floats = np.empty((down.output_size, self.width), np.float32) if result is None else result

    def run(self, first: int = 0, end: int | None = None) -> None:
        """Fill rows ``first`` to ``end`` of ``result``, default: all.

        One thread: numpy's calls on a strip are too short for a second one to gain anything.
        """
        end = self.down.output_size if end is None else end
        rows = max(1, STRIP_VALUES // (len(self.across.lane) * self.depth))
        span = len(self.across.lane) * self.depth
        reach = int(self.down.places[min(rows, self.down.output_size) - 1, -1]) + 1
        padded, middle, spare = (np.empty((count, span), np.float32) for count in (reach, rows, rows))
        for start in range(first, end, rows):
            places = self.down.places[start:min(end, start + rows)]
            self._lay_out(padded, places)
            self._sum(padded, middle, spare, places - places[0, 0], self.result[start:start + len(places)])

    def run_on(self, padded: Floats) -> None:
        """Fill ``result`` from a small photo that is laid out already, borders included."""
        middle, spare = (np.empty((self.down.output_size, padded.shape[1]), np.float32) for _ in range(2))
        self._sum(padded, middle, spare, self.down.places, self.result)

    def _lay_out(self, padded: Floats, places: NDArray[np.int64]) -> None:
        """Fill ``padded`` with the rows that ``places`` read, borders included."""
        lane = self.across.lane
        first = (len(lane) - self.across.size) // 2
        size = self.across.size
        edge = np.r_[0:first, first + size:len(lane)]
        view = padded.reshape(len(padded), len(lane), self.depth)
        for at, row in enumerate(self.down.lane[places[0, 0]:places[-1, -1] + 1]):
            if row < 0:
                view[at] = 0
                continue
            view[at, first:first + size] = self.cube[row]
            if len(edge):
                view[at, edge] = np.where((lane[edge] >= 0)[:, None], self.cube[row, lane[edge]], 0)

    def _sum(self, padded: Floats, middle: Floats, spare: Floats, places: NDArray[np.int64], out: Floats) -> None:
        step = int(places[1, 0]) if len(places) > 1 else 1
        count = len(places)

        def rows(offset: int) -> Floats:
            first = int(places[0, offset])
            return padded[first:first + (count - 1) * step + 1:step]

        def shifted(source: Floats, offset: int) -> Floats:
            first = offset * self.gap * self.depth
            return source[:, first:first + self.width]

        spare = spare[:count]
        if self.passes.column is not None:
            middle = middle[:count]
            weighted([(rows(at), weight) for at, weight in self.passes.column], middle, spare)
            views = [(shifted(middle, at), weight) for at, weight in self.passes.rows[0][1]]
        else:
            views = [(shifted(rows(down), at), weight) for down, taps in self.passes.rows for at, weight in taps]
        weighted(views, out, spare[:, :self.width])
