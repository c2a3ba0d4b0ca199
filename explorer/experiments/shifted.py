"""Does a network know a digit elsewhere? An MLP and a CNN learn digits at the left edge of a larger picture, and are
asked for digits 0 to 8 px farther right; a second MLP learns them in all these places.

``python -m explorer.experiments.shifted`` trains five seeds of each and writes ``shipped/shifted.json``, and the
weights of the first with one digit per class into ``shipped/shifted.npz``; it takes about five minutes on one core.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import torch
from torch import Generator, Tensor, nn

from explorer.experiments.digit_learning import BLACK, Change, LabelledDigits, accuracy, digits, learned
from explorer.experiments.two_networks import (
    CANVAS,
    FARTHEST,
    MEAN,
    SEEDS,
    SHIPPED,
    SIDE,
    SPREAD,
    Curves,
    Kind,
)

COMMAND = "python -m explorer.experiments.shifted"
EPOCHS = 20
MOVED = "_moved"
RUNS: dict[str, Kind] = {"mlp": "mlp", "cnn": "cnn", f"mlp{MOVED}": "mlp"}


def placed(images: Tensor, right: int | Tensor) -> Tensor:
    """Return digits (N, 1, 8, 8) in black pictures (N, 1, 16, 16), ``right`` px from the left edge: all, or each."""
    top = (CANVAS - SIDE) // 2
    canvas = images.new_full((len(images), 1, CANVAS, CANVAS), BLACK)
    for row, start in enumerate(torch.as_tensor(right).expand(len(images)).tolist()):
        canvas[row, :, top:top + SIDE, start:start + SIDE] = images[row]
    return canvas


def at_the_left(images: Tensor, _generator: Generator) -> Tensor:
    """Return digits at the left edge."""
    return placed(images, 0)


def anywhere(images: Tensor, generator: Generator) -> Tensor:
    """Return digits each in a place of its own, drawn."""
    return placed(images, torch.randint(FARTHEST + 1, (len(images),), generator=generator))


def trained(name: str, *, seed: int, epochs: int = EPOCHS) -> nn.Module:
    """Return one of ``RUNS`` after all its epochs."""
    change: Change = anywhere if name.endswith(MOVED) else at_the_left
    *_before, module = learned(RUNS[name], digits()[0], seed=seed, epochs=epochs, change=change)
    return module


def by_shift(module: nn.Module) -> list[float]:
    """Return the accuracy on digits that are moved by 0 to ``FARTHEST`` px, 0 to 1."""
    tested = digits()[1]
    return [round(accuracy(module, LabelledDigits(placed(tested.images, right), tested.labels)), 4)
            for right in range(FARTHEST + 1)]


def study(seeds: Sequence[int] = SEEDS, epochs: int = EPOCHS) -> tuple[Curves, dict[str, nn.Module]]:
    """Return accuracies per seed and shift, and the networks of the first seed."""
    found: Curves = {name: [] for name in RUNS}
    kept: dict[str, nn.Module] = {}
    for seed in seeds:
        for name in RUNS:
            module = trained(name, seed=seed, epochs=epochs)
            found[name].append(by_shift(module))
            kept.setdefault(name, module)
    return found, kept


def samples() -> np.ndarray[tuple[int, ...], np.dtype[np.uint8]]:
    """Return the first digit of each class of those to measure on (10, 8, 8), 0 to 255."""
    tested = digits()[1]
    rows = [int((tested.labels == label).nonzero()[0, 0]) for label in range(10)]
    grey: np.ndarray[tuple[int, ...], np.dtype[np.uint8]] = (
        (tested.images[rows, 0] * SPREAD + MEAN) * 255).round().to(torch.uint8).numpy()
    return grey


def main(folder: Path = SHIPPED, seeds: Sequence[int] = SEEDS, epochs: int = EPOCHS) -> None:
    """Train all, and write what they gave."""
    torch.set_num_threads(1)
    found, kept = study(seeds, epochs)
    about = {"command": COMMAND, "seeds": list(seeds), "epochs": epochs, "tested": len(digits()[1].labels),
             "accuracy": found}
    (folder / "shifted.json").write_text(json.dumps(about) + "\n", encoding="utf-8")
    weights = {f"{name}.{key}": value.numpy() for name, module in kept.items()
               for key, value in module.state_dict().items()}
    np.savez_compressed(folder / "shifted.npz", samples=samples(), **weights)


if __name__ == "__main__":
    main()
