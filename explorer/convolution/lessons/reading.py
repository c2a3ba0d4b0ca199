"""Which cells each stop of a kernel reads, and how often each cell of the input is read."""

from __future__ import annotations

from functools import reduce
from itertools import product

import numpy as np

from explorer.arrays import Array
from explorer.convolution.stepwise.convolution import Convolution


def cells_read(conv: Convolution) -> tuple[tuple[int, ...], ...]:
    """Return for each output cell of one map the places that it reads, both counted row by row.

    Places are those of one channel of ``conv.laid_out``: padding is among them.
    """
    sides = [len(axis.lane) for axis in conv.axes]
    stops = product(*(axis.places.tolist() for axis in conv.axes))
    return tuple(tuple(int(np.ravel_multi_index(place, sides)) for place in product(*window)) for window in stops)


def read_along(conv: Convolution) -> tuple[Array, ...]:
    """Return per axis how many stops of the kernel read each row, or column, of the input, (size,)."""
    return tuple(np.array([(axis.reads == cell).sum() for cell in range(axis.size)], dtype=np.float64)
                 for axis in conv.axes)


def read_counts(conv: Convolution) -> Array:
    """Return how many stops of the kernel read each cell of the input, (*spatial): the product of those per axis.

    Source:
        Zhang, Lipton, Li & Smola, Dive into Deep Learning, figure 7.3.1.
    """
    return reduce(np.multiply.outer, read_along(conv))
