"""The torch module of each layer."""

from __future__ import annotations

from functools import singledispatch

import torch
from torch import Tensor, nn

from explorer.graph import Layer, Shape
from explorer.graph import layers as kinds
from explorer.graph.convolutions import Convolution, ConvTranspose
from explorer.graph.layer import arguments
from explorer.graph.others import BatchNorm
from explorer.graph.pytorch import PADS, has_uneven_padding, pad_amounts


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


@singledispatch
def module_of(layer: Layer, input_shape: Shape) -> nn.Module:  # noqa: ARG001
    """Return the module of ``layer`` for what it receives, shape without the batch; torch's own initial weights."""
    return _made(layer)


@module_of.register
def _(layer: Convolution, input_shape: Shape) -> nn.Module:
    if not has_uneven_padding(layer):
        return _made(layer, input_shape[0])
    pad: nn.Module = getattr(nn, f"{PADS[layer.padding_mode]}{layer.dims}d")(pad_amounts(layer))
    return nn.Sequential(pad, _made(layer, input_shape[0], padding=0, padding_mode="zeros"))


@module_of.register
def _(layer: ConvTranspose, input_shape: Shape) -> nn.Module:
    return _made(layer, input_shape[0])


@module_of.register
def _(layer: BatchNorm, input_shape: Shape) -> nn.Module:
    return _made(layer, input_shape[0])


@module_of.register
def _(layer: kinds.Linear, input_shape: Shape) -> nn.Module:
    return _made(layer, input_shape[-1])


@module_of.register
def _(layer: kinds.Softmax, input_shape: Shape) -> nn.Module:  # noqa: ARG001
    return nn.Softmax(dim=1)


@module_of.register
def _(layer: kinds.Add, input_shape: Shape) -> nn.Module:  # noqa: ARG001
    return Sum()


@module_of.register
def _(layer: kinds.Concat, input_shape: Shape) -> nn.Module:  # noqa: ARG001
    return Cat()


def _made(layer: Layer, *inferred: int, **instead: object) -> nn.Module:
    """Return torch's module of the same name, with the size that torch is told and our layers infer in front."""
    made: nn.Module = getattr(nn, type(layer).__name__)(*inferred, **{**arguments(layer), **instead})
    return made
