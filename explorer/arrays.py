"""What arrays of numbers are called: one name for one kind, for all packages; and what all do with scores."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Pixels = NDArray[np.uint8]
"""Colours or greys, 0 to 255."""
Floats = NDArray[np.float32]
"""What a network or a filter computes."""
Array = NDArray[np.float64]
"""What is computed exactly: kernels, grids, signals."""


def softmax(scores: NDArray[np.floating]) -> Array:
    """Return scores (K,) as probabilities (K,), which sum to 1."""
    values = np.exp(scores.astype(np.float64) - float(scores.max()))
    shares: Array = values / values.sum()
    return shares
