"""The files of a run, each written aside and renamed, so that a file under its name is always whole."""

from __future__ import annotations

import csv
import errno
import io
import json
import os
from collections.abc import Mapping, Sequence
from dataclasses import astuple, dataclass, fields
from pathlib import Path
from typing import Any

import numpy as np
import safetensors.torch
from numpy.typing import NDArray
from safetensors import SafetensorError, safe_open
from torch import Tensor

from explorer.errors import DataError
from explorer.runtime import size_text


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


PLAN, NETWORK, PRECISION, PROGRESS, RESULT = "plan.json", "network.json", "way.json", "progress.json", "result.json"
CHECKPOINT, BEST, LAST = "checkpoint.safetensors", "best.safetensors", "last.safetensors"
CURVE, SAMPLES, SHOWN, FILTERS = "curve.csv", "samples.npz", "shown.npz", "filters.npz"
FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}


def write_whole(path: Path, content: bytes) -> None:
    """Write ``content`` under ``path`` whole or not at all.

    Raises:
        DataError: the disk is full, or the folder cannot be written to; what was there before stays.
    """
    aside = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        with aside.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        aside.replace(path)
    except OSError as error:
        aside.unlink(missing_ok=True)
        if error.errno in FULL:
            raise DataError("The disk is full: {name} ({size}) cannot be written. Everything up to the "
                            "last checkpoint is kept. Delete jobs that are no longer needed, then resume.",
                            name=path.name, size=size_text(len(content))) from error
        raise DataError("{name} cannot be written ({reason}). Everything up to the last checkpoint is kept.",
                        name=path.name, reason=error.strerror or str(error)) from error


def write_json(path: Path, record: Any) -> None:
    """Write ``record`` as JSON."""
    write_whole(path, (json.dumps(record, indent=1) + "\n").encode())


def read_json(path: Path) -> Any:
    """Return what a JSON file holds; None where there is none.

    Raises:
        DataError: it is damaged.
    """
    try:
        return json.loads(path.read_bytes())
    except FileNotFoundError:
        return None
    except ValueError as error:
        raise DataError("{name} is damaged. Delete the job and start it again.", name=path.name) from error


def write_tensors(path: Path, tensors: Mapping[str, Tensor], head: Mapping[str, str] | None = None) -> None:
    """Write a safetensors file."""
    plain = {name: value.detach().cpu().contiguous().clone() for name, value in tensors.items()}
    write_whole(path, safetensors.torch.save(plain, dict(head or {})))


def read_tensors(path: Path) -> tuple[dict[str, Tensor], dict[str, str]]:
    """Return the tensors of a safetensors file, and the texts in its head.

    Raises:
        DataError: it is missing or damaged.
    """
    try:
        with safe_open(path, framework="pt") as file:
            return {name: file.get_tensor(name) for name in file.keys()}, file.metadata() or {}  # noqa: SIM118
    except (SafetensorError, OSError) as error:
        raise DataError("{name} is missing or damaged. Delete it to train from the start.", name=path.name) from error


def write_curve(path: Path, curve: Sequence[Point]) -> None:
    """Write one row per epoch, nine digits."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(entry.name for entry in fields(Point))
    writer.writerows([value if isinstance(value, int) else f"{value:.9g}" for value in astuple(point)]
                     for point in curve)
    write_whole(path, text.getvalue().encode())


def read_curve(folder: Path) -> list[Point]:
    """Return the points of a run's curve so far; none where it has not begun."""
    path = folder / CURVE
    if not path.exists():
        return []
    with path.open(encoding="utf-8", newline="") as file:
        return [Point(int(number), *map(float, rest)) for number, *rest in list(csv.reader(file))[1:]]


def write_arrays(path: Path, arrays: Mapping[str, NDArray[Any]]) -> None:
    """Write a compressed ``.npz`` file."""
    content = io.BytesIO()
    np.savez_compressed(content, allow_pickle=False, **arrays)
    write_whole(path, content.getvalue())
