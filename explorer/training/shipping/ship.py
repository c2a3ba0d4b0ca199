"""What the app takes from a finished run: half-precision weights, the learning curve, and a card that says it all."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Sequence
from dataclasses import asdict
from functools import partial
from pathlib import Path
from typing import Any

import torch
from torch import Tensor, nn
from torch.nn import functional

from explorer.errors import N_
from explorer.runtime import run_files
from explorer.training.augmentation.cifar_recipe import blur, compress
from explorer.training.data.dataset import DataSet, Pictures
from explorer.training.loop.metrics import evaluate, unchanged
from explorer.training.network.normalisation import Inputs
from explorer.training.plan import Plan, to_json
from explorer.training.run_folder.files import Point, write_tensors


def rescaled(pictures: Tensor, sides: tuple[int, ...]) -> Tensor:
    """Return the batch scaled to each of ``sides`` in turn, px, bicubic and without aliasing."""
    for side in sides:
        pictures = functional.interpolate(pictures, side, mode="bicubic", antialias=True).clamp(0, 1)
    return pictures


def sharpened(pictures: Tensor) -> Tensor:
    """Return the batch with half of what a blur takes away put on top."""
    return (1.5 * pictures - 0.5 * blur(pictures)).clamp(0, 1)


def compressed(pictures: Tensor, quality: int) -> Tensor:
    """Return the batch as JPEG of ``quality`` would leave it."""
    return compress(pictures, torch.full((len(pictures),), quality))


VARIANTS: dict[str, Callable[[Tensor], Tensor]] = {
    "as stored": unchanged,
    "blurred": blur,
    "sharpened": sharpened,
    "scaled up to 64 px and down again": partial(rescaled, sides=(64, 32)),
    "scaled down to 20 px and up again": partial(rescaled, sides=(20, 32)),
    "compressed again, quality 40": partial(compressed, quality=40),
    "enlarged to 48 px": partial(rescaled, sides=(48,)),
    "enlarged to 64 px": partial(rescaled, sides=(64,)),
}


COMMAND = "python -m explorer.training.shipping.bundled cifar10.zip {name}"


def ship(name: str, network: nn.Module, curve: Sequence[Point], data: DataSet, plan: Plan, inputs: Inputs,
         folder: Path) -> None:
    """Write ``<name>.safetensors``, ``<name>.csv`` and ``<name>.json`` into ``folder``.

    The accuracies on the card are those of the weights as written, run in float32.
    """
    folder.mkdir(parents=True, exist_ok=True)
    weights = folder / f"{name}.safetensors"
    tensors = halved(network.state_dict())
    write_tensors(weights, tensors, {"network": name})
    network.load_state_dict(tensors)
    write_shipped_curve(curve, folder / f"{name}.csv")
    about = {
        "name": name,
        "parameters": sum(value.numel() for value in network.parameters()),
        "categories": data.categories,
        "input": {"side": data.train.images.shape[-1], **asdict(inputs)},
        "data": described(data),
        **training_record(plan, curve),
        "weights": {"precision": "float16", "bytes": weights.stat().st_size,
                    "sha256": hashlib.sha256(weights.read_bytes()).hexdigest()},
        "test_accuracy": accuracies(network, data.test, inputs),
        "command": COMMAND.format(name=name),
    }
    write_card(about, folder)


def write_card(about: dict[str, Any], folder: Path) -> None:
    """Write ``<name>.json``."""
    (folder / f"{about['name']}.json").write_text(json.dumps(about, indent=2) + "\n", encoding="utf-8")


def training_record(plan: Plan, curve: Sequence[Point]) -> dict[str, Any]:
    """Return how a network was trained."""
    return {"recipe": to_json(plan), "torch": torch.__version__.partition("+")[0],
            "training_seconds": round(sum(point.seconds for point in curve))}


def halved(tensors: dict[str, Tensor]) -> dict[str, Tensor]:
    """Return the tensors with all fractions in float16; counters stay whole numbers."""
    return {name: value.half() if value.is_floating_point() else value for name, value in tensors.items()}


def write_shipped_curve(curve: Sequence[Point], path: Path) -> None:
    """Write one row per epoch, six digits after the point; what was watched are the test pictures."""
    columns = {"number": "number", "train_loss": "train_loss", "train_accuracy": "train_accuracy",
               "test_loss": "val_loss", "test_accuracy": "val_accuracy", "learning_rate": "learning_rate",
               "seconds": "seconds"}
    values = ([getattr(point, name) for name in columns.values()] for point in curve)
    path.write_text(run_files.csv_text(columns, ([one if isinstance(one, int) else f"{one:.6f}" for one in row]
                                       for row in values)), encoding="utf-8", newline="\n")


def accuracies(network: nn.Module, pictures: Pictures, inputs: Inputs) -> dict[str, float]:
    """Return the accuracy on each of ``VARIANTS`` of the pictures, 0 to 1."""
    return {name: round(evaluate(network, pictures, inputs, change=change)[1], 4) for name, change in VARIANTS.items()}


def described(data: DataSet) -> dict[str, Any]:
    """Return what the network was trained on, with a hash of its pixels (train, then test) to know it again."""
    pixels = hashlib.sha256()
    for part in (data.train, data.test):
        pixels.update(part.images.numpy().tobytes())
    return {"name": N_("CIFAR-10 (Krizhevsky, 2009), JPEG-compressed"), "train": len(data.train),
            "test": len(data.test), "sha256_of_pixels": pixels.hexdigest()}
