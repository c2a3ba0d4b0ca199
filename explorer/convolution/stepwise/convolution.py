"""A convolution, one output cell at a time: which cells it reads, with which weights, and what they add up to.

What deep learning calls convolution is cross-correlation: the kernel is not flipped. A transposed convolution is shown
from both its sides: ``terms`` gathers over the stretched input (there the kernel does appear turned), ``stamps``
scatters from one input cell.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import product

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import ArrayLike

from explorer.arrays import Array
from explorer.convolution.axis import (
    INSERTED,
    Axis,
    check_cell,
    check_channels,
    check_input,
    check_transposed,
    frozen,
    per_axis,
    sliding,
    stretched,
)

Cell = tuple[int, ...]
"""A place in an array: channel first, then the position."""


@dataclass(frozen=True, slots=True)
class Term:
    """One product of an output cell's sum.

    Attributes:
        source: the input cell, or None where padding or an inserted zero is read.
        place: (channel, *place) in the padded, and for transposed convolutions stretched, input.
        tap: the kernel cell, an index into ``Convolution.weight``.
        value, weight: the two factors.
        inserted: the place was put between two input cells by a transposed convolution.
    """

    source: Cell | None
    place: Cell
    tap: Cell
    value: float
    weight: float
    inserted: bool = False

    @property
    def product(self) -> float:
        """What the term adds to the sum."""
        return self.value * self.weight


@dataclass(frozen=True, slots=True)
class Terms:
    """All products of one output cell, and its bias."""

    cell: Cell
    terms: tuple[Term, ...]
    bias: float

    @property
    def sum(self) -> float:
        """Value of the output cell: all products and the bias."""
        return sum((term.product for term in self.terms), self.bias)

    @property
    def reach(self) -> float:
        """What the sizes of products and bias add up to; beside it, much smaller sums are only rounding."""
        return sum((abs(term.product) for term in self.terms), abs(self.bias))


@dataclass(frozen=True, slots=True)
class Stamp:
    """What an input cell adds to one output cell, through one kernel cell."""

    cell: Cell
    tap: Cell
    product: float


@dataclass(frozen=True, kw_only=True, eq=False)
class Convolution:
    """A convolution or transposed convolution of given numbers, in 1, 2 or 3 dimensions.

    Args:
        input: (C_in, *spatial).
        weight: as torch lays it out, (C_out, C_in / groups, *kernel); transposed (C_in, C_out / groups, *kernel).
        bias: (C_out,) or None.
        stride, padding, dilation, output_padding: cells; one number, or one per axis.
        groups: input and output channels fall into that many groups that do not meet.
        padding_mode: ``zeros``, ``reflect``, ``replicate`` or ``circular``.
        transposed: as ``torch.nn.ConvTranspose2d``.

    Raises:
        SpecError: an argument that torch refuses.
        ShapeError: shapes that do not go together, or a kernel that does not fit into the padded input.
    """

    input: Array
    weight: Array
    bias: Array | None = None
    stride: int | Sequence[int] = 1
    padding: int | Sequence[int] = 0
    dilation: int | Sequence[int] = 1
    groups: int = 1
    output_padding: int | Sequence[int] = 0
    padding_mode: str = "zeros"
    transposed: bool = False

    def __post_init__(self) -> None:
        for name in ("input", "weight", "bias"):
            values: ArrayLike | None = getattr(self, name)
            object.__setattr__(self, name, None if values is None else frozen(values))
        check_input(self.input)
        for name, least in (("stride", 1), ("padding", 0), ("dilation", 1), ("output_padding", 0)):
            numbers = per_axis(getattr(self, name), self.dims, name=name, least=least)
            object.__setattr__(self, name, numbers)
        per_axis(self.groups, 1, name="groups", least=1)
        check_channels(self.input, self.weight, self.bias, self.groups, transposed=self.transposed)
        check_transposed(self.padding_mode, self.strides, self.dilations, self.output_paddings,
                         transposed=self.transposed)
        _ = self.axes

    @property
    def dims(self) -> int:
        """Number of spatial axes, 1 to 3."""
        return self.input.ndim - 1

    @property
    def strides(self) -> tuple[int, ...]:
        """Stride per axis, cells."""
        return per_axis(self.stride, self.dims, name="stride", least=1)

    @property
    def paddings(self) -> tuple[int, ...]:
        """Padding per axis, cells at each end."""
        return per_axis(self.padding, self.dims, name="padding", least=0)

    @property
    def dilations(self) -> tuple[int, ...]:
        """Distance of two kernel cells per axis, cells."""
        return per_axis(self.dilation, self.dims, name="dilation", least=1)

    @property
    def output_paddings(self) -> tuple[int, ...]:
        """Cells that a transposed convolution adds at the far end, per axis."""
        return per_axis(self.output_padding, self.dims, name="output_padding", least=0)

    @property
    def kernel_size(self) -> tuple[int, ...]:
        """Cells of the kernel per axis."""
        return self.weight.shape[2:]

    @property
    def out_channels(self) -> int:
        """Number of filters, and so of output maps."""
        first, second = self.weight.shape[:2]
        return int(second * self.groups if self.transposed else first)

    @property
    def output_shape(self) -> tuple[int, ...]:
        """(C_out, *spatial)."""
        return (self.out_channels, *(axis.output_size for axis in self.axes))

    @property
    def unread(self) -> tuple[tuple[int, ...], ...]:
        """Per axis the input rows or columns that no window reads."""
        return tuple(axis.unread for axis in self.axes)

    @cached_property
    def axes(self) -> tuple[Axis, ...]:
        """Where the window stops along each axis."""
        return tuple(self._axis(at) for at in range(self.dims))

    def _axis(self, at: int) -> Axis:
        size, kernel_size = self.input.shape[1 + at], self.kernel_size[at]
        stride, padding, dilation = self.strides[at], self.paddings[at], self.dilations[at]
        if self.transposed:
            return stretched(size, kernel_size=kernel_size, stride=stride, padding=padding, dilation=dilation,
                             output_padding=self.output_paddings[at])
        return sliding(size, kernel_size=kernel_size, stride=stride, padding=padding, dilation=dilation,
                       mode=self.padding_mode)

    @cached_property
    def laid_out(self) -> Array:
        """(C_in, *places) the input as the window meets it: padded, and for transposed convolutions stretched."""
        laid = self.input
        for at, axis in enumerate(self.axes, start=1):
            empty = axis.lane < 0
            laid = np.take(laid, np.where(empty, 0, axis.lane), axis=at)
            laid[(slice(None),) * at + (empty,)] = 0.0
        return laid

    @cached_property
    def output(self) -> Array:
        """(C_out, *spatial) the result."""
        windows = self._windows()
        group_in = len(self.input) // self.groups
        group_out = self.out_channels // self.groups
        maps = []
        for group in range(self.groups):
            weight = self._group_weight(group, group_in, group_out)
            read = windows[group * group_in:(group + 1) * group_in]
            inner = (0, *range(self.dims + 1, 2 * self.dims + 1))
            maps.append(np.tensordot(weight, read, axes=(range(1, self.dims + 2), inner)))
        output = np.concatenate(maps)
        if self.bias is not None:
            output += self.bias.reshape(-1, *(1,) * self.dims)
        return output

    def _windows(self) -> Array:
        """(C_in, *stops, *taps) all windows, as a view."""
        spans = tuple(int(axis.places[0, -1]) + 1 for axis in self.axes)
        view = sliding_window_view(self.laid_out, spans, axis=tuple(range(1, self.dims + 1)))
        steps = (1,) * self.dims if self.transposed else self.strides
        starts = (slice(0, (axis.output_size - 1) * step + 1, step)
                  for axis, step in zip(self.axes, steps, strict=True))
        return view[(slice(None), *starts, *(slice(None, None, gap) for gap in self.dilations))]

    def _group_weight(self, group: int, group_in: int, group_out: int) -> Array:
        """(C_out / groups, C_in / groups, *kernel) as it lies over a window; turned for transposed convolutions."""
        if not self.transposed:
            return self.weight[group * group_out:(group + 1) * group_out]
        own = self.weight[group * group_in:(group + 1) * group_in].swapaxes(0, 1)
        return np.flip(own, axis=tuple(range(2, own.ndim)))

    def terms(self, cell: Sequence[int]) -> Terms:
        """Return the products that make the output cell ``cell`` = (channel, *position), in reading order."""
        channel, *window = check_cell(cell, self.output_shape)
        group_in = len(self.input) // self.groups
        first = channel // (self.out_channels // self.groups) * group_in
        taps = product(*(range(size) for size in self.kernel_size))
        terms = tuple(self._term(channel, read, window, tap)
                      for read, tap in product(range(first, first + group_in), tuple(taps)))
        return Terms((channel, *window), terms, 0.0 if self.bias is None else float(self.bias[channel]))

    def _term(self, channel: int, read: int, window: Sequence[int], tap: Cell) -> Term:
        place = tuple(int(axis.places[at, t]) for axis, at, t in zip(self.axes, window, tap, strict=True))
        found = tuple(int(axis.lane[at]) for axis, at in zip(self.axes, place, strict=True))
        kernel = self._kernel_cell(channel, read, [int(axis.taps[t]) for axis, t in zip(self.axes, tap, strict=True)])
        inside = min(found) >= 0
        value = float(self.input[(read, *found)]) if inside else 0.0
        inserted = not inside and min(found) == INSERTED
        return Term((read, *found) if inside else None, (read, *place), kernel, value, float(self.weight[kernel]),
                    inserted)

    def _kernel_cell(self, channel: int, read: int, tap: Sequence[int]) -> Cell:
        if self.transposed:
            return (read, channel % self.weight.shape[1], *tap)
        return (channel, read % self.weight.shape[1], *tap)

    def stamps(self, cell: Sequence[int]) -> tuple[Stamp, ...]:
        """Return what the input cell ``cell`` = (channel, *position) adds, and where.

        With padding modes that repeat cells, one output cell may appear several times.
        """
        read, *position = check_cell(cell, self.input.shape)
        value = float(self.input[tuple(cell)])
        return tuple(Stamp((channel, *window), kernel, value * float(self.weight[kernel]))
                     for channel in self._fed_by(read) for window, kernel in self._hits(channel, read, position))

    def reach(self, cell: Sequence[int]) -> tuple[Cell, ...]:
        """Return all output cells that the input cell ``cell`` = (channel, *position) takes part in."""
        return tuple(sorted({stamp.cell for stamp in self.stamps(cell)}))

    def _fed_by(self, read: int) -> range:
        group_out = self.out_channels // self.groups
        group = read // (len(self.input) // self.groups)
        return range(group * group_out, (group + 1) * group_out)

    def _hits(self, channel: int, read: int, position: Sequence[int]) -> Iterator[tuple[Cell, Cell]]:
        along = (np.argwhere(axis.reads == at).tolist() for axis, at in zip(self.axes, position, strict=True))
        for hits in product(*along):
            tap = [int(axis.taps[t]) for axis, (_, t) in zip(self.axes, hits, strict=True)]
            yield tuple(window for window, _ in hits), self._kernel_cell(channel, read, tap)

    @cached_property
    def overlaps(self) -> Array:
        """(*spatial) how many kernel cells reach each output cell from real input cells of one channel.

        Uneven counts are what draws checkerboards in the output of a transposed convolution.
        Source: Odena, Dumoulin & Olah (2016), Distill, 10.23915/distill.00003.
        """
        counts = np.ones(())
        for axis in self.axes:
            counts = np.multiply.outer(counts, (axis.reads >= 0).sum(axis=1).astype(np.float64))
        return counts
