"""What a network says about a picture: scores as probabilities, the classes it finds most likely."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Guess:
    """A class and how likely the network finds it, 0 to 1."""

    place: int
    """Which output it is."""
    name: str
    share: float


def softmax(scores: Floats) -> NDArray[np.float64]:
    """Return scores (K,) as probabilities (K,), which sum to 1."""
    values = np.exp(scores.astype(np.float64) - float(scores.max()))
    shares: NDArray[np.float64] = values / values.sum()
    return shares


def guesses(shares: NDArray[np.float64], categories: Sequence[str], *, count: int = 5) -> tuple[Guess, ...]:
    """Return the ``count`` most likely classes, the likeliest first; equals by their place.

    Args:
        shares: (K,) probabilities.
        categories: K names.
        count: how many.
    """
    order = np.argsort(-shares, kind="stable")[:count]
    return tuple(Guess(int(place), categories[place], float(shares[place])) for place in order)
