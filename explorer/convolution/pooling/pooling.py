"""Max and average pooling, one output cell at a time, with the place of the winner."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import product

import numpy as np

from explorer.arrays import Array
from explorer.convolution.axis import OUTSIDE, Axis, Indices, check_cell, check_input, frozen, per_axis, pooled
from explorer.convolution.stepwise.convolution import Cell
from explorer.errors import SpecError

KINDS = ("max", "average")


@dataclass(frozen=True, slots=True)
class Pool:
    """One output cell of a pooling.

    Attributes:
        cell: the output cell.
        cells: input cells that its window holds, padding left out.
        values: their values.
        divisor: what an average divides their sum by; 1 for a maximum.
        winner: the input cell whose value a maximum keeps (the first of several equal ones); None for an average,
            or where a dilated window holds nothing but padding.
        result: value of the output cell.
    """

    cell: Cell
    cells: tuple[Cell, ...]
    values: tuple[float, ...]
    divisor: int
    winner: Cell | None
    result: float


@dataclass(frozen=True, kw_only=True, eq=False)
class Pooling:
    """Max or average pooling of given numbers, in 1, 2 or 3 dimensions.

    Args:
        input: (C, *spatial).
        kind: ``max`` or ``average``.
        kernel_size, stride, padding, dilation: cells; one number, or one per axis; the stride is the window's side
            unless given. Max pooling pads with minus infinity, average pooling with 0 and knows no dilation.
        ceil_mode: let the last window reach beyond the padding.
        count_include_pad: an average counts padding as cells.

    Raises:
        SpecError: an argument that torch refuses, such as a padding above half the window.
        ShapeError: a window that does not fit.
    """

    input: Array
    kind: str = "max"
    kernel_size: int | Sequence[int] = 2
    stride: int | Sequence[int] | None = None
    padding: int | Sequence[int] = 0
    dilation: int | Sequence[int] = 1
    ceil_mode: bool = False
    count_include_pad: bool = True

    def __post_init__(self) -> None:
        object.__setattr__(self, "input", frozen(self.input))
        check_input(self.input)
        if self.kind not in KINDS:
            raise SpecError("Pooling {kind!r} is unknown. Use one of {known}.", kind=self.kind, known=", ".join(KINDS))
        if self.kind == "average" and max(self._numbers("dilation", 1)) > 1:
            raise SpecError("Average pooling has no dilation, but it is {dilation}. Set it to 1.",
                            dilation=max(self._numbers("dilation", 1)))
        for window, padding in zip(self._numbers("kernel_size", 1), self._numbers("padding", 0), strict=True):
            if padding > window // 2:
                raise SpecError("Padding of {padding} is more than half the window of {window}. Use at most {most}.",
                                padding=padding, window=window, most=window // 2)
        _ = self.axes

    def _numbers(self, name: str, least: int) -> tuple[int, ...]:
        value = getattr(self, name)
        return per_axis(value, self.input.ndim - 1, name=name, least=least)

    @cached_property
    def axes(self) -> tuple[Axis, ...]:
        """Where the window stops along each axis."""
        kernel = self._numbers("kernel_size", 1)
        strides = kernel if self.stride is None else self._numbers("stride", 1)
        numbers = zip(self.input.shape[1:], kernel, strides, self._numbers("padding", 0), self._numbers("dilation", 1),
                      strict=True)
        return tuple(pooled(size, kernel_size=k, stride=s, padding=p, dilation=d, ceil_mode=self.ceil_mode)
                     for size, k, s, p, d in numbers)

    @property
    def output_shape(self) -> tuple[int, ...]:
        """(C, *spatial)."""
        return (len(self.input), *(axis.output_size for axis in self.axes))

    @property
    def unread(self) -> tuple[tuple[int, ...], ...]:
        """Per axis the input rows or columns that no window reads."""
        return tuple(axis.unread for axis in self.axes)

    @cached_property
    def output(self) -> Array:
        """(C, *spatial) the result."""
        windows = self._windows(-np.inf if self.kind == "max" else 0.0)
        if self.kind == "max":
            return np.asarray(windows.max(axis=-1))
        return np.asarray(windows.sum(axis=-1) / self.divisors)

    @cached_property
    def divisors(self) -> Array:
        """(*spatial) how many cells an average divides by; differs at the rim."""
        least = OUTSIDE + 1 if self.count_include_pad else 0
        counts = np.ones(())
        for axis in self.axes:
            counts = np.multiply.outer(counts, (axis.reads >= least).sum(axis=1).astype(np.float64))
        return counts

    @cached_property
    def winners(self) -> Indices:
        """(C, *spatial, dims) position of the input cell that each maximum keeps; the first of several equal ones."""
        best = self._windows(-np.inf).argmax(axis=-1)
        taps = np.unravel_index(best, tuple(len(axis.taps) for axis in self.axes))
        windows = np.indices(self.output_shape)[1:]
        won = [axis.reads[window, tap] for axis, window, tap in zip(self.axes, windows, taps, strict=True)]
        return np.stack(won, axis=-1)

    def _windows(self, filler: float) -> Array:
        """(C, *stops, taps) the values of all windows; ``filler`` where there is no input cell."""
        dims = len(self.axes)
        values = self.input
        for at, axis in enumerate(self.axes):
            reads, where = axis.reads, 1 + 2 * at
            values = np.take(values, np.where(reads < 0, 0, reads), axis=where)
            values[(slice(None),) * where + (reads < 0,)] = filler
        order = (0, *range(1, 2 * dims, 2), *range(2, 2 * dims + 1, 2))
        values = values.transpose(order)
        return values.reshape(*values.shape[:dims + 1], -1)

    def pool(self, cell: Sequence[int]) -> Pool:
        """Return what the output cell ``cell`` = (channel, *position) is made of."""
        channel, *window = check_cell(cell, self.output_shape)
        reads = [[int(at) for at in axis.reads[s] if at >= 0] for axis, s in zip(self.axes, window, strict=True)]
        cells = tuple((channel, *position) for position in product(*reads))
        values = tuple(float(self.input[at]) for at in cells)
        result = float(self.output[(channel, *window)])
        if self.kind == "average":
            return Pool((channel, *window), cells, values, int(self.divisors[tuple(window)]), None, result)
        if not cells:
            return Pool((channel, *window), (), (), 1, None, result)
        winner = (channel, *(int(at) for at in self.winners[(channel, *window)]))
        return Pool((channel, *window), cells, values, 1, winner, result)
