"""Photos without information: what a method compares with, or covers parts with."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from explorer.arrays import Floats
from explorer.networks.network import Network


def start(name: str, network: Network, values: Floats) -> Floats:
    """Return a photo without information as the network reads it, (C, H, W).

    Args:
        name: ``black``, ``grey``, ``white`` or ``blur``. Grey is 0: the average colour of the pictures that a trained
            network learned from. Networks that bring each photo to mean 0 by themselves make any single colour grey.
        network: whose preprocessing says what black and white are.
        values: the photo, (C, H, W); blurred by a tenth of its shorter side.
    """
    if name == "blur":
        return _blurred(values)
    if name == "grey":
        return np.zeros_like(values)
    level = 0 if name == "black" else 255
    side = max(values.shape[1:])
    return network.preprocess(np.full((side, side, 3), level, dtype=np.uint8))


def _blurred(values: Floats) -> Floats:
    sigma = min(values.shape[1:]) / 10
    rows, columns = (_gaussian(size, sigma) for size in values.shape[1:])
    return (rows @ values @ columns.T).astype(np.float32)


def _gaussian(size: int, sigma: float) -> NDArray[np.float64]:
    """Return the weights (size, size) with which each place averages all; each row sums to 1, at the border too."""
    places = np.arange(size)
    weights: NDArray[np.float64] = np.exp(-((places[:, None] - places) / sigma) ** 2 / 2)
    weights /= weights.sum(axis=1, keepdims=True)
    return weights
