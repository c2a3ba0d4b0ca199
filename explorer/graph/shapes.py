"""How layers read each axis of a shape. Shapes are without the batch: ``(C, H, W)``."""

from __future__ import annotations

from collections.abc import Sequence

from explorer.graph.arithmetic import Reader, Resize, Share, TransposedWindow, WholeInput, Window
from explorer.graph.layers.base import Layer
from explorer.graph.layers.basic import Flatten, Linear
from explorer.graph.layers.convolution import ConvNd, ConvTransposeNd
from explorer.graph.layers.pooling import AdaptivePool, LPPool, MaxPool, PoolNd
from explorer.graph.layers.resizing import Pad2d, PixelShuffle, Upsample
from explorer.graph.layers.special import Subsample

Shape = tuple[int, ...]


def shape_text(shape: Sequence[int]) -> str:
    """Return a shape as readers see it: ``64 × 56 × 56``, channels first."""
    return " × ".join(map(str, shape)) or "()"


def readers(layer: Layer, shape: Shape) -> tuple[Reader, ...] | None:
    """Return how ``layer`` reads each spatial axis of an input of ``shape``; None where it reads place by place."""
    if isinstance(layer, ConvNd):
        columns = (layer.per_axis(name) for name in ("kernel_size", "stride", "dilation"))
        return tuple(Window(kernel, stride, before, after, dilation, padding_mode=layer.padding_mode)
                     for kernel, stride, dilation, (before, after) in zip(*columns, layer.pads(), strict=True))
    if isinstance(layer, ConvTransposeNd):
        names = ("kernel_size", "stride", "padding", "dilation", "output_padding")
        return tuple(TransposedWindow(*values) for values in zip(*map(layer.per_axis, names), strict=True))
    if isinstance(layer, PoolNd):
        columns = (layer.per_axis(name) for name in ("kernel_size", "stride", "padding"))
        dilations = layer.per_axis("dilation") if isinstance(layer, MaxPool) else (1,) * layer.dims
        return tuple(Window(kernel, stride, padding, padding, dilation, layer.ceil_mode)
                     for kernel, stride, padding, dilation in zip(*columns, dilations, strict=True))
    if isinstance(layer, AdaptivePool):
        return tuple(Share(parts) for parts in layer.per_axis("output_size"))
    if isinstance(layer, LPPool):
        return tuple(Window(kernel, stride, ceil_mode=layer.ceil_mode)
                     for kernel, stride in zip(layer.per_axis("kernel_size"), layer.per_axis("stride"), strict=True))
    if isinstance(layer, Pad2d):
        return tuple(Window(1, 1, before, after, padding_mode=layer.beyond) for before, after in layer.pads())
    if isinstance(layer, Upsample):
        return tuple(Resize(out, layer.mode, layer.align_corners) for out in layer.sides(shape[1:]))
    if isinstance(layer, PixelShuffle):
        return tuple(Resize(side * layer.upscale_factor) for side in shape[1:])
    if isinstance(layer, Subsample):
        return tuple(Window(1, stride) for stride in layer.per_axis("stride"))
    if isinstance(layer, Linear) and len(shape) > 1:
        return (*(Window(1) for _ in shape[1:-1]), WholeInput(layer.out_features))
    return None


def joined_axes(layer: Flatten, shape: Shape) -> tuple[int, int]:
    """Return the first and last axis that a flatten joins, the batch being axis 0."""
    rank = len(shape) + 1
    start, end = (dim + rank if dim < 0 else dim for dim in (layer.start_dim, layer.end_dim))
    return start, end
