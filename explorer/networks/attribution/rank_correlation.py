"""How alike two maps are, whatever their scales."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]


def rank_correlation(one: Floats, other: Floats) -> float | None:
    """Return Spearman's rank correlation of two maps of one shape, -1 to 1; None where one has the same value all over.

    The sizes are compared, without signs: which pixels a map picks out, not what it says of them.

    Source:
        Spearman (1904), doi:10.2307/1412159; used so by Adebayo et al. (2018), arXiv:1810.03292.
    """
    first, second = (_ranks(np.abs(values).ravel()) for values in (one, other))
    first, second = first - first.mean(), second - second.mean()
    # Sums, not products of vectors: those would start a team of BLAS threads for each thread of a page.
    spread = float(np.sqrt((first * first).sum() * (second * second).sum()))
    return float((first * second).sum()) / spread if spread > 0 else None


def _ranks(values: Floats) -> NDArray[np.float64]:
    """Return the rank of each value, from 0; equal ones share the mean of theirs."""
    _known, place, counts = np.unique(values, return_inverse=True, return_counts=True)
    means: NDArray[np.float64] = np.cumsum(counts) - (counts + 1) / 2
    return means[place]
