"""A deep stack on real digits: one pass forth and one back, what each layer gets of both, and the first steps of its
training. Written out in numpy: forth and back stand side by side, and a page needs no torch for it.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import pairwise
from math import pi, sqrt
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray
from threadpoolctl import ThreadpoolController

from explorer.experiments.activations import ACTIVATIONS, FLAT, REACH, ActivationFunction
from explorer.experiments.deep_plan import RATES, STARTS, DeepPlan
from explorer.images import digits

Array = NDArray[np.float64]
CLASSES = 10
BATCH = 128
STEPS = 30
EPS = 1e-5
BINS = 30
STAYS = 50
"""What changes by less than this factor through the whole stack is said to stay."""
LARGEST = 1e30
"""A loss beyond this is no longer told."""


@dataclass(slots=True)
class DenseLayer:
    """What one layer learns: ``weight`` (out, in), ``bias`` (out,), and gamma and beta of its batch norm (out,)."""

    weight: Array
    bias: Array
    scale: Array
    shift: Array


@dataclass(frozen=True, slots=True)
class LayerReport:
    """What one layer does to values on their way forth and to gradients on their way back.

    Attributes:
        spread: standard deviation of all outputs of the layer, over pictures and units.
        apart: how far outputs of different pictures lie apart: standard deviation over pictures, root mean square
            over units. 0: the layer says the same of every picture.
        gradient: root mean square of the gradient that arrives at the outputs: of each picture's loss.
        weight_gradient: root mean square of the gradient of the batch's mean loss with respect to the weights.
        flat: share of activations whose slope is below ``FLAT``, 0 to 1.
        counts: how many outputs lie between two ``edges``, (BINS,).
        edges: (BINS + 1,).
    """

    spread: float
    apart: float
    gradient: float
    weight_gradient: float
    flat: float
    counts: NDArray[np.int64]
    edges: Array


@dataclass(frozen=True, slots=True)
class EndToEnd:
    """What becomes of a size from one end of the stack to the other.

    Attributes:
        share: what is left of it at the other end; above 1: it grew.
        per_layer: the factor of each layer that makes this share, were they all alike.
    """

    share: float
    per_layer: float

    @property
    def verdict(self) -> Literal["vanishes", "stays", "explodes"]:
        """Say in a word whether it stays within a factor of ``STAYS``."""
        return "vanishes" if self.share < 1 / STAYS else "explodes" if self.share > STAYS else "stays"


@dataclass(frozen=True, slots=True)
class DeepReport:
    """One pass forth and back, layer by layer, and the loss of the batch, nats."""

    layers: tuple[LayerReport, ...]
    loss: float

    @property
    def pictures(self) -> EndToEnd:
        """What becomes of the difference between pictures, from the first layer to the last."""
        return self._change(self.layers[0].apart, self.layers[-1].apart)

    @property
    def gradient(self) -> EndToEnd:
        """What becomes of the gradient, from the last layer back to the first."""
        return self._change(self.layers[-1].gradient, self.layers[0].gradient)

    def _change(self, before: float, after: float) -> EndToEnd:
        share = after / before if before else 0.0
        return EndToEnd(share, share ** (1 / (len(self.layers) - 1)))


@dataclass(slots=True)
class _Trace:
    """What a layer keeps of the pass forth for the pass back: arrays (N, units)."""

    inputs: Array
    centred: Array
    divisor: Array
    before: Array
    """What the activation gets."""
    slopes: Array
    outputs: Array


def stack_of(plan: DeepPlan) -> list[DenseLayer]:
    """Return the layers of ``plan`` as they begin; the last one gives one output per digit."""
    random = np.random.default_rng(plan.seed)
    sizes = [64, *[plan.width] * plan.depth, CLASSES]
    return [DenseLayer(random.normal(0, STARTS[plan.start].spread(inputs, units), (units, inputs)), np.zeros(units),
                  np.ones(units), np.zeros(units)) for inputs, units in pairwise(sizes)]


@lru_cache(maxsize=64)
def deep_report(plan: DeepPlan) -> DeepReport:
    """Return what one pass through an untrained stack of ``plan`` gives, on ``BATCH`` digits."""
    pictures, labels = batch_of(np.random.default_rng([plan.seed, 1]))
    layers = stack_of(plan)
    with _one_thread():
        traces, logits = forth(plan, layers, pictures)
        loss, gradient = cross_entropy(logits, labels)
        arriving, slopes = back(plan, layers, traces, gradient)
    reports = tuple(_report(trace, arrived * len(labels), slope.weight)
                    for trace, arrived, slope in zip(traces, arriving, slopes, strict=False))
    return DeepReport(reports, loss)


def train(*, seed: int, rate: float, **settings: Any) -> Iterator[tuple[int, dict[str, float]]]:
    """Train a stack by plain gradient descent and yield after each step its number and the loss of its batch, nats.

    Step 0 is before the first change. A loss that is no number any more ends it, and is told as ``LARGEST``.

    Args:
        seed, settings: fields of `DeepPlan`.
        rate: learning rate, within ``RATES``.

    Raises:
        LimitError, SpecError: see `DeepPlan`.
    """
    plan = DeepPlan(seed=seed, **settings)
    rate = min(max(rate, RATES[0]), RATES[1])
    random, layers = np.random.default_rng([plan.seed, 1]), stack_of(plan)
    for step in range(STEPS + 1):
        pictures, labels = batch_of(random)
        with np.errstate(all="ignore"), _one_thread():
            traces, logits = forth(plan, layers, pictures)
            loss, gradient = cross_entropy(logits, labels)
            slopes = back(plan, layers, traces, gradient)[1]
        is_lost = not loss < LARGEST
        yield step, {"loss": LARGEST if is_lost else loss, "accuracy": float((logits.argmax(axis=1) == labels).mean())}
        if is_lost:
            return
        for layer, slope in zip(layers, slopes, strict=True):
            for name in ("weight", "bias", "scale", "shift"):
                getattr(layer, name)[...] -= rate * getattr(slope, name)


def forth(plan: DeepPlan, layers: list[DenseLayer], pictures: Array) -> tuple[list[_Trace], Array]:
    """Return what each layer but the last keeps, and the outputs of the last (N, CLASSES)."""
    function, values = ACTIVATIONS[plan.function], pictures
    traces: list[_Trace] = []
    for place, layer in enumerate(layers[:-1]):
        centred = values @ layer.weight.T + layer.bias
        divisor = np.ones(1)
        if plan.norm:
            centred -= centred.mean(axis=0)
            divisor = np.sqrt(centred.var(axis=0) + EPS)
        before = centred / divisor * layer.scale + layer.shift if plan.norm else centred
        outputs, slopes = _activated(function, before)
        if plan.skips and place:
            outputs = outputs + values
        traces.append(_Trace(values, centred, divisor, before, slopes, outputs))
        values = outputs
    return traces, values @ layers[-1].weight.T + layers[-1].bias


def back(plan: DeepPlan, layers: list[DenseLayer], traces: list[_Trace], gradient: Array
         ) -> tuple[list[Array], list[DenseLayer]]:
    """Return the gradients that arrive at the outputs of each layer but the last, and those of all that is learned.

    Args:
        gradient: of the loss with respect to the outputs of the last layer.
    """
    last = layers[-1]
    slopes = [DenseLayer(gradient.T @ traces[-1].outputs, gradient.sum(axis=0), np.zeros(1), np.zeros(1))]
    arriving: list[Array] = []
    gradient = gradient @ last.weight
    for place, (layer, trace) in reversed(list(enumerate(zip(layers, traces, strict=False)))):
        arriving.append(gradient)
        inner = gradient * trace.slopes
        scale = shift = np.zeros(1)
        if plan.norm:
            normed = trace.centred / trace.divisor
            scale, shift = (inner * normed).sum(axis=0), inner.sum(axis=0)
            inner = inner * layer.scale
            inner = (inner - inner.mean(axis=0) - normed * (inner * normed).mean(axis=0)) / trace.divisor
        slopes.append(DenseLayer(inner.T @ trace.inputs, inner.sum(axis=0), scale, shift))
        gradient = inner @ layer.weight + (gradient if plan.skips and place else 0)
    return arriving[::-1], slopes[::-1]


def cross_entropy(logits: Array, labels: NDArray[np.int64]) -> tuple[float, Array]:
    """Return the mean loss of a batch, nats, and its gradient with respect to ``logits`` (N, classes)."""
    shifted = logits - logits.max(axis=1, keepdims=True)
    total = np.log(np.exp(shifted).sum(axis=1, keepdims=True))
    rows = np.arange(len(labels))
    gradient = np.exp(shifted - total)
    gradient[rows, labels] -= 1
    return float((total[:, 0] - shifted[rows, labels]).mean()), gradient / len(labels)


def batch_of(random: np.random.Generator) -> tuple[Array, NDArray[np.int64]]:
    """Return ``BATCH`` digits (N, 64) of mean 0 and spread 1 over all digits, and which they are."""
    pictures, labels = _standardised()
    chosen = random.choice(len(labels), BATCH, replace=False)
    return pictures[chosen], labels[chosen]


def _one_thread() -> AbstractContextManager[object]:
    """Return a context inside which products of matrices take one thread each: small ones are ten times as
    slow with threads that wait for one another on a busy server."""
    limit: AbstractContextManager[object] = _pools().limit(limits=1, user_api="blas")
    return limit


@cache
def _pools() -> ThreadpoolController:
    return ThreadpoolController()


@cache
def _standardised() -> tuple[Array, NDArray[np.int64]]:
    pixels, labels = digits()
    rows = pixels.reshape(len(pixels), -1).astype(np.float64)
    return (rows - rows.mean()) / rows.std(), labels.astype(np.int64)


def _activated(function: ActivationFunction, x: Array) -> tuple[Array, Array]:
    """Return values and slopes; a GELU's integral is slow and is looked up, wrong by less than 1e-8."""
    if function.name != "gelu":
        return function.values(x), function.slopes(x)
    share = np.interp(x, *_normal_table(), left=0, right=1)
    return x * share, share + x * np.exp(-x * x / 2) / sqrt(2 * pi)


@cache
def _normal_table() -> tuple[Array, Array]:
    """Return the share of a normal distribution below x, in small steps as far as it changes."""
    x = np.linspace(-REACH, REACH, 60_001)
    return x, (ACTIVATIONS["gelu"].slopes(x) - x * np.exp(-x * x / 2) / sqrt(2 * pi))


def _report(trace: _Trace, gradient: Array, weight_slopes: Array) -> LayerReport:
    outputs = trace.outputs
    counts, edges = np.histogram(outputs, bins=BINS)
    return LayerReport(
        spread=float(outputs.std()), apart=_size(outputs - outputs.mean(axis=0)), gradient=_size(gradient),
        weight_gradient=_size(weight_slopes), flat=float((np.abs(trace.slopes) < FLAT).mean()), counts=counts,
        edges=edges)


def _size(values: Array) -> float:
    """Return the root mean square."""
    return float(np.sqrt(np.square(values).mean()))
