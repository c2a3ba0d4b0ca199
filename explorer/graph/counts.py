"""Parameters and operations of a layer, and the conventions in which sources count them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import singledispatch
from math import prod
from typing import Literal

from explorer.graph.latex import Letters
from explorer.graph.layers.base import Layer
from explorer.graph.layers.basic import BatchNorm, Linear, PReLU
from explorer.graph.layers.convolution import ConvNd, ConvTransposeNd, kernel_cells
from explorer.graph.layers.norms import GroupNorm, InstanceNorm, LayerNorm
from explorer.graph.layers.special import LayerNorm2d, LayerScale
from explorer.graph.shapes import Shape

BYTES_PER_VALUE = 4


@dataclass(frozen=True, slots=True)
class Counts:
    """What a layer costs for one picture.

    ``params``: learned numbers. ``macs``: multiply-accumulates of convolutions and linear layers, without bias, as in
    the metadata of torchvision's weights. ``bias_adds``: additions of the bias, which other tools count as well.
    """

    params: int = 0
    macs: int = 0
    bias_adds: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Convention:
    """How operations and memory are counted, and with whose letters formulas are written.

    Sources differ, so every number names its convention.
    """

    operation: Literal["MAC", "FLOP"] = "MAC"
    bias: bool = False
    memory: Literal["MiB", "MB"] = "MiB"
    letters: Letters = "torch"

    def operations(self, counts: Counts) -> int:
        """Return multiply-accumulates, or twice as many floating-point operations; with the bias's where counted."""
        return counts.macs * (2 if self.operation == "FLOP" else 1) + (counts.bias_adds if self.bias else 0)


@singledispatch
def counts(layer: Layer, inputs: tuple[Shape, ...], output: Shape) -> Counts:  # noqa: ARG001
    """Return what ``layer`` costs between shapes ``inputs`` and ``output``; 0 for layers that learn nothing."""
    return Counts()


@counts.register
def _(layer: ConvNd, inputs: tuple[Shape, ...], output: Shape) -> Counts:
    weights_per_output = inputs[0][0] // layer.groups * kernel_cells(layer)
    values = prod(output)
    return Counts(layer.out_channels * (weights_per_output + layer.bias), values * weights_per_output,
                  values * layer.bias)


@counts.register
def _(layer: ConvTransposeNd, inputs: tuple[Shape, ...], output: Shape) -> Counts:
    weights_per_input = layer.out_channels // layer.groups * kernel_cells(layer)
    return Counts(inputs[0][0] * weights_per_input + layer.out_channels * layer.bias,
                  prod(inputs[0]) * weights_per_input, prod(output) * layer.bias)


@counts.register(BatchNorm)
@counts.register(GroupNorm)
@counts.register(InstanceNorm)
def _(layer: BatchNorm | GroupNorm | InstanceNorm, inputs: tuple[Shape, ...], output: Shape) -> Counts:  # noqa: ARG001
    return Counts(2 * inputs[0][0] if layer.affine else 0)


@counts.register(LayerNorm2d)
@counts.register(LayerScale)
def _(layer: Layer, inputs: tuple[Shape, ...], output: Shape) -> Counts:  # noqa: ARG001
    return Counts(inputs[0][0] * (2 if isinstance(layer, LayerNorm2d) else 1))


@counts.register
def _(layer: PReLU, inputs: tuple[Shape, ...], output: Shape) -> Counts:  # noqa: ARG001
    return Counts(layer.num_parameters)


@counts.register
def _(layer: LayerNorm, inputs: tuple[Shape, ...], output: Shape) -> Counts:  # noqa: ARG001
    return Counts(2 * prod(layer.over(inputs[0])) if layer.elementwise_affine else 0)


@counts.register
def _(layer: Linear, inputs: tuple[Shape, ...], output: Shape) -> Counts:
    return Counts(layer.out_features * (inputs[0][-1] + layer.bias), prod(output) * inputs[0][-1],
                  prod(output) * layer.bias)
