"""Filters in a row: what each step is, and what a picture is after each of them.

All is cross-correlation in float32, channel by channel: kernels are not flipped, and nothing is clipped in between.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

from explorer.arrays import Array, Floats
from explorer.convolution.axis import PADDING_MODES
from explorer.convolution.filters.correlate import correlate
from explorer.convolution.filters.kernel_sizes import sized
from explorer.convolution.filters.kernels import FILTERS, Rows, gabor
from explorer.errors import Message, ShapeError, SpecError, message
from explorer.graph import shape_text

Display = Literal["clip", "rescale", "signed", "direction"]

GABOR, CUSTOM, MAGNITUDE, DIRECTION = "gabor", "custom", "magnitude", "direction"
GRADIENTS = (MAGNITUDE, DIRECTION)
NAMES = (*FILTERS, GABOR, *GRADIENTS, CUSTOM)
PAIRS = ("sobel", "prewitt", "scharr")
PADDINGS = (*PADDING_MODES, "none")
MOST_SIDE = 31
MOST_STEP = 8
"""Largest stride and largest dilation, pixels."""
MOST_STEPS = 6
GABOR_SIDE = 11
DIGITS = 6
"""Significant digits of a weight set by hand, so that links stay short."""
SMALLEST = 1e-9
"""Weights set by hand that are smaller count as 0."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One filter as a reader set it.

    Attributes:
        name: one of ``NAMES``.
        side: rows and columns, pixels; 0 stands for the filter's own.
        rows: weights of a custom kernel.
        angle, wavelength: of a Gabor kernel, degrees and pixels.
        pair: kernels that a gradient is measured with, one of ``PAIRS``.
        stride, dilation: pixels, both ways.
        padding: what lies beyond the border, one of ``PADDINGS``; ``none`` makes the result smaller.

    Raises:
        SpecError: the filter is unknown, or a number is out of range.
    """

    name: str = "sobel_x"
    side: int = 0
    rows: Rows = ()
    angle: float = 0.0
    wavelength: float = 6.0
    pair: str = "sobel"
    stride: int = 1
    dilation: int = 1
    padding: str = "reflect"

    def __post_init__(self) -> None:
        for what, value, known in ((message("filter"), self.name, NAMES), (message("gradient"), self.pair, PAIRS),
                                   (message("padding"), self.padding, PADDINGS)):
            if value not in known:
                raise SpecError("There is no {what} {value!r}. Use one of {known}.",
                                what=what, value=value, known=", ".join(known))
        _within(message("Stride"), self.stride, 1, MOST_STEP)
        _within(message("Dilation"), self.dilation, 1, MOST_STEP)
        _within(message("Angle"), self.angle, 0, 180)
        _within(message("Size"), self.side, 0, MOST_SIDE)
        for kernel in self.kernels:
            if max(kernel.shape, default=0) > MOST_SIDE or kernel.ndim != 2 or not np.isfinite(kernel).all():
                raise SpecError("A kernel needs 1 to {most} rows and as many columns, all of them numbers.",
                                most=MOST_SIDE)

    @property
    def kernels(self) -> tuple[Array, ...]:
        """(rows, columns) the kernel; a gradient's pair, across and down."""
        if self.name in GRADIENTS:
            return FILTERS[f"{self.pair}_x"].kernel, FILTERS[f"{self.pair}_y"].kernel
        if self.name == GABOR:
            return (gabor(self.angle, self.wavelength, side=self.side or GABOR_SIDE).kernel,)
        if self.name == CUSTOM:
            return (np.array(self.rows, dtype=np.float64),)
        return (sized(self.name, self.side),)


@dataclass(frozen=True, slots=True)
class Filtered:
    """A picture after a step.

    Attributes:
        values: (H, W, C) float32; radians in one channel after ``direction``.
        strength: (H, W) how strong the change is that a direction was read from, 0 to 1; None after other steps.
    """

    values: Floats
    strength: Floats | None = None


def custom(kernel: ArrayLike, **rest: Any) -> Step:
    """Return a step with these weights (rows, columns), rounded to ``DIGITS`` digits; ``rest`` as in ``Step``."""
    values = np.asarray(kernel, dtype=np.float64)
    if values.ndim != 2:
        raise ShapeError("A kernel has rows and columns, but this one has the shape {shape}.",
                         shape=shape_text(values.shape))
    values = np.where(np.abs(values) < SMALLEST, 0, values)
    rows = tuple(tuple(float(f"{value:.{DIGITS}g}") for value in row) for row in values)
    return Step(name=CUSTOM, rows=rows, **rest)


def filtered(steps: Iterable[Step], image: NDArray[np.generic]) -> Iterator[Filtered]:
    """Yield ``image`` (H, W, C) after each step in turn.

    Raises:
        ShapeError: a kernel, or its padding, does not fit into what it receives.
    """
    values: Any = image
    for step in steps:
        with np.errstate(over="ignore", invalid="ignore"):  # what overflows is marked where it is shown
            stage = _after(step, values)
        yield stage
        values = stage.values


def display_of(steps: Iterable[Step]) -> Display:
    """Return how the values after ``steps`` are best shown.

    Kernels that keep the brightness are clipped to it, those that cancel it out give values with a sign, and other
    sums need another scale.
    """
    total, last = 1.0, ""
    for step in steps:
        last = step.name
        total = np.nan if last in GRADIENTS else total * _gain(step.kernels[0])
    if last == DIRECTION:
        return "direction"
    if total == 0:
        return "signed"
    return "clip" if 0.5 <= total <= 1.5 else "rescale"


def _gain(kernel: Array) -> float:
    total = float(kernel.sum())
    return 0.0 if abs(total) <= 10.0 ** (1 - DIGITS) * np.abs(kernel).sum() else total


def _after(step: Step, values: NDArray[np.generic]) -> Filtered:
    bare = step.padding == "none"
    found = [correlate(values, kernel, stride=step.stride, dilation=step.dilation, padding=0 if bare else None,
                       padding_mode="zeros" if bare else step.padding) for kernel in step.kernels]
    if step.name == MAGNITUDE:
        return Filtered(np.hypot(found[0], found[1], out=found[0]))
    if step.name == DIRECTION:
        return _direction(*found)
    return Filtered(found[0])


def _direction(across: Floats, down: Floats) -> Filtered:
    """Return the direction in the channel that changes most, as Dalal & Triggs (2005) choose it."""
    size = np.hypot(across, down)
    best = size.argmax(axis=2, keepdims=True)
    across, down, size = (np.take_along_axis(part, best, axis=2) for part in (across, down, size))
    strength: Floats = size[:, :, 0]
    strength /= np.float32(strength.max() or 1)
    return Filtered(np.arctan2(down + 0, across + 0), strength)  # + 0: where nothing changes, -0 would point left


def _within(what: Message, value: float, least: int, most: int) -> None:
    if not least <= value <= most:
        raise SpecError("{what} is {value}. Use {least} to {most}.", what=what, value=value, least=least, most=most)
