"""One axis of a sliding window: where the window stops and what it reads there.

Every question of this package (which cells, which padding, which columns are never read) is a question about single
axes; an n-dimensional window is the product of its axes.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from explorer.arrays import Array
from explorer.errors import N_, ShapeError, SpecError
from explorer.graph import shape_text

PADDING = -1
"""Mark of a place that padding added with the value 0 (or minus infinity, for max pooling)."""
INSERTED = -2
"""Mark of a place that a transposed convolution put between two input cells."""
OUTSIDE = -3
"""Mark of a place beyond input and padding, which a window of a pooling with ``ceil_mode`` may reach."""

PADDING_MODES = {"zeros": N_("zeros"), "reflect": N_("reflect"), "replicate": N_("replicate"),
                 "circular": N_("circular")}
"""What padding may hold, by torch's name; the titles are English."""
_NUMPY_MODES = {"reflect": "reflect", "replicate": "edge", "circular": "wrap"}

Indices = NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False)
class Axis:
    """Where a window stops along one axis.

    Attributes:
        size: cells of the input along this axis.
        lane: (places,) what lies at each place of the padded or stretched input: the index of an input cell, or
            ``PADDING``, ``INSERTED``, ``OUTSIDE``.
        places: (stops, taps) the place that each tap of the window reads at each stop.
        taps: (taps,) which kernel cell stands at each tap: rising, or falling for a transposed convolution.
    """

    size: int
    lane: Indices
    places: Indices
    taps: Indices

    @property
    def output_size(self) -> int:
        """Number of stops, which is the side of the output."""
        return len(self.places)

    @property
    def reads(self) -> Indices:
        """(stops, taps) input index, or mark, that each tap reads at each stop."""
        return self.lane[self.places]

    @property
    def unread(self) -> tuple[int, ...]:
        """Input cells that no window reads, as a stride leaves them at the end or between two windows."""
        return tuple(sorted(set(range(self.size)) - set(self.reads.ravel().tolist())))


def sliding(size: int, *, kernel_size: int, stride: int, padding: int, dilation: int, mode: str = "zeros") -> Axis:
    """Return the axis of a convolution; lengths in cells, as in ``torch.nn.Conv2d``.

    Raises:
        ShapeError: the dilated kernel is longer than the padded input, or the padding longer than its mode allows.
    Source:
        Dumoulin & Visin (2016), arXiv:1603.07285, relationship 15.
    """
    lane = padded_lane(size, padding, padding, mode)
    window = dilation * (kernel_size - 1) + 1
    if window > len(lane):
        raise ShapeError("A kernel of size {window} (dilation included) does not fit into an input of size {padded} "
                         "(padding included). Use a smaller kernel or dilation, or more padding.",
                         window=window, padded=len(lane))
    count = (len(lane) - window) // stride + 1
    taps = np.arange(kernel_size)
    return Axis(size, lane, np.arange(count)[:, None] * stride + taps * dilation, taps)


def stretched(size: int, *, kernel_size: int, stride: int, padding: int, dilation: int, output_padding: int) -> Axis:
    """Return the axis of a transposed convolution, seen as a window over the stretched input.

    ``stride - 1`` zeros go between two cells and ``dilation * (kernel_size - 1) - padding`` around them (cut off where
    that is negative); the turned kernel then slides with stride 1.

    Raises:
        ShapeError: nothing is left of the output once its padding is cut off.
    Source:
        Dumoulin & Visin (2016), arXiv:1603.07285, chapter 4.
    """
    reach = dilation * (kernel_size - 1)
    count = (size - 1) * stride - 2 * padding + reach + output_padding + 1
    if count < 1:
        raise ShapeError("An input of size {size} gives an output of size {stops} once a padding of {padding} is cut "
                         "off at both ends. Use less padding or a larger kernel.",
                         size=size, stops=count, padding=padding)
    at = np.arange(padding - reach, padding + count)
    lane = np.where(at % stride == 0, at // stride, INSERTED)
    lane[(at < 0) | (at > (size - 1) * stride)] = PADDING
    taps = np.arange(kernel_size)
    return Axis(size, lane, np.arange(count)[:, None] + taps * dilation, taps[::-1])


def pooled(size: int, *, kernel_size: int, stride: int, padding: int, dilation: int, ceil_mode: bool) -> Axis:
    """Return the axis of a pooling; lengths in cells, as in ``torch.nn.MaxPool2d``.

    With ``ceil_mode`` a last window may reach beyond the padding, but never starts in the right padding.

    Raises:
        ShapeError: the window is longer than the padded input.
    """
    window = dilation * (kernel_size - 1) + 1
    spare = size + 2 * padding - window
    count = (-(-spare // stride) if ceil_mode else spare // stride) + 1
    if ceil_mode and (count - 1) * stride >= size + padding:
        count -= 1
    if count < 1:
        raise ShapeError("A window of size {window} (dilation included) does not fit into an input of size {padded} "
                         "(padding included). Use a smaller window or more padding.",
                         window=window, padded=size + 2 * padding)
    beyond = max(0, (count - 1) * stride + window - size - 2 * padding)
    lane = np.concatenate([padded_lane(size, padding, padding, "zeros"), np.full(beyond, OUTSIDE)])
    taps = np.arange(kernel_size)
    return Axis(size, lane, np.arange(count)[:, None] * stride + taps * dilation, taps)


def padded_lane(size: int, before: int, after: int, mode: str) -> Indices:
    """Return which input cell lies at each place of a padded axis, (before + size + after,).

    Raises:
        SpecError: ``mode`` is none of ``PADDING_MODES``.
        ShapeError: ``reflect`` padding reaches past the last cell, or ``circular`` padding goes round twice.
    """
    if mode not in PADDING_MODES:
        raise SpecError("Padding mode {mode!r} is unknown. Use one of {known}.",
                        mode=mode, known=", ".join(PADDING_MODES))
    cells = np.arange(size)
    if mode == "zeros":
        return np.pad(cells, (before, after), constant_values=PADDING)
    most = {"reflect": size - 1, "circular": size}.get(mode)
    if most is not None and max(before, after) > most:
        raise ShapeError("Padding of {padding} with mode {mode} needs at least {least} cells a side; the input has "
                         "{size}. Use a larger input, a smaller kernel or padding, or pad with zeros.",
                         padding=max(before, after), mode=mode, size=size, least=max(before, after) + size - most)
    return np.asarray(np.pad(cells, (before, after), mode=_NUMPY_MODES[mode]))  # type: ignore[call-overload]




def frozen(values: ArrayLike) -> Array:
    """Return a read-only float64 copy of ``values``."""
    array = np.array(values, dtype=np.float64)
    array.setflags(write=False)
    return array


def per_axis(value: int | Sequence[int], axes: int, *, name: str, least: int) -> tuple[int, ...]:
    """Return one whole number per axis.

    Raises:
        SpecError: a number is not whole or below ``least``, or there are more or fewer of them than axes.
    """
    values = tuple(value) if isinstance(value, Sequence | np.ndarray) else (value,) * axes
    if len(values) != axes:
        raise SpecError("{name}: {count} numbers instead of {axes}. Give one number, or one per axis.",
                        name=name, count=len(values), axes=axes)
    for entry in values:
        if isinstance(entry, bool) or not isinstance(entry, int | np.integer) or entry < least:
            raise SpecError("{name} is {value}. Use whole numbers of at least {least}.",
                            name=name, value=entry, least=least)
    return tuple(int(entry) for entry in values)


def check_input(array: Array) -> None:
    """Raise ShapeError unless ``array`` is (channels, *spatial) with 1 to 3 axes and no empty side."""
    if not 2 <= array.ndim <= 4 or 0 in array.shape:
        raise ShapeError("The input has the shape {shape}. Give channels and then 1, 2 or 3 axes, none of them empty.",
                         shape=shape_text(array.shape))


def check_channels(array: Array, weight: Array, bias: Array | None, groups: int, *, transposed: bool) -> None:
    """Raise what torch raises where the channels of input, weight, bias and groups do not agree.

    Args:
        array: the input, (C_in, *spatial).
        weight: (C_out, C_in / groups, *kernel), transposed (C_in, C_out / groups, *kernel).
        bias: (C_out,) or None.
        groups: number of groups that share no channels.
        transposed: which of the two layouts ``weight`` has.

    Raises:
        ShapeError: the kernel has other axes or channels than the input, or the bias another length.
        SpecError: groups do not divide the channels.
    """
    if weight.ndim != array.ndim + 1 or 0 in weight.shape:
        raise ShapeError("An input of {shape} needs a weight of {wanted} axes, none empty, but it is {weight}.",
                         shape=shape_text(array.shape), wanted=array.ndim + 1, weight=shape_text(weight.shape))
    channels, first = array.shape[0], weight.shape[0]
    if channels % groups or first % groups:
        raise SpecError("groups={groups} does not divide both input channels ({channels}) and filters ({filters}). "
                        "Use a number of groups that divides both.",
                        groups=groups, channels=channels, filters=first if not transposed else weight.shape[1] * groups)
    read = first if transposed else weight.shape[1] * groups
    if read != channels:
        raise ShapeError("The channels differ: with groups={groups} the kernel reads {read}, but the input has "
                         "{channels}. Change the channels of one of them, or the groups.",
                         read=read, groups=groups, channels=channels)
    filters = weight.shape[1] * groups if transposed else first
    if bias is not None and bias.shape != (filters,):
        raise ShapeError("The bias has the shape {shape}, but needs one number for each output channel: {filters}.",
                         shape=shape_text(bias.shape), filters=filters)


def check_transposed(padding_mode: str, stride: Sequence[int], dilation: Sequence[int],
                     output_padding: Sequence[int], *, transposed: bool) -> None:
    """Raise SpecError where output padding or padding mode do not go with ``transposed``."""
    if not transposed:
        if any(output_padding):
            raise SpecError("Output padding of {value} belongs to transposed convolutions only. Set it to 0.",
                            value=max(output_padding))
        return
    if padding_mode != "zeros":
        raise SpecError("A transposed convolution pads with zeros only, not with mode {mode}. Use zeros.",
                        mode=padding_mode)
    for extra, step, gap in zip(output_padding, stride, dilation, strict=True):
        if extra >= max(step, gap):
            raise SpecError("Output padding of {extra} must be smaller than the stride {stride} or the dilation "
                            "{dilation}. Use at most {most}.",
                            extra=extra, stride=step, dilation=gap, most=max(step, gap) - 1)


def check_cell(cell: Sequence[int], shape: Sequence[int]) -> tuple[int, ...]:
    """Return ``cell`` as plain ints, or raise ShapeError if it does not lie within ``shape``."""
    if len(cell) != len(shape) or any(not 0 <= at < side for at, side in zip(cell, shape, strict=False)):
        raise ShapeError("There is no cell {cell} in {shape}. Count from 0, channel first.",
                         cell=tuple(cell), shape=shape_text(shape))
    return tuple(int(at) for at in cell)
