"""Equal convolutions on each other: the picture shrinks from layer to layer, and one cell sees more and more of it."""

from __future__ import annotations

import numpy as np

from explorer.arrays import Array
from explorer.convolution.stepwise.convolution import Convolution


def cross(side: int) -> Array:
    """Return a picture of an X in cells of 1 on 0, (side, side), one cell away from the border."""
    picture = np.zeros((side, side))
    inner = np.arange(1, side - 1)
    picture[inner, inner] = picture[inner, side - 1 - inner] = 1.0
    return picture


def most_layers(side: int, kernel: int) -> int:
    """Return how many convolutions without padding fit on each other before nothing is left."""
    return (side - 1) // (kernel - 1) if kernel > 1 else side


def chain(picture: Array, *, kernel: int, layers: int) -> tuple[Convolution, ...]:
    """Return convolutions on each other, each the mean of ``kernel`` × ``kernel`` cells, stride 1 and no padding.

    One cell of the last map sees 1 + layers · (kernel − 1) cells of the picture along each side.

    Args:
        picture: (rows, columns).
        kernel: side of each kernel, cells.
        layers: how many; they must fit.
    """
    weight = np.full((1, 1, kernel, kernel), 1 / kernel**2)
    found: list[Convolution] = []
    values = picture[None]
    for _layer in range(layers):
        found.append(Convolution(input=values, weight=weight))
        values = found[-1].output
    return tuple(found)
