"""A convolution as a reader is setting it up: it may not fit together yet, and every change keeps what it can."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from explorer.arrays import Array
from explorer.convolution.axis import check_input, frozen, per_axis
from explorer.convolution.stepwise.convolution import Convolution
from explorer.errors import N_, LimitError, ShapeError
from explorer.graph import shape_text

MOST_CHANNELS = 4
MOST_SIDE = {1: 64, 2: 16, 3: 8}
"""Longest side of an input that is drawn cell by cell, by its number of axes."""
MOST_KERNEL = {1: 15, 2: 7, 3: 4}
MOST = {"stride": 6, "padding": 8, "dilation": 4, "output_padding": 5}
MOST_CELLS = 4096
"""Most cells of a padded input or an output that a browser draws without stutter."""
LARGEST = 1e9
"""Largest value of a cell, either sign."""
PER_AXIS = ("stride", "padding", "dilation", "output_padding")
TOO_LARGE = {
    "channels": N_("{count} channels are more than this page draws. Use at most {most}."),
    "filters": N_("{count} filters are more than this page draws. Use at most {most}."),
    "input": N_("An input with a side of {count} cells is larger than this page draws. Use at most {most}."),
    "kernel": N_("A kernel with a side of {count} cells is larger than this page draws. Use at most {most}."),
    "stride": N_("A stride of {count} is larger than this page draws. Use at most {most}."),
    "padding": N_("A padding of {count} is larger than this page draws. Use at most {most}."),
    "dilation": N_("A dilation of {count} is larger than this page draws. Use at most {most}."),
    "output_padding": N_("An output padding of {count} is larger than this page draws. Use at most {most}."),
}


@dataclass(frozen=True, kw_only=True, eq=False)
class Setup:
    """Numbers and arguments of a `Convolution`, read-only; whether they agree is asked by `convolution`.

    Args: as for `Convolution`; the numbers per axis may be given as one.

    Raises:
        ShapeError: the input has no channels and axes.
        SpecError: an argument is no whole number, or not one per axis.
    """

    input: Array
    weight: Array
    bias: Array | None = None
    stride: tuple[int, ...] | int = 1
    padding: tuple[int, ...] | int = 0
    dilation: tuple[int, ...] | int = 1
    output_padding: tuple[int, ...] | int = 0
    groups: int = 1
    padding_mode: str = "zeros"
    transposed: bool = False

    def __post_init__(self) -> None:
        object.__setattr__(self, "input", frozen(self.input))
        object.__setattr__(self, "weight", frozen(self.weight))
        object.__setattr__(self, "bias", None if self.bias is None else frozen(self.bias))
        check_input(self.input)
        if self.weight.ndim != self.input.ndim + 1 or 0 in self.weight.shape:
            raise ShapeError("A kernel of {kernel} does not go with an input of {shape}. "
                             "Give it two axes of channels and as many others as the input has.",
                             kernel=shape_text(self.weight.shape), shape=shape_text(self.input.shape))
        for name in PER_AXIS:
            least = 1 if name in ("stride", "dilation") else 0
            object.__setattr__(self, name, per_axis(getattr(self, name), self.dims, name=name, least=least))

    @property
    def dims(self) -> int:
        """Number of spatial axes, 1 to 3."""
        return self.input.ndim - 1

    @property
    def filters(self) -> int:
        """Number of output channels."""
        first, second = self.weight.shape[:2]
        return int(second * self.groups if self.transposed else first)

    @property
    def kernel_size(self) -> tuple[int, ...]:
        """Cells of the kernel per axis."""
        return self.weight.shape[2:]

    def numbers(self, name: str) -> tuple[int, ...]:
        """Return one of ``PER_AXIS``, one number per axis."""
        value: tuple[int, ...] = getattr(self, name)
        return value

    def convolution(self) -> Convolution:
        """Return the convolution.

        Raises:
            SpecError, ShapeError: it is one that torch refuses.
            LimitError: it is larger than can be drawn cell by cell.
        """
        check_setup(self)
        conv = Convolution(input=self.input, weight=self.weight, bias=self.bias, stride=self.stride,
                           padding=self.padding, dilation=self.dilation, groups=self.groups,
                           output_padding=self.output_padding, padding_mode=self.padding_mode,
                           transposed=self.transposed)
        places = len(self.input) * int(np.prod([len(axis.lane) for axis in conv.axes]))
        cells = int(np.prod(conv.output_shape))
        if max(places, cells) > MOST_CELLS:
            raise LimitError("That makes {cells} cells to draw. Use a smaller input, stride or padding, so that there "
                             "are at most {most}.", cells=max(places, cells), most=MOST_CELLS)
        return conv


def check_setup(setup: Setup) -> None:
    """Raise LimitError where ``setup`` is larger than can be drawn, number by number."""
    sizes = [("channels", len(setup.input), MOST_CHANNELS), ("filters", setup.filters, MOST_CHANNELS),
             ("input", max(setup.input.shape[1:]), MOST_SIDE[setup.dims]),
             ("kernel", max(setup.kernel_size), MOST_KERNEL[setup.dims])]
    sizes += [(name, max(setup.numbers(name)), most) for name, most in MOST.items()]
    for what, count, most in sizes:
        if count > most:
            raise LimitError(TOO_LARGE[what], count=count, most=most)
    for values in (setup.input, setup.weight, setup.bias):
        if values is not None and not np.all(np.abs(values) <= LARGEST):
            raise LimitError("A value is not a number or larger than {most:g}. Use smaller ones.", most=LARGEST)


def with_input(setup: Setup, values: Array) -> Setup:
    """Return ``setup`` on another input (C, *spatial) of as many axes, with kernels for as many channels."""
    return with_channels(replace(setup, input=values), filters=setup.filters, groups=setup.groups)


def with_input_size(setup: Setup, size: Sequence[int]) -> Setup:
    """Return ``setup`` with an input of ``size`` per axis; what is new repeats what is there."""
    values = setup.input
    for axis, side in enumerate(size, start=1):
        values = np.take(values, np.arange(side), axis=axis, mode="wrap")
    return replace(setup, input=values)


def with_kernel_size(setup: Setup, size: Sequence[int]) -> Setup:
    """Return ``setup`` with a kernel of ``size`` per axis; its middle stays, and what is new is 0."""
    weight = setup.weight
    for axis, side in enumerate(size, start=2):
        grow = side - weight.shape[axis]
        if grow > 0:
            around = [(0, 0)] * weight.ndim
            around[axis] = (grow // 2, grow - grow // 2)
            weight = np.pad(weight, around)
        else:
            first = -grow // 2
            weight = np.take(weight, np.arange(first, first + side), axis=axis)
    return replace(setup, weight=weight)


def with_channels(setup: Setup, *, channels: int | None = None, filters: int, groups: int) -> Setup:
    """Return ``setup`` with other channels, filters or groups; what is new repeats what is there.

    A transposed kernel holds a whole number of filters per group, so there ``filters`` is rounded up to one.
    """
    channels = len(setup.input) if channels is None else channels
    weight = by_filter(setup.weight, _divisor(setup), transposed=setup.transposed)
    wanted = -(-filters // groups) * groups if setup.transposed else filters
    weight = np.take(weight, np.arange(wanted), axis=0, mode="wrap")
    weight = np.take(weight, np.arange(max(1, channels // groups)), axis=1, mode="wrap")
    if setup.transposed and channels % groups == 0:
        weight = by_filter(weight, groups, transposed=True)
    elif setup.transposed:
        weight = np.take(setup.weight, np.arange(channels), axis=0, mode="wrap")
    values = np.take(setup.input, np.arange(channels), axis=0, mode="wrap")
    bias = None if setup.bias is None else np.take(setup.bias, np.arange(wanted), mode="wrap")
    return replace(setup, input=values, weight=weight, bias=bias, groups=groups)


def with_transposed(setup: Setup, transposed: bool) -> Setup:
    """Return ``setup`` as a transposed convolution or a plain one, with the same filters."""
    if transposed == setup.transposed:
        return setup
    weight = by_filter(setup.weight, _divisor(setup), transposed=True)
    plain = replace(setup, weight=weight, transposed=transposed, output_padding=0)
    return replace(plain, padding_mode="zeros") if transposed else plain


def by_filter(weight: Array, groups: int, *, transposed: bool) -> Array:
    """Return ``weight`` as (C_out, C_in / groups, *kernel), whichever way torch lays it out; its own inverse."""
    if not transposed:
        return weight
    first, second = weight.shape[:2]
    split = weight.reshape(groups, first // groups, second, *weight.shape[2:])
    return split.swapaxes(1, 2).reshape(groups * second, first // groups, *weight.shape[2:])


def _divisor(setup: Setup) -> int:
    """The groups, or 1 where they do not divide the kernel's first axis yet."""
    return setup.groups if len(setup.weight) % setup.groups == 0 else 1
