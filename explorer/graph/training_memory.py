"""Memory that training takes: parameters, their gradients, what the optimiser keeps, and outputs kept for the way back.

Not every output is kept: a ReLU keeps what it puts out, a convolution what it reads, so of both between two
convolutions one map is kept, not two. The rules are those of PyTorch's autograd on a CPU in float32; a tensor that
several layers keep counts once. What a kernel needs while it works, and what the allocator sets aside, comes on top.

Source:
    PyTorch, ``tools/autograd/derivatives.yaml``; Kingma & Ba (2014), Adam, arXiv:1412.6980.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import prod
from typing import Literal

from explorer.errors import Message, SpecError, message
from explorer.graph.counts import BYTES_PER_VALUE
from explorer.graph.facts import Facts
from explorer.graph.graph import INPUT
from explorer.graph.latex import TIMES, Working, number
from explorer.graph.layers.base import Layer
from explorer.graph.layers.basic import (
    ELU,
    GELU,
    BatchNorm,
    Dropout,
    Dropout2d,
    Flatten,
    Hardsigmoid,
    Hardswish,
    Identity,
    LeakyReLU,
    Linear,
    PReLU,
    ReLU,
    ReLU6,
    Sigmoid,
    SiLU,
    Softmax,
    Tanh,
)
from explorer.graph.layers.convolution import ConvNd, ConvTransposeNd
from explorer.graph.layers.norms import GroupNorm, InstanceNorm, LayerNorm
from explorer.graph.layers.pooling import AdaptiveMaxPool2d, AdaptivePool, AvgPool, LPPool, MaxPool
from explorer.graph.layers.resizing import ReflectionPad2d, ReplicationPad2d, Unflatten
from explorer.graph.layers.special import LayerNorm2d, LayerScale, LocalResponseNorm, Multiply, Subsample
from explorer.graph.report import Report

Optimiser = Literal["sgd", "momentum", "adam"]
STATES: dict[Optimiser, int] = {"sgd": 0, "momentum": 1, "adam": 2}
"""Numbers that an optimiser keeps for each parameter."""
INDEX_BYTES = 8
KEEPS_INPUT = (ConvNd | ConvTransposeNd | Linear | ReLU6 | LeakyReLU | PReLU | ELU | GELU | SiLU | Hardswish
               | Hardsigmoid | MaxPool | AvgPool | LPPool | AdaptiveMaxPool2d | Subsample | BatchNorm | GroupNorm
               | InstanceNorm | LayerNorm | LayerNorm2d | LayerScale | LocalResponseNorm | ReflectionPad2d
               | ReplicationPad2d)
KEEPS_OUTPUT = ReLU | Sigmoid | Tanh | Softmax
SHARES = Flatten | Unflatten | Identity
"""Layers that put out the memory they read."""


@dataclass(frozen=True, slots=True)
class Memory:
    """Bytes in float32. ``activations``: for the whole batch."""

    parameters: int = 0
    gradients: int = 0
    optimiser: int = 0
    activations: int = 0

    @property
    def total(self) -> int:
        """Return all of it."""
        return self.parameters + self.gradients + self.optimiser + self.activations

    def __add__(self, other: Memory) -> Memory:
        return Memory(self.parameters + other.parameters, self.gradients + other.gradients,
                      self.optimiser + other.optimiser, self.activations + other.activations)


@dataclass(frozen=True, slots=True)
class TrainingMemory:
    """What each layer takes, by name, the input among them; and the convention."""

    rows: dict[str, Memory]
    batch: int
    optimiser: Optimiser

    @property
    def total(self) -> Memory:
        """Return the sum over all layers."""
        return sum(self.rows.values(), Memory())

    @property
    def working(self) -> Working:
        """Return how the total comes about, with P parameters and a batch of N."""
        whole, states = self.total, STATES[self.optimiser]
        count = whole.parameters // BYTES_PER_VALUE
        lines: list[str | Message] = [
            f"P = {BYTES_PER_VALUE}{TIMES}{number(count)} = {number(whole.parameters)}",
            f"G = P = {number(whole.gradients)}",
            f"O = {states}{TIMES}P = {number(whole.optimiser)}",
            rf"A = {number(whole.activations)}",
            rf"P + G + O + A = {number(whole.total)}\ \text{{B}}"]
        return Working(tuple(lines), message(
            "P: parameters, 4 bytes each. G: their gradients. O: what the optimiser keeps, {states} for each "
            "parameter. A: outputs kept for the way back, for a batch of {batch}.", states=states, batch=self.batch))


def training_memory(report: Report, *, batch: int = 1, optimiser: Optimiser = "adam") -> TrainingMemory:
    """Return what training takes, layer by layer; layers that cannot be computed take nothing.

    Args:
        report: of the network.
        batch: pictures that pass through it at once.
        optimiser: plain gradient descent, with momentum, or Adam.

    Raises:
        SpecError: ``batch`` is less than 1.
    """
    if type(batch) is not int or batch < 1:
        raise SpecError("A batch has at least 1 picture, not {batch}.", batch=batch)
    kept, learned = _kept(report)
    found = {INPUT: Memory(activations=batch * BYTES_PER_VALUE * prod(report.input_shape) if INPUT in kept else 0)}
    for row in report:
        values = BYTES_PER_VALUE * row.params
        own = batch * row.activation_bytes if row.name in kept else 0
        own += _beside(row, batch) if row.name in learned and row.output_shape else 0
        found[row.name] = Memory(values, values, values * STATES[optimiser], own)
    return TrainingMemory(found, batch, optimiser)


def _kept(report: Report) -> tuple[set[str], set[str]]:
    """Return whose outputs are kept, and which layers have something to learn in or before them."""
    kept: set[str] = set()
    learned: set[str] = set()
    owner = {INPUT: INPUT}
    for row in report:
        sources, layer = row.node.inputs, row.layer
        shares = isinstance(layer, SHARES) and not isinstance(layer, Dropout)
        owner[row.name] = owner[sources[0]] if shares else row.name
        if not row.params and not learned.intersection(sources):
            continue
        learned.add(row.name)
        if isinstance(layer, KEEPS_INPUT) or (isinstance(layer, AdaptivePool) and _has_windows(row)):
            kept.add(owner[sources[0]])
        elif isinstance(layer, KEEPS_OUTPUT):
            kept.add(row.name)
        elif isinstance(layer, Multiply):
            kept.update(owner[source] for place, source in enumerate(sources)
                        if learned.intersection(sources[:place] + sources[place + 1:]))
    return kept, learned


def _has_windows(row: Facts) -> bool:
    """Say whether an adaptive pooling is more than one mean, of which torch keeps nothing."""
    return any(side > 1 for side in (row.output_shape or ())[1:])


def _beside(row: Facts, batch: int) -> int:
    """Return the bytes that a layer keeps besides inputs and outputs: places of maxima, masks, means and deviations."""
    layer: Layer = row.layer
    values, channels = prod(row.output_shape or ()), row.input_shape[0]
    if isinstance(layer, MaxPool | AdaptiveMaxPool2d | Subsample):
        return batch * values * INDEX_BYTES
    if isinstance(layer, Dropout):
        chosen = channels if isinstance(layer, Dropout2d) else values
        return BYTES_PER_VALUE * batch * chosen if 0 < layer.p < 1 else 0
    if isinstance(layer, BatchNorm):
        return BYTES_PER_VALUE * 2 * channels
    if isinstance(layer, GroupNorm):
        return BYTES_PER_VALUE * 2 * batch * layer.num_groups
    if isinstance(layer, InstanceNorm):
        return BYTES_PER_VALUE * (3 if layer.affine else 2) * batch * channels
    if isinstance(layer, LocalResponseNorm):  # squares between zeros, the sum, and its power
        return BYTES_PER_VALUE * batch * (2 * values + (channels + layer.size - 1) * (values // channels))
    if isinstance(layer, LPPool):  # powers, and four steps from their mean to the root
        return BYTES_PER_VALUE * batch * (prod(row.input_shape) + 4 * values)
    if isinstance(layer, LayerNorm | LayerNorm2d):
        over = layer.over(row.input_shape) if isinstance(layer, LayerNorm) else (channels,)
        return BYTES_PER_VALUE * 2 * batch * (values // prod(over))
    return 0
