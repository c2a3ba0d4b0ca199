"""How a network is trained: everything that, with the data and the network, fixes the result."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Recipe:
    """Stochastic gradient descent with Nesterov's momentum; the learning rate rises, stays, and falls to 0.

    ``warm_up + fall == epochs`` makes it one cycle. As the middle is flat, a run can be made longer until it falls.
    """

    epochs: int = 30
    batch_size: int = 128
    learning_rate: float = 0.1
    """The highest."""
    warm_up: float = 2
    """How long the learning rate rises at the start, epochs."""
    fall: float = 12
    """How long it falls at the end, epochs."""
    momentum: float = 0.9
    weight_decay: float = 5e-4
    label_smoothing: float = 0.05
    bfloat16: bool = True
    """Compute convolutions and products in bfloat16; weights stay in float32."""
    seed: int = 0


def learning_rate(recipe: Recipe, epoch: float) -> float:
    """Return the learning rate ``epoch`` epochs after the start, which need not be whole: three straight lines.

    Source:
        Hägele et al. (2024), Scaling laws and compute-optimal training beyond fixed training durations,
        arXiv:2405.18392: as good as a cosine, without fixing the length beforehand.
    """
    rise = (epoch + 0.01) / recipe.warm_up if recipe.warm_up else 1.0
    fall = (recipe.epochs - epoch) / recipe.fall if recipe.fall else 1.0
    return recipe.learning_rate * min(1.0, rise, fall)
