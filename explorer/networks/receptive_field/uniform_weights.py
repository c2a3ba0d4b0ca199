"""The textbook case: a network of which only the wiring is left, so that every path from pixel to unit counts.

Each layer becomes an average of what it reads. Kernels and matrices hold the same positive number everywhere and no
bias; activations, normalisations and dropout hand on what comes in; max pooling takes the mean of its window, with
padding counted as 0; where branches meet, sums and products alike (a gate, a squeeze and excitation) become means, as
a unit depends on all factors of a product. Nothing can then cancel or be cut off, and the pixels whose gradient is
not 0 are exactly those that :func:`explorer.graph.reads` names.

All channels of such a layer do the same on average, so one channel, their mean, stands for all of them: a concatenation
weighs its branches by their channels, maps of zeros put in thin the mean out, and groups make no difference.

Averages instead of weights of 1, because a deep network of ones leaves the range of numbers: 50 windows of 3 x 3 make
9^50 of the middle. A chain's field has the same shape either way (Luo et al. 2016, arXiv:1701.04128, section 2.2).
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import singledispatch
from math import prod
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor
from torch.nn import functional as F

from explorer.graph import (
    INPUT,
    AdaptivePool,
    ConvNd,
    ConvTransposeNd,
    Layer,
    MaxPool,
    PoolNd,
    Report,
    Row,
    codes,
    joined_axes,
)

LARGEST = 1e300
"""Gradient that is sent back from the unit: averages only make it smaller, and double precision ends at 1e308."""
CONV = {1: F.conv1d, 2: F.conv2d}
STAMP = {1: F.conv_transpose1d, 2: F.conv_transpose2d}
MODES = {"zeros": "constant", "reflect": "reflect", "replicate": "replicate", "circular": "circular"}
Pads = Sequence[tuple[int, int]]


def unit_gradient(report: Report, name: str, unit: tuple[int, ...]) -> NDArray[np.float64]:
    """Return the gradient of one unit of the textbook network with respect to the picture, summed over its colours.

    Args:
        report: a network that reads pictures, without errors on the way to ``name``.
        name: a layer.
        unit: position in its output, without the channel, px; ``()`` in a row of values.

    Returns:
        (H, W) of the input, 0 or more, at most 1e300; only the proportions mean something.
    """
    picture = torch.zeros(1, 1, *report.input_shape[1:], dtype=torch.float64, requires_grad=True)
    values = {INPUT: picture}
    for node in report.graph.up_to(name):
        row = report[node.name]
        values[node.name] = averaged(row.layer, [values[source] for source in node.inputs], row)
    output = values[name][(0, 0, *unit)]
    gradient, = torch.autograd.grad(output, picture, torch.tensor(LARGEST, dtype=torch.float64))
    found: NDArray[np.float64] = gradient[0, 0].numpy()
    return found


@singledispatch
def averaged(layer: Layer, inputs: list[Tensor], row: Row) -> Tensor:  # noqa: ARG001
    """Return what the textbook's version of ``layer`` makes of ``inputs``, each (1, 1, ...), the mean of channels."""
    return inputs[0]


@averaged.register
def _(layer: ConvNd, inputs: list[Tensor], row: Row) -> Tensor:  # noqa: ARG001
    return _windows(inputs[0], layer, layer.pads(), layer.per_axis("dilation"), mode=MODES[layer.padding_mode])


@averaged.register
def _(layer: PoolNd, inputs: list[Tensor], row: Row) -> Tensor:
    sides = (row.output_shape or ())[1:]
    dilation = layer.per_axis("dilation") if isinstance(layer, MaxPool) else (1,) * layer.dims
    pads = _pads_up_to(layer, sides, inputs[0].shape[2:], dilation)
    return _every(_windows(inputs[0], layer, pads, dilation), (1,) * layer.dims, sides)


def _pads_up_to(layer: PoolNd, sides: tuple[int, ...], input_sides: Sequence[int], dilation: Sequence[int]) -> Pads:
    """Return the padding of each axis, with room after it for windows that ceil_mode lets stand out."""
    columns = (layer.per_axis(name) for name in ("kernel_size", "stride", "padding"))
    return [(padding, max(padding, (side - 1) * stride + step * (kernel - 1) + 1 - size - padding))
            for kernel, stride, padding, side, size, step in zip(*columns, sides, input_sides, dilation, strict=True)]


def _windows(maps: Tensor, layer: ConvNd | PoolNd, pads: Pads, dilation: Sequence[int], *,
             mode: str = "constant") -> Tensor:
    """Return the mean of each window of ``layer``, padding counted."""
    kernel, stride = layer.per_axis("kernel_size"), layer.per_axis("stride")
    padded = F.pad(maps, [side for pair in reversed(pads) for side in pair], mode=mode)
    means: Tensor = CONV[layer.dims](padded, _even(kernel), stride=list(stride), dilation=list(dilation))
    return means


def _even(kernel: Sequence[int]) -> Tensor:
    return torch.full((1, 1, *kernel), 1 / prod(kernel), dtype=torch.float64)


@averaged.register
def _(layer: ConvTransposeNd, inputs: list[Tensor], row: Row) -> Tensor:  # noqa: ARG001
    stride, padding, more, dilation = (list(layer.per_axis(name))
                                       for name in ("stride", "padding", "output_padding", "dilation"))
    stamps: Tensor = STAMP[layer.dims](inputs[0], _even(layer.per_axis("kernel_size")), stride=stride, padding=padding,
                                       output_padding=more, dilation=dilation)
    return stamps


@averaged.register
def _(layer: AdaptivePool, inputs: list[Tensor], row: Row) -> Tensor:  # noqa: ARG001
    pool = {1: torch.nn.AdaptiveAvgPool1d, 2: torch.nn.AdaptiveAvgPool2d}[layer.dims]
    means: Tensor = pool(layer.output_size)(inputs[0])
    return means


@averaged.register
def _(layer: codes.Subsample, inputs: list[Tensor], row: Row) -> Tensor:  # noqa: ARG001
    return _every(inputs[0], layer.per_axis("stride"), inputs[0].shape[2:])


def _every(maps: Tensor, steps: Sequence[int], ends: Sequence[int]) -> Tensor:
    """Return one of every few places of each spatial axis, up to its end."""
    parts: tuple[Any, ...] = (..., *(slice(0, end, step) for end, step in zip(ends, steps, strict=True)))
    return maps[parts]


@averaged.register(codes.LPPool1d)
@averaged.register(codes.LPPool2d)
def _(layer: codes.LPPool2d, inputs: list[Tensor], row: Row) -> Tensor:  # noqa: ARG001
    pool = {1: F.avg_pool1d, 2: F.avg_pool2d}[layer.dims]
    means: Tensor = pool(inputs[0], layer.per_axis("kernel_size"), layer.per_axis("stride"), ceil_mode=layer.ceil_mode)
    return means


@averaged.register(codes.ZeroPad2d)
@averaged.register(codes.ReflectionPad2d)
@averaged.register(codes.ReplicationPad2d)
def _(layer: codes.ZeroPad2d, inputs: list[Tensor], row: Row) -> Tensor:  # noqa: ARG001
    return F.pad(inputs[0], list(layer.amounts()), mode=MODES[layer.beyond])


@averaged.register
def _(layer: codes.Upsample, inputs: list[Tensor], row: Row) -> Tensor:
    corners = None if layer.mode == "nearest" else layer.align_corners
    return F.interpolate(inputs[0], size=list((row.output_shape or ())[1:]), mode=layer.mode, align_corners=corners)


@averaged.register
def _(layer: codes.PixelShuffle, inputs: list[Tensor], row: Row) -> Tensor:  # noqa: ARG001
    times = layer.upscale_factor  # each place becomes a square, from channels of its own
    return inputs[0].repeat_interleave(times, dim=2).repeat_interleave(times, dim=3)


@averaged.register
def _(layer: codes.Unflatten, inputs: list[Tensor], row: Row) -> Tensor:  # noqa: ARG001
    sides = layer.unflattened_size[1:]
    return inputs[0].reshape(1, 1, *(1 for _ in sides)).expand(1, 1, *sides)


@averaged.register
def _(layer: codes.PadChannels, inputs: list[Tensor], row: Row) -> Tensor:
    given = row.input_shape[0]
    return inputs[0] * (given / (given + layer.before + layer.after))


@averaged.register
def _(layer: codes.Flatten, inputs: list[Tensor], row: Row) -> Tensor:
    start, end = joined_axes(layer, row.input_shape)
    if start > 1:
        return inputs[0].flatten(start, end)
    # Places that become channels: their mean stands for them.
    return inputs[0].mean(dim=tuple(range(1, end + 1)), keepdim=True).flatten(1, end)


@averaged.register
def _(layer: codes.Linear, inputs: list[Tensor], row: Row) -> Tensor:  # noqa: ARG001
    if inputs[0].ndim == 2:
        return inputs[0]
    return inputs[0].mean(dim=-1, keepdim=True).expand(*inputs[0].shape[:-1], layer.out_features)


@averaged.register(codes.Add)
@averaged.register(codes.Multiply)
def _(layer: Layer, inputs: list[Tensor], row: Row) -> Tensor:  # noqa: ARG001
    return torch.stack(torch.broadcast_tensors(*inputs)).mean(dim=0)


@averaged.register
def _(layer: codes.Concat, inputs: list[Tensor], row: Row) -> Tensor:  # noqa: ARG001
    channels = [shape[0] for shape in row.input_shapes]
    weighed = [maps * (count / sum(channels)) for maps, count in zip(inputs, channels, strict=True)]
    return torch.stack(weighed).sum(dim=0)
