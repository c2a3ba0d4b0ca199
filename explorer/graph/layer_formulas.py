"""What layers without a kernel of their own compute, value by value, and how shapes of those that resize come about.

x is what a layer reads, y what it puts out; c counts channels, i and j rows and columns.
"""

from __future__ import annotations

from functools import singledispatch

from explorer.errors import message
from explorer.graph.latex import TIMES, Working, number, product
from explorer.graph.layers.base import Layer
from explorer.graph.layers.basic import (
    GELU,
    BatchNorm,
    Dropout,
    LeakyReLU,
    PReLU,
    ReLU,
    ReLU6,
    Sigmoid,
    SiLU,
    Softmax,
    Tanh,
)
from explorer.graph.layers.norms import GroupNorm, InstanceNorm, LayerNorm
from explorer.graph.layers.pooling import (
    AdaptiveAvgPool1d,
    AdaptiveAvgPool2d,
    AdaptiveAvgPool3d,
    AvgPool,
    LPPool,
    MaxPool,
)
from explorer.graph.layers.resizing import Pad2d, PixelShuffle, Unflatten, Upsample
from explorer.graph.layers.special import ChannelShuffle, LayerNorm2d, LocalResponseNorm, Multiply
from explorer.graph.shapes import Shape

NORM = r"y = \gamma \cdot \frac{x - \mu}{\sqrt{\sigma^2 + \epsilon}} + \beta"
PLAIN: dict[type[Layer], str] = {
    ReLU: r"y = \max(0, x)", ReLU6: r"y = \min(\max(0, x), 6)", Sigmoid: r"y = \frac{1}{1 + e^{-x}}",
    Tanh: r"y = \frac{e^{x} - e^{-x}}{e^{x} + e^{-x}}", SiLU: r"y = \frac{x}{1 + e^{-x}}", GELU: r"y = x \cdot \Phi(x)",
    Multiply: r"y = x_1 \cdot x_2",
}


@singledispatch
def computes(layer: Layer, shape: Shape) -> Working | None:  # noqa: ARG001
    """Return what a layer makes of its input of ``shape``; None where its kernel says it, or its name."""
    line = PLAIN.get(type(layer))
    return Working((line,), message("Each value on its own.")) if line else None


@computes.register
def _(layer: LeakyReLU, shape: Shape) -> Working:  # noqa: ARG001
    return Working((rf"y = \max({layer.negative_slope:g}{TIMES}x, x)",), message("Each value on its own."))


@computes.register
def _(layer: PReLU, shape: Shape) -> Working:  # noqa: ARG001
    return Working((rf"y = \max(0, x) + a{TIMES}\min(0, x)",), message("Each value on its own; a is learned."))


@computes.register
def _(layer: Softmax, shape: Shape) -> Working:  # noqa: ARG001
    return Working((r"y_c = \frac{e^{x_c}}{\sum_k e^{x_k}}",), message("Over the channels; all shares add up to 1."))


@computes.register
def _(layer: Dropout, shape: Shape) -> Working:  # noqa: ARG001
    return Working((rf"y = \frac{{m}}{{1 - {layer.p:g}}}{TIMES}x",),
                   message("While training only; m is 0 with the probability p, else 1. Afterwards y = x."))


@computes.register
def _(layer: BatchNorm, shape: Shape) -> Working:  # noqa: ARG001
    return Working((NORM,), message("Mean and variance of each channel: of the batch while training, running means "
                                    "afterwards."))


@computes.register
def _(layer: GroupNorm, shape: Shape) -> Working:
    count = product(shape[0] // layer.num_groups, *shape[1:])
    return Working((NORM, rf"n = {count} = {number(_values(shape) // layer.num_groups)}"),
                   message("Mean and variance are those of the n values of one group of channels, in this picture."))


@computes.register
def _(layer: InstanceNorm, shape: Shape) -> Working:  # noqa: ARG001
    return Working((NORM, rf"n = {product(*shape[1:])} = {number(_values(shape[1:]))}"),
                   message("Mean and variance are those of the n values of one map, in this picture."))


@computes.register
def _(layer: LayerNorm, shape: Shape) -> Working:
    over = layer.over(shape)
    return Working((NORM, rf"n = {product(*over)} = {number(_values(over))}"),
                   message("Mean and variance are those of n values of this picture together."))


@computes.register
def _(layer: LayerNorm2d, shape: Shape) -> Working:  # noqa: ARG001
    return Working((NORM,), message("Mean and variance are those of all channels at one place."))


@computes.register
def _(layer: LocalResponseNorm, shape: Shape) -> Working:  # noqa: ARG001
    inner = rf"{layer.k:g} + \frac{{{layer.alpha:g}}}{{{layer.size}}} \sum_k x_k^2"
    return Working((rf"y_c = \frac{{x_c}}{{({inner})^{{{layer.beta:g}}}}}",),
                   message("The sum runs over the {size} maps around the own one, at the same place.", size=layer.size))


@computes.register
def _(layer: MaxPool, shape: Shape) -> Working:  # noqa: ARG001
    return Working((r"y = \max_k x_k",), message("k counts the values of a window."))


@computes.register(AvgPool)
@computes.register(AdaptiveAvgPool1d)
@computes.register(AdaptiveAvgPool2d)
@computes.register(AdaptiveAvgPool3d)
def _(layer: Layer, shape: Shape) -> Working:  # noqa: ARG001
    return Working((r"y = \frac{1}{n} \sum_k x_k",), message("k counts the n values of a window."))


@computes.register
def _(layer: LPPool, shape: Shape) -> Working:  # noqa: ARG001
    power = layer.norm_type
    line = r"y = \sum_k x_k" if power == 1 else rf"y = \left(\sum_k x_k^{{{power}}}\right)^{{1/{power}}}"
    return Working((line,), message("k counts the values of a window."))


@computes.register
def _(layer: Upsample, shape: Shape) -> Working:  # noqa: ARG001
    if layer.mode == "nearest":
        return Working((r"y_{i,j} = x_{\lfloor i / s \rfloor, \lfloor j / s \rfloor}",),
                       message("Each value is repeated; s is how many times as large the maps become."))
    place = r"\frac{(I - 1)\, i}{O - 1}" if layer.align_corners else r"\frac{i + 0.5}{s} - 0.5"
    says = (message("A mean of the 2 × 2 values around the place u, those nearer weigh more; the same across.")
            if layer.mode == "bilinear" else
            message("A mean of the 4 × 4 values around the place u, some with negative weights; the same across."))
    weight = r"y_i = (1 - t)\, x_{\lfloor u \rfloor} + t\, x_{\lfloor u \rfloor + 1}"
    return Working((rf"u = {place}", *((weight + r", \quad t = u - \lfloor u \rfloor",) if layer.mode == "bilinear"
                                       else ())), says)


@computes.register
def _(layer: PixelShuffle, shape: Shape) -> Working:  # noqa: ARG001
    factor = layer.upscale_factor
    source = rf"c \cdot {factor ** 2} + (i \bmod {factor}) \cdot {factor} + j \bmod {factor}"
    place = rf"\lfloor i / {factor} \rfloor, \lfloor j / {factor} \rfloor"
    return Working((rf"y_{{c,i,j}} = x_{{{source}, {place}}}",),
                   message("Values are moved, not computed: neighbours come from different channels."))


@computes.register
def _(layer: ChannelShuffle, shape: Shape) -> Working:
    each = shape[0] // layer.groups
    return Working((rf"y_c = x_{{(c \bmod {layer.groups}) \cdot {each} + \lfloor c / {layer.groups} \rfloor}}",),
                   message("Values are moved, not computed."))


def resized(layer: Layer, before: Shape, after: Shape) -> Working | None:
    """Return how the shape of a layer that resizes maps comes about; None for other layers."""
    names = {1: ("L",), 2: ("H", "W"), 3: ("D", "H", "W")}.get(len(after) - 1, ())
    pairs = list(zip(names, before[1:], after[1:], strict=False))
    if isinstance(layer, Pad2d):
        lines = [f"{name} = {first} + {size} + {last} = {number(out)}"
                 for (name, size, out), (first, last) in zip(pairs, layer.pads(), strict=True)]
        return Working(tuple(lines), message("What is added before and after."))
    if isinstance(layer, PixelShuffle):
        square = rf"\frac{{{before[0]}}}{{{layer.upscale_factor}{TIMES}{layer.upscale_factor}}}"
        lines = [f"{name} = {size}{TIMES}{layer.upscale_factor} = {number(out)}" for name, size, out in pairs]
        return Working((f"C = {square} = {number(after[0])}", *lines),
                       message("Channels become places: the number of values stays."))
    if isinstance(layer, Upsample):
        times = layer.size is None
        lines = [f"{name} = {size}{TIMES}{out // size} = {number(out)}" if times else f"{name} = {number(out)}"
                 for name, size, out in pairs]
        return Working((r"o = i \cdot s" if times else r"o = \texttt{size}", *lines),
                       message("The side times the scale.") if times else message("The output's side is given."))
    if isinstance(layer, Unflatten):
        return Working((product(*after).replace(TIMES, r" \times "),),
                       message("A row of {count:,} values is written as maps.", count=before[0]))
    return None


def _values(shape: Shape) -> int:
    count = 1
    for side in shape:
        count *= side
    return count
