"""What is known after one pass over the training pictures."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Point:
    """One point of a learning curve. Losses are mean cross-entropies, nats; accuracies and shares are 0 to 1."""

    number: int
    """From 1."""
    train_loss: float
    """On the pictures as they were learned, augmented and with smoothed labels, while the weights moved."""
    train_accuracy: float
    val_loss: float
    val_accuracy: float
    one_class: float
    """Share of the validation pictures that were given the class given most often."""
    learning_rate: float
    """At the last step."""
    seconds: float


def best_of(curve: Sequence[Point]) -> Point:
    """Return the point of the best epoch: highest validation accuracy, then lowest loss, then the first."""
    return max(curve, key=lambda point: (point.val_accuracy, -point.val_loss, -point.number))


def lowest_of(curve: Sequence[Point]) -> Point:
    """Return the point with the lowest validation loss."""
    return min(curve, key=lambda point: point.val_loss)
