"""The torch module of each layer."""

from __future__ import annotations

from functools import singledispatch

import torch
from torch import Tensor, nn

from explorer.graph import (
    BatchNorm,
    ConvNd,
    ConvTransposeNd,
    InstanceNorm,
    Layer,
    Pad2d,
    Shape,
    arguments,
    codes,
    pytorch,
)


class Sum(nn.Module):
    """Add tensors of one shape."""

    def forward(self, *branches: Tensor) -> Tensor:
        """Return the sum, in the order given."""
        total = branches[0]
        for branch in branches[1:]:
            total = total + branch
        return total


class Cat(nn.Module):
    """Put the channels of several tensors behind each other."""

    def forward(self, *branches: Tensor) -> Tensor:
        """Return (N, C1 + C2 + ..., ...)."""
        return torch.cat(branches, dim=1)


class Product(nn.Module):
    """Multiply tensors value by value."""

    def forward(self, *branches: Tensor) -> Tensor:
        """Return the product, in the order given."""
        product = branches[0]
        for branch in branches[1:]:
            product = product * branch
        return product


class ChannelNorm(nn.LayerNorm):
    """Layer norm over the channels of each place."""

    def forward(self, maps: Tensor) -> Tensor:
        """Take maps (N, C, H, W), return the same shape."""
        return super().forward(maps.movedim(1, -1)).movedim(-1, 1)


class Thinned(nn.MaxPool2d):
    """Keep one of every few rows and columns: a pooling of single cells, apart so that it can be told from one."""


class Taken(nn.Module):
    """Hand on some of the channels."""

    def __init__(self, start: int, count: int) -> None:
        super().__init__()
        self.start, self.count = start, count

    def forward(self, maps: Tensor) -> Tensor:
        """Take maps (N, C, ...), return (N, count, ...)."""
        return maps[:, self.start:self.start + self.count]


class Scale(nn.Module):
    """Multiply each map by a learned number; ``weight`` is (C, 1, 1)."""

    def __init__(self, channels: int) -> None:
        super().__init__()
        self.weight = nn.Parameter(torch.ones(channels, 1, 1))

    def forward(self, maps: Tensor) -> Tensor:
        """Take maps (N, C, H, W), return the same shape."""
        return maps * self.weight


@singledispatch
def module_of(layer: Layer, input_shape: Shape) -> nn.Module:  # noqa: ARG001
    """Return the module of ``layer`` for what it receives, shape without the batch; torch's own initial weights."""
    return _module(layer)


@module_of.register
def _(layer: ConvNd, input_shape: Shape) -> nn.Module:
    if not pytorch.has_uneven_padding(layer):
        return _module(layer, input_shape[0])
    pad: nn.Module = getattr(nn, f"{pytorch.PADS[layer.padding_mode]}{layer.dims}d")(pytorch.pad_amounts(layer))
    return nn.Sequential(pad, _module(layer, input_shape[0], padding=0, padding_mode="zeros"))


@module_of.register
def _(layer: ConvTransposeNd, input_shape: Shape) -> nn.Module:
    return _module(layer, input_shape[0])


@module_of.register
def _(layer: BatchNorm, input_shape: Shape) -> nn.Module:
    return _module(layer, input_shape[0])


@module_of.register(InstanceNorm)
def _(layer: Layer, input_shape: Shape) -> nn.Module:
    return _module(layer, input_shape[0])


@module_of.register
def _(layer: codes.GroupNorm, input_shape: Shape) -> nn.Module:
    return nn.GroupNorm(layer.num_groups, input_shape[0], affine=layer.affine)


@module_of.register
def _(layer: codes.LayerNorm, input_shape: Shape) -> nn.Module:
    return nn.LayerNorm(list(layer.over(input_shape)), elementwise_affine=layer.elementwise_affine)


@module_of.register
def _(layer: codes.Upsample, input_shape: Shape) -> nn.Module:  # noqa: ARG001
    return nn.Upsample(size=layer.size, scale_factor=layer.scale_factor, mode=layer.mode,
                       align_corners=layer.align_corners if layer.mode != "nearest" else None)


@module_of.register
def _(layer: codes.Unflatten, input_shape: Shape) -> nn.Module:  # noqa: ARG001
    return nn.Unflatten(1, layer.unflattened_size)


@module_of.register(Pad2d)
def _(layer: Pad2d, input_shape: Shape) -> nn.Module:  # noqa: ARG001
    module: nn.Module = getattr(nn, type(layer).__name__)(layer.amounts())
    return module


@module_of.register
def _(layer: codes.Linear, input_shape: Shape) -> nn.Module:
    return _module(layer, input_shape[-1])


@module_of.register
def _(layer: codes.Softmax, input_shape: Shape) -> nn.Module:  # noqa: ARG001
    return nn.Softmax(dim=1)


@module_of.register
def _(layer: codes.Add, input_shape: Shape) -> nn.Module:  # noqa: ARG001
    return Sum()


@module_of.register
def _(layer: codes.Multiply, input_shape: Shape) -> nn.Module:  # noqa: ARG001
    return Product()


@module_of.register
def _(layer: codes.LayerNorm2d, input_shape: Shape) -> nn.Module:
    return ChannelNorm(input_shape[0], eps=layer.eps)


@module_of.register
def _(layer: codes.LayerScale, input_shape: Shape) -> nn.Module:  # noqa: ARG001
    return Scale(input_shape[0])


@module_of.register
def _(layer: codes.Subsample, input_shape: Shape) -> nn.Module:  # noqa: ARG001
    return Thinned(1, stride=layer.stride)


@module_of.register
def _(layer: codes.TakeChannels, input_shape: Shape) -> nn.Module:  # noqa: ARG001
    return Taken(layer.start, layer.count)


@module_of.register
def _(layer: codes.PadChannels, input_shape: Shape) -> nn.Module:  # noqa: ARG001
    return nn.ZeroPad3d((0, 0, 0, 0, layer.before, layer.after))


@module_of.register
def _(layer: codes.Concat, input_shape: Shape) -> nn.Module:  # noqa: ARG001
    return Cat()


def _module(layer: Layer, *inferred: int, **instead: object) -> nn.Module:
    """Return torch's module of the same name, with the size that torch is told and our layers infer in front."""
    module: nn.Module = getattr(nn, type(layer).__name__)(*inferred, **{**arguments(layer), **instead})
    return module
