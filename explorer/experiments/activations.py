"""Activation functions: values, slopes and where they are steepest. Needs numpy alone."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from math import erf, pi, sqrt
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
LEAK = 0.01
"""Slope of the leaky ReLU below 0; torch's default."""
REACH = 6.0
"""How far to both sides of 0 curves are drawn."""
STEP = 0.05
FLAT = 0.05
"""A slope below this lets next to nothing of a gradient through."""

_ERF = np.vectorize(erf, otypes=[np.float64])


@dataclass(frozen=True, slots=True, kw_only=True)
class ActivationFunction:
    """An activation function that works on each value by itself.

    Attributes:
        name: in links and in code.
        title: torch's name of the module, which readers see.
        formula: in LaTeX, of x.
        slope_formula: its derivative, in LaTeX, of x.
        values: maps inputs of any shape to outputs of that shape.
        slopes: maps inputs to derivatives; at a kink the one that torch takes.
        steepest: where the slope is largest, and that slope.
    """

    name: str
    title: str
    formula: str
    slope_formula: str
    values: Callable[[Array], Array]
    slopes: Callable[[Array], Array]
    steepest: tuple[float, float]


@dataclass(frozen=True, slots=True)
class SampledCurve:
    """An activation along a line: inputs, outputs and slopes, each (n,)."""

    x: Array
    values: Array
    slopes: Array


def sampled(activation: ActivationFunction, *, reach: float = REACH, step: float = STEP) -> SampledCurve:
    """Return ``activation`` from ``-reach`` to ``reach``, in steps among which 0 is."""
    count = round(reach / step)
    x: Array = np.arange(-count, count + 1, dtype=np.float64) * reach / count
    return SampledCurve(x, activation.values(x), activation.slopes(x))


@dataclass(frozen=True, slots=True)
class Passed:
    """What an activation makes of a map (H, W): its values, and what of a gradient passes back through it.

    Attributes:
        values: (H, W).
        zeros: share of values that are exactly 0, 0 to 1.
        slope: mean slope over all values, by which a gradient that is the same everywhere is multiplied on average.
        flat: share of values whose slope is below ``FLAT``, 0 to 1.
    """

    values: Array
    zeros: float
    slope: float
    flat: float


def passed(activation: ActivationFunction, before: NDArray[np.floating]) -> Passed:
    """Return what ``activation`` makes of a map ``before`` it, (H, W)."""
    x = before.astype(np.float64)
    values, slopes = activation.values(x), activation.slopes(x)
    return Passed(values, float((values == 0).mean()), float(slopes.mean()), float((np.abs(slopes) < FLAT).mean()))


def sigmoid(x: Array) -> Array:
    """Return 1 / (1 + exp(-x)), without overflow."""
    small = np.exp(-np.abs(x))
    share: Array = np.where(x >= 0, 1, small) / (1 + small)
    return share


def _normal(x: Array) -> Array:
    """Return the share of a normal distribution below ``x``."""
    share: Array = (1 + _ERF(x / sqrt(2))) / 2
    return share


def _bell(x: Array) -> Array:
    """Return the density of a normal distribution at ``x``."""
    density: Array = np.exp(-x * x / 2) / sqrt(2 * pi)
    return density


def _sigmoid_slope(x: Array) -> Array:
    return sigmoid(x) * (1 - sigmoid(x))


def _gelu_slope(x: Array) -> Array:
    return _normal(x) + x * _bell(x)


def _silu_slope(x: Array) -> Array:
    return sigmoid(x) * (1 + x * (1 - sigmoid(x)))


def _top(slopes: Callable[[Array], Array], x: float) -> tuple[float, float]:
    return x, float(slopes(np.array([x]))[0])


_ALL = (
    ActivationFunction(
        name="sigmoid", title="Sigmoid", formula=r"f(x) = \frac{1}{1 + e^{-x}}",
        slope_formula=r"f'(x) = f(x) \cdot (1 - f(x))", values=sigmoid, slopes=_sigmoid_slope,
        steepest=_top(_sigmoid_slope, 0.0)),
    ActivationFunction(
        name="tanh", title="Tanh", formula=r"f(x) = \frac{e^{x} - e^{-x}}{e^{x} + e^{-x}}",
        slope_formula="f'(x) = 1 - f(x)^2", values=np.tanh, slopes=lambda x: 1 - np.tanh(x) ** 2, steepest=(0.0, 1.0)),
    ActivationFunction(
        name="relu", title="ReLU", formula=r"f(x) = \max(0, x)",
        slope_formula=r"f'(x) = 1 \text{ if } x > 0, \text{ else } 0",
        values=lambda x: np.maximum(x, 0), slopes=lambda x: np.where(x > 0, 1.0, 0.0), steepest=(1.0, 1.0)),
    ActivationFunction(
        name="leaky", title="LeakyReLU", formula=rf"f(x) = \max(x, {LEAK} \cdot x)",
        slope_formula=rf"f'(x) = 1 \text{{ if }} x > 0, \text{{ else }} {LEAK}",
        values=lambda x: np.where(x > 0, x, LEAK * x), slopes=lambda x: np.where(x > 0, 1.0, LEAK),
        steepest=(1.0, 1.0)),
    ActivationFunction(
        # Hendrycks & Gimpel (2016), arXiv:1606.08415. f'' = bell(x) (2 - x^2), so it is steepest at the root of 2.
        name="gelu", title="GELU", formula=r"f(x) = x \cdot \Phi(x)",
        slope_formula=r"f'(x) = \Phi(x) + \frac{x}{\sqrt{2 \pi}} e^{-x^2 / 2}",
        values=lambda x: x * _normal(x), slopes=_gelu_slope, steepest=_top(_gelu_slope, sqrt(2))),
    ActivationFunction(
        # Elfwing, Uchibe & Doya (2018), arXiv:1702.03118. Steepest where x tanh(x / 2) = 2.
        name="silu", title="SiLU", formula=r"f(x) = \frac{x}{1 + e^{-x}}",
        slope_formula=r"f'(x) = \sigma(x) \cdot (1 + x \cdot (1 - \sigma(x)))",
        values=lambda x: x * sigmoid(x), slopes=_silu_slope, steepest=_top(_silu_slope, 2.3993572805154676)),
)
ACTIVATIONS: Mapping[str, ActivationFunction] = MappingProxyType({one.name: one for one in _ALL})
"""The activation functions by their names, in the order in which they came into use."""
