"""Classic kernels at other sizes than the one they are printed at."""

from __future__ import annotations

from collections.abc import Callable
from functools import reduce

import numpy as np
from numpy.typing import ArrayLike

from explorer.arrays import Array
from explorer.convolution.filters.kernels import FILTERS
from explorer.errors import SpecError, message


def sized(name: str, side: int = 0) -> Array:
    """Return the classic kernel ``name`` with ``side`` rows and columns, or at its own size where that is 0.

    A Gaussian becomes the binomial coefficients of that many places, a Sobel kernel smooths and compares over them, a
    box stays a mean, an outline keeps its sum of 0.

    Raises:
        SpecError: the filter has one size only, or none that is this small or even.
    """
    own = FILTERS[name].kernel
    if side in (0, len(own)):
        return own
    if name not in FAMILIES:
        raise SpecError("{title} has one size, {own} × {own}. Choose another filter, or edit the kernel by hand.",
                        title=message(FILTERS[name].title), own=len(own))
    least, odd = (3, False) if name.startswith("sobel") else (1, name not in ANY_SIDE)
    if side < least or (odd and side % 2 == 0):
        title = message(FILTERS[name].title)
        if odd:
            raise SpecError("{title} cannot have {side} × {side} weights. Use an odd size of at least {least}.",
                            title=title, side=side, least=least)
        raise SpecError("{title} cannot have {side} × {side} weights. Use a size of at least {least}.",
                        title=title, side=side, least=least)
    return FAMILIES[name](side)


def padded_or_cropped(kernel: ArrayLike, side: int) -> Array:
    """Return ``kernel`` with ``side`` rows and columns: zeros are put around it, or its rim is cut off.

    The middle stays the middle; where the difference is odd, the extra row or column is the last one.
    """
    values = np.asarray(kernel, dtype=np.float64)
    result = np.zeros((side, side))
    cuts = [_overlap(old, side) for old in values.shape]
    result[cuts[0][1], cuts[1][1]] = values[cuts[0][0], cuts[1][0]]
    return result


def binomial(places: int) -> Array:
    """Return a row of Pascal's triangle, (places,): the weights of a blur before they are divided by their sum."""
    return reduce(np.convolve, [np.ones(2)] * (places - 1), np.ones(1))


def _overlap(old: int, new: int) -> tuple[slice, slice]:
    shared = min(old, new)
    before = (new - old) // 2 if new > old else (old - new) // 2
    inside, whole = slice(before, before + shared), slice(0, shared)
    return (whole, inside) if new > old else (inside, whole)


def _identity(side: int) -> Array:
    return padded_or_cropped(np.ones((1, 1)), side)


def _gaussian(side: int) -> Array:
    row = binomial(side) / 2.0 ** (side - 1)
    return np.outer(row, row)


def _sobel_x(side: int) -> Array:
    return np.outer(binomial(side), np.convolve(binomial(side - 2), (-1, 0, 1)))


FAMILIES: dict[str, Callable[[int], Array]] = {
    "identity": _identity,
    "box": lambda side: np.full((side, side), 1 / side**2),
    "gaussian": _gaussian,
    "gaussian_5": _gaussian,
    "outline": lambda side: side**2 * _identity(side) - 1,
    "sobel_x": _sobel_x,
    "sobel_y": lambda side: _sobel_x(side).T,
    "vertical_line_7": lambda side: np.outer(np.ones(side), _identity(side)[side // 2]),
    "horizontal_line_7": lambda side: np.outer(_identity(side)[side // 2], np.ones(side)),
}
"""The kernels that exist at every size, and how they are made."""
ANY_SIDE = {"box", "gaussian", "gaussian_5"}
"""Those of them that may be even."""
