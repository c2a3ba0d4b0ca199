"""Two signals that slide over each other: convolution turns one of them round first, cross-correlation does not.

The one has the sum of f[n] g[t - n] at each shift t, the other that of f[n] g[n - t]; deep learning's layers do the
latter and are called after the former, since a learned kernel may as well be learned the other way round.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from explorer.arrays import Array
from explorer.convolution.pasted_grid import read_grid
from explorer.errors import N_, Message, message

MOST_LENGTH = 24
"""Longest signal, values."""
Signal = tuple[float, ...]


@dataclass(frozen=True, slots=True)
class SignalPair:
    """Two signals with a name. ``title`` is English and for readers."""

    title: str
    f: Signal
    g: Signal


PAIRS = {
    "three": SignalPair(N_("Three values and three"), (1, 2, 3), (0, 1, 0.5)),
    "boxes": SignalPair(N_("A box over a box"), (1.0,) * 6, (1.0,) * 6),
    "echo": SignalPair(N_("Two claps and an echo"), (0, 1, 0, 0, 0, 0, 0, 1, 0, 0), (1, 0.6, 0.36, 0.2, 0.1)),
    "edge": SignalPair(N_("An edge and its slope"), (0, 0, 0, 0, 1, 1, 1, 1), (-1, 1)),
}
"""Signals to start from, by name; the first is what a page opens with."""


@dataclass(frozen=True, slots=True)
class Overlap:
    """One shift of g over f.

    Attributes:
        shift: place of f under which the first drawn value of g lies.
        products: (len(f),) what f and g make where they meet, 0 elsewhere.
        total: their sum, which is the output at this shift.
    """

    shift: int
    products: Array
    total: float


def drawn(g: Sequence[float], *, flip: bool) -> Array:
    """Return g as it slides: turned round for a convolution."""
    values = np.asarray(g, dtype=np.float64)
    return values[::-1] if flip else values


def overlaps(f: Sequence[float], g: Sequence[float], *, flip: bool) -> tuple[Overlap, ...]:
    """Return every shift at which the signals meet, from left to right.

    The totals are ``numpy.convolve(f, g)``, or without ``flip`` ``numpy.correlate(f, g, "full")``.
    """
    values, kernel = np.asarray(f, dtype=np.float64), drawn(g, flip=flip)
    found = []
    for shift in range(1 - len(kernel), len(values)):
        under: NDArray[np.int64] = np.arange(len(values)) - shift
        meets = (under >= 0) & (under < len(kernel))
        products = np.where(meets, values * kernel[under.clip(0, len(kernel) - 1)], 0.0)
        found.append(Overlap(shift, products, float(products.sum())))
    return tuple(found)


def signal_text(values: Sequence[float], between: str = " ") -> str:
    """Return the values of a signal as a text that `read_signal` reads."""
    return between.join(repr(float(value)).removesuffix(".0") for value in values)


def read_signal(text: str, otherwise: Signal) -> tuple[Signal, tuple[Message, ...]]:
    """Return the numbers of a text, row by row, and what could not be taken as it stood.

    Raises:
        GridError: nothing in the text is a number, or it is far too long.
    """
    grid, problems = read_grid(text.replace("_", " "))
    values = tuple(grid.ravel().tolist())
    said = [problem.said for problem in problems]
    if len(values) > MOST_LENGTH:
        said.append(message("Of the signal the first {most} values are shown.", most=MOST_LENGTH))
    return values[:MOST_LENGTH] or otherwise, tuple(said)
