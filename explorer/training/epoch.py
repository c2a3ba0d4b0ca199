"""What is known after one pass over the training pictures."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Epoch:
    """One point of a learning curve. Losses are mean cross-entropies, nats; accuracies are 0 to 1."""

    number: int
    """From 1."""
    train_loss: float
    """On augmented pictures, with smoothed labels, while the weights moved."""
    train_accuracy: float
    test_loss: float
    test_accuracy: float
    learning_rate: float
    """At the last step."""
    seconds: float
