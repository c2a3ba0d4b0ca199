"""What shape comes out of a layer. Shapes are without the batch: ``(C, H, W)``.

Each rule is torch's own; what torch refuses is refused with the numbers and something to try. Messages carry
``{layer}``, which :func:`explorer.graph.report.analyse` replaces by the layer's name in the network.
"""

from __future__ import annotations

from functools import singledispatch
from math import prod

from explorer.errors import ShapeError
from explorer.graph.arithmetic import TransposedWindow, Window, fitted
from explorer.graph.layers.base import Layer
from explorer.graph.layers.basic import Add, BatchNorm, Concat, Dropout2d, Flatten, Linear, PReLU
from explorer.graph.layers.convolution import ConvNd, ConvTransposeNd
from explorer.graph.layers.incomplete import Unfinished
from explorer.graph.layers.norms import GroupNorm, InstanceNorm, LayerNorm
from explorer.graph.layers.pooling import AdaptivePool, AvgPool3d, LPPool, PoolNd
from explorer.graph.layers.resizing import Pad2d, PixelShuffle, Unflatten, Upsample
from explorer.graph.layers.special import (
    ChannelShuffle,
    LayerNorm2d,
    LayerScale,
    Multiply,
    PadChannels,
    Subsample,
    TakeChannels,
)
from explorer.graph.layers.unread import Unread
from explorer.graph.shapes import Shape, joined_axes, readers, shape_text


@singledispatch
def output_shape(layer: Layer, inputs: tuple[Shape, ...]) -> Shape:  # noqa: ARG001
    """Return the shape that comes out of ``layer``.

    Args:
        layer: any layer; those without a rule of their own hand the shape on.
        inputs: shapes of what it reads, one for most layers.

    Raises:
        ShapeError: torch would refuse the input; the message says what to try.
    """
    return inputs[0]


@output_shape.register
def _(layer: Unfinished, inputs: tuple[Shape, ...]) -> Shape:  # noqa: ARG001
    raise layer.refusal()


@output_shape.register
def _(layer: ConvNd, inputs: tuple[Shape, ...]) -> Shape:
    shape = _with_axes(layer, inputs[0])
    _check_groups(layer, shape[0])
    return layer.out_channels, *_sides(layer, shape)


@output_shape.register
def _(layer: ConvTransposeNd, inputs: tuple[Shape, ...]) -> Shape:
    shape = _with_axes(layer, inputs[0])
    _check_groups(layer, shape[0])
    return layer.out_channels, *_sides(layer, shape)


@output_shape.register(PoolNd)
@output_shape.register(LPPool)
@output_shape.register(Subsample)
def _(layer: Layer, inputs: tuple[Shape, ...]) -> Shape:
    shape = _with_axes(layer, inputs[0])
    return shape[0], *_sides(layer, shape)


@output_shape.register
def _(layer: AvgPool3d, inputs: tuple[Shape, ...]) -> Shape:
    shape = _with_axes(layer, inputs[0])
    for kernel, size in zip(layer.per_axis("kernel_size"), shape[1:], strict=True):
        if kernel > size:
            raise ShapeError("{layer}: a window of {window} px is wider than the input's {size} px. torch refuses that "
                             "for volumes even with padding. Use a window of {size} px or less.",
                             layer=type(layer).__name__, window=kernel, size=size)
    return shape[0], *_sides(layer, shape)


@output_shape.register
def _(layer: AdaptivePool, inputs: tuple[Shape, ...]) -> Shape:
    return _with_axes(layer, inputs[0])[0], *layer.per_axis("output_size")


@output_shape.register
def _(layer: BatchNorm, inputs: tuple[Shape, ...]) -> Shape:
    if layer.dims == 1 and len(inputs[0]) == 1:
        return inputs[0]
    return _with_axes(layer, inputs[0])


@output_shape.register
def _(layer: PReLU, inputs: tuple[Shape, ...]) -> Shape:
    if layer.num_parameters not in (1, inputs[0][0]):
        raise ShapeError("{layer}: {count} slopes do not fit {channels} channels. Use one, or one per channel.",
                         layer=type(layer).__name__, count=layer.num_parameters, channels=inputs[0][0])
    return inputs[0]


@output_shape.register(Dropout2d)
@output_shape.register(LayerNorm2d)
@output_shape.register(LayerScale)
def _(layer: Layer, inputs: tuple[Shape, ...]) -> Shape:
    return _with_axes(layer, inputs[0])


@output_shape.register
def _(layer: ChannelShuffle, inputs: tuple[Shape, ...]) -> Shape:
    shape = _with_axes(layer, inputs[0])
    if shape[0] % layer.groups:
        raise ShapeError("{layer}: {groups} groups do not divide {channels} channels. Use a number of groups that "
                         "divides them.", layer=type(layer).__name__, groups=layer.groups, channels=shape[0])
    return shape


@output_shape.register
def _(layer: TakeChannels, inputs: tuple[Shape, ...]) -> Shape:
    channels, *sides = inputs[0]
    if layer.start + layer.count > channels:
        raise ShapeError("{layer} hands on channels up to {last}, but only {channels} arrive. Use fewer.",
                         layer=type(layer).__name__, last=layer.start + layer.count, channels=channels)
    return layer.count, *sides


@output_shape.register
def _(layer: PadChannels, inputs: tuple[Shape, ...]) -> Shape:
    channels, *sides = _with_axes(layer, inputs[0])
    return layer.before + channels + layer.after, *sides


@output_shape.register
def _(layer: Pad2d, inputs: tuple[Shape, ...]) -> Shape:
    shape = _with_axes(layer, inputs[0])
    return shape[0], *_sides(layer, shape)


@output_shape.register
def _(layer: Upsample, inputs: tuple[Shape, ...]) -> Shape:
    shape = inputs[0]
    plain = layer.mode == "nearest" and not isinstance(layer.size or layer.scale_factor, tuple)
    if len(shape) == 1 or not plain:
        shape = _with_axes(layer, shape)
    return shape[0], *layer.sides(shape[1:])


@output_shape.register
def _(layer: PixelShuffle, inputs: tuple[Shape, ...]) -> Shape:
    channels, *sides = _with_axes(layer, inputs[0])
    parts = layer.upscale_factor ** 2
    if channels % parts:
        raise ShapeError("{layer}: {channels} channels are no multiple of {factor} × {factor}, so they cannot become "
                         "maps {factor} times as large. Use {better} channels.", layer=type(layer).__name__,
                         channels=channels, factor=layer.upscale_factor, better=parts * max(1, channels // parts))
    return channels // parts, *(side * layer.upscale_factor for side in sides)


@output_shape.register
def _(layer: Unflatten, inputs: tuple[Shape, ...]) -> Shape:
    shape = inputs[0]
    if len(shape) > 1:
        raise ShapeError("{layer} takes a row of values, but receives {shape}. Put a flatten before it.",
                         layer=type(layer).__name__, shape=shape_text(shape))
    if shape[0] != layer.values:
        raise ShapeError("{layer}: maps of {maps} have {values:,} values, but {arrives:,} arrive. Let the layer before "
                         "it put out {values:,}.", layer=type(layer).__name__, maps=shape_text(layer.unflattened_size),
                         values=layer.values, arrives=shape[0])
    return layer.unflattened_size


@output_shape.register
def _(layer: GroupNorm, inputs: tuple[Shape, ...]) -> Shape:
    channels = inputs[0][0]
    if channels % layer.num_groups:
        raise ShapeError("{layer}: {groups} groups do not divide {channels} channels. Use a number of groups that "
                         "divides them.", layer=type(layer).__name__, groups=layer.num_groups, channels=channels)
    return inputs[0]


@output_shape.register
def _(layer: InstanceNorm, inputs: tuple[Shape, ...]) -> Shape:
    shape = _with_axes(layer, inputs[0])
    if prod(shape[1:]) == 1:
        raise ShapeError("{layer}: a map of one value has no variance, so nothing would be left of it. Use a larger "
                         "input, or leave the norm out here.", layer=type(layer).__name__)
    return shape


@output_shape.register
def _(layer: LayerNorm, inputs: tuple[Shape, ...]) -> Shape:
    shape = inputs[0]
    if layer.axes > len(shape):
        raise ShapeError("{layer} is to measure {axes} axes together, but receives {shape}. Use {most} or less.",
                         layer=type(layer).__name__, axes=layer.axes, shape=shape_text(shape), most=len(shape))
    return shape


@output_shape.register
def _(layer: Unread, inputs: tuple[Shape, ...]) -> Shape:
    shape = layer.shape() or (inputs[0] if layer.keeps_shape else None)
    if shape is None:
        raise ShapeError("{layer} is a step that is not read here, so its output is not known. Give the shape that it "
                         "puts out.", layer=type(layer).__name__)
    return shape


@output_shape.register
def _(layer: Flatten, inputs: tuple[Shape, ...]) -> Shape:
    shape = inputs[0]
    start, end = joined_axes(layer, shape)
    if not 1 <= start <= end <= len(shape):
        raise ShapeError("{layer} cannot join axes {start} to {end} of an input of {shape}, whose axes are 1 to "
                         "{last}. Use start_dim=1 and end_dim=-1 to join all.",
                         layer="Flatten", start=layer.start_dim, end=layer.end_dim, shape=shape_text(shape),
                         last=len(shape))
    return *shape[:start - 1], prod(shape[start - 1:end]), *shape[end:]


@output_shape.register
def _(layer: Linear, inputs: tuple[Shape, ...]) -> Shape:
    return *inputs[0][:-1], layer.out_features


@output_shape.register
def _(layer: Add, inputs: tuple[Shape, ...]) -> Shape:
    if len(set(inputs)) > 1:
        raise ShapeError("{layer} can only add equal shapes, but receives {shapes}. Give the branches the same "
                         "channels, stride and padding, or put a 1 × 1 convolution in the shorter one.",
                         layer=type(layer).__name__, shapes=", ".join(map(shape_text, inputs)))
    return inputs[0]


@output_shape.register
def _(layer: Multiply, inputs: tuple[Shape, ...]) -> Shape:
    columns = [set(sides) - {1} for sides in zip(*inputs, strict=False)]
    if len({len(shape) for shape in inputs}) > 1 or any(len(sides) > 1 for sides in columns):
        raise ShapeError("{layer} can only multiply shapes that are equal but for sides of 1, but receives {shapes}. "
                         "Give the branches the same channels and stride, or put a global average pool in one.",
                         layer=type(layer).__name__, shapes=", ".join(map(shape_text, inputs)))
    return tuple(max(sides, default=1) for sides in columns)


@output_shape.register
def _(layer: Concat, inputs: tuple[Shape, ...]) -> Shape:
    if len({shape[1:] for shape in inputs}) > 1:
        raise ShapeError("{layer} puts channels behind each other, so all else must be equal, but it receives "
                         "{shapes}. Give the branches the same stride and enough padding.",
                         layer=type(layer).__name__, shapes=", ".join(map(shape_text, inputs)))
    return sum(shape[0] for shape in inputs), *inputs[0][1:]


def _sides(layer: Layer, shape: Shape) -> tuple[int, ...]:
    windows: tuple[Window | TransposedWindow, ...] = readers(layer, shape) or ()  # type: ignore[assignment]
    columns = list(zip(windows, shape[1:], strict=True))
    if isinstance(layer, (ConvNd, Pad2d)):
        for window, size in columns:
            _check_padding_mode(layer, window, size)
    return tuple([fitted(window, size) for window, size in columns])


def _with_axes(layer: Layer, shape: Shape) -> Shape:
    if len(shape) == layer.dims + 1:
        return shape
    axes = ("C × L", "C × H × W", "C × D × H × W")[layer.dims - 1]
    if len(shape) == 1:
        raise ShapeError("{layer} needs maps of {axes}, but receives a row of length {size}. Put it before the "
                         "flatten or linear layer.", layer=type(layer).__name__, axes=axes, size=shape[0])
    raise ShapeError("{layer} needs maps of {axes}, but receives {shape}. Use the {dims}D kind of this layer.",
                     layer=type(layer).__name__, axes=axes, shape=shape_text(shape), dims=len(shape) - 1)


def _check_groups(layer: ConvNd | ConvTransposeNd, channels: int) -> None:
    if channels % layer.groups:
        raise ShapeError("{layer}: {groups} groups do not divide {channels} input channels. Use a number of groups "
                         "that divides {channels} and {out}, such as {try_groups}.",
                         layer=type(layer).__name__, groups=layer.groups, channels=channels, out=layer.out_channels,
                         try_groups=_common(channels, layer.out_channels, layer.groups))


def _common(channels: int, out: int, most: int) -> int:
    return next(groups for groups in range(min(most, channels), 0, -1) if channels % groups == out % groups == 0)


def _check_padding_mode(layer: ConvNd | Pad2d, window: Window | TransposedWindow, size: int) -> None:
    if not isinstance(window, Window) or window.padding_mode in ("zeros", "replicate"):
        return
    padding, most = max(window.before, window.after), size - (window.padding_mode == "reflect")
    if padding > most:
        raise ShapeError("{layer}: padding {padding} with mode {mode!r} needs more pixels than the input's {size}. "
                         "Use padding {most} or less, or mode 'zeros'.",
                         layer=type(layer).__name__, padding=padding, mode=window.padding_mode, size=size, most=most)
