"""What a convolution or pooling refuses, in one place: the same that torch refuses, with the numbers."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike, NDArray

from explorer.errors import ShapeError, SpecError
from explorer.graph.shapes import shape_text

Array = NDArray[np.float64]


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
        raise SpecError("{name} has {count} numbers for {axes} axes. Give one number, or one per axis.",
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
        raise SpecError("{groups} groups do not divide {channels} input channels and {filters} filters. "
                        "Use a number of groups that divides both.",
                        groups=groups, channels=channels, filters=first if not transposed else weight.shape[1] * groups)
    read = first if transposed else weight.shape[1] * groups
    if read != channels:
        raise ShapeError("The kernel reads {read} channels in {groups} groups, but the input has {channels}. "
                         "Change the channels of one of them, or the groups.",
                         read=read, groups=groups, channels=channels)
    filters = weight.shape[1] * groups if transposed else first
    if bias is not None and bias.shape != (filters,):
        raise ShapeError("The bias has the shape {shape}, but there are {filters} output channels. "
                         "Give one number each.",
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
