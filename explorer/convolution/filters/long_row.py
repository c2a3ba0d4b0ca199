"""A kernel over the inside of a photo, read as one long row: each tap is the same row, begun some values later.

So a sum needs no border, no loop over rows, and no copy of the photo; it is formed strip by strip, while the strip lies
in the processor's cache. What stands within half a kernel of the left and the right edge mixes two rows, and is for the
caller to fill.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from math import comb

import numpy as np
from numpy.typing import NDArray

from explorer.arrays import Array, Floats

Tap = tuple[int, float]
"""Offset in cells, and weight."""
STRIP_VALUES = 128 * 1024
"""Values of a strip: with its buffers about as much as the second cache of a core holds."""


@dataclass(frozen=True, slots=True)
class Sums:
    """The sums that a kernel asks for, in the order in which they are formed.

    ``taps`` is one pass over all cells; or, where ``column`` is given, the row that is summed up after that column.
    ``centre`` is added in the end, so many times the pixel itself.
    """

    taps: tuple[Tap, ...]
    column: tuple[Tap, ...] = ()
    centre: float = 0.0


def sums_of(kernel: Array, separable: Callable[[Array], tuple[Array, Array] | None], *, row: int, value: int) -> Sums:
    """Return the fewest sums for ``kernel``, (rows, columns), both odd.

    Args:
        kernel: weights.
        separable: finds its factors.
        row, value: how far its rows, and its columns, lie apart in the long row.
    """
    height, width = kernel.shape
    for centre in (0.0, _odd_centre(kernel)):
        rest = kernel.copy()
        rest[height // 2, width // 2] -= centre
        factors = separable(rest) if min(kernel.shape) > 1 else None
        if factors is not None:
            down, across = factors
            unit = np.abs(down[down != 0]).min()
            return Sums(_taps(across * unit, value), _taps(down / unit, row), centre)
    return Sums(tuple((at * row + place, weight) for at, line in enumerate(kernel)
                      for place, weight in _taps(line, value)))


def _odd_centre(kernel: Array) -> float:
    """Return by how much the centre differs from the product of its row and its column; 0 where that says nothing."""
    height, width = kernel.shape
    if not kernel[0, 0]:
        return 0.0
    return float(kernel[height // 2, width // 2] - kernel[height // 2, 0] * kernel[0, width // 2] / kernel[0, 0])


def _taps(weights: Array, step: int) -> tuple[Tap, ...]:
    return tuple((at * step, float(weight)) for at, weight in enumerate(weights) if weight)


def fill(photo: NDArray[np.generic], sums: Sums, reach: tuple[int, int], out: Floats) -> None:
    """Fill ``out`` but for ``sum(reach)`` values at each end.

    Args:
        photo: all values, in one row.
        sums: of the kernel.
        reach: how far its first row, and its first column, lie before its centre.
        out: as long as ``photo``.
    """
    around, side = sum(reach), reach[1]
    longest = STRIP_VALUES + 2 * around
    numbers, middle, *spares = (np.empty(longest, np.float32) for _ in range(4))
    for begin in range(around, len(photo) - around, STRIP_VALUES):
        end = min(begin + STRIP_VALUES, len(photo) - around)
        given, target = photo[begin - around:end + around], out[begin:end]
        source = numbers[:len(given)]
        if given.dtype == np.float32:
            source = given.view(np.float32)
        else:
            source[:] = given
        summed = source
        if sums.column:
            summed = middle[:len(target) + 2 * side]
            _sum_up(sums.column, source, summed, spares)
        _sum_up(sums.taps, summed, target, spares)
        if sums.centre:
            np.multiply(source[around:around + len(target)], np.float32(sums.centre), out=spares[0][:len(target)])
            np.add(target, spares[0][:len(target)], out=target)


def _sum_up(taps: tuple[Tap, ...], source: Floats, out: Floats, spares: list[Floats]) -> None:
    """Write the weighted sum of ``source`` begun at each of ``taps`` into ``out``."""
    size, step = len(out), _binomial_step(taps)
    if not step:
        weighted([(source[at:at + size], weight) for at, weight in taps], out, spares[0][:size])
        return
    # 1 2 1 is 1 1 twice: each sum of two is used by two.
    source = source[taps[0][0]:]
    for left in range(len(taps) - 2, -1, -1):
        count = size + left * step
        target = spares[left % 2][:count] if left else out
        np.add(source[:count], source[step:step + count], out=target)
        source = target
    if taps[0][1] != 1:
        np.multiply(out, np.float32(taps[0][1]), out=out)


def _binomial_step(taps: tuple[Tap, ...]) -> int:
    """Return how far apart ``taps`` lie if their weights are as in Pascal's triangle, such as 1 2 1; else 0."""
    if len(taps) < 2:
        return 0
    (start, unit), step, last = taps[0], taps[1][0] - taps[0][0], len(taps) - 1
    pascal = all((at, weight) == (start + place * step, comb(last, place) * unit)
                 for place, (at, weight) in enumerate(taps))
    return step if pascal else 0


def weighted(views: list[tuple[Floats, float]], out: Floats, spare: Floats) -> None:
    """Write the weighted sum of ``views`` into ``out``; equal and opposite weights are multiplied once, not each."""
    groups: dict[float, list[tuple[Floats, float]]] = {}
    for view, weight in views:
        groups.setdefault(round(abs(weight), 15), []).append((view, weight))
    if not groups:
        out[...] = 0
    for at, group in enumerate(groups.values()):
        target = spare if at else out
        _group(group, target)
        if at:
            np.add(out, spare, out=out)


def _group(group: list[tuple[Floats, float]], target: Floats) -> None:
    (first, weight), *rest = group
    if not rest:
        np.multiply(first, np.float32(weight), out=target)
        return
    for view, other in rest:
        (np.add if (other > 0) == (weight > 0) else np.subtract)(first, view, out=target)
        first = target
    if weight != 1:
        np.multiply(target, np.float32(weight), out=target)
