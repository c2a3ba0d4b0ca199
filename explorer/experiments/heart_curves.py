"""What came of learning a few digits by heart, as shipped: read without torch. `overfitting` makes it again."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path

from explorer.arrays import Floats
from explorer.runtime import read_arrays

SHIPPED = Path(__file__).parent / "shipped" / "overfitting.npz"
RATES = (0.0, 0.5, 0.8)
"""Shipped p of dropout."""
WRONG = (0.0, 0.2)
"""Shipped shares of training digits whose label is a wrong one."""
SEEDS = 5
EPOCHS = 100
EXAMPLES = 100
QUANTITIES = ("train_loss", "train_accuracy", "val_loss", "val_accuracy")
"""As ``explorer.training.Point`` names them: losses in nats, accuracies 0 to 1; ``val``: digits never learned from."""


@cache
def shipped_curves(path: Path = SHIPPED) -> Mapping[tuple[float, float], Floats]:
    """Return the shipped curves by (p, share of wrong labels): (seeds, epochs, `QUANTITIES`); empty where none are."""
    arrays = read_arrays(path) or {}
    return {(p, wrong): arrays[curve_name(p, wrong)] for p in RATES for wrong in WRONG
            if curve_name(p, wrong) in arrays}


def curve_name(p: float, wrong: float) -> str:
    """Return what a curve is called in the file."""
    return f"p{100 * p:.0f}_wrong{100 * wrong:.0f}"
