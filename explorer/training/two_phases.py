"""First the head, then the rest: how the epochs of a run are divided, and how fast each part learns. Needs no torch.

Source: A. Géron (2019), Hands-on machine learning with Scikit-Learn, Keras and TensorFlow, chapter 14, "Pretrained
models for transfer learning".
"""

from __future__ import annotations

HEAD_SHARE = 1 / 3
"""Share of the epochs in which only the head learns."""
GENTLE = 0.1
"""In the second phase the learning rate is this share of the first's, where nothing else is said."""
NOTED_RATES = (0.2, 0.01)
"""Of the two phases in the book, with SGD."""


def head_epochs(how: str, epochs: int) -> int:
    """Return how many epochs the head learns alone before the rest does, too; 0: there is one phase only.

    Args:
        how: of a plan.
        epochs: of the whole run; with a single one there is nothing to divide.
    """
    return max(1, round(HEAD_SHARE * epochs)) if how == "two_phases" and epochs > 1 else 0


def gentle_rate(learning_rate: float, second_rate: float) -> float:
    """Return the highest rate of the second phase: ``second_rate``, or a tenth of the first's where that is 0."""
    return second_rate or GENTLE * learning_rate
