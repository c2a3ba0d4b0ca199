"""What a training leaves in its folder beside texts and arrays: its curve, and tensors."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields
from math import isfinite, nan
from pathlib import Path
from typing import Any

import safetensors.torch
from safetensors import SafetensorError, safe_open
from torch import Tensor

from explorer.errors import DataError
from explorer.runtime import run_files


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
    val_balanced: float = nan
    """Mean recall of the validation pictures' classes; not known of runs that are older than this field."""
    more: dict[str, float] = field(default_factory=dict)
    """Where more than classes is learned: each part of the loss as ``train_<part>`` and ``val_<part>``, and measures
    of the validation pictures. Accuracies and shares are no numbers then."""


NO_POINT = Point(0, nan, nan, nan, nan, nan, nan, nan)
OF_CLASSES = ("train_accuracy", "val_accuracy", "one_class", "val_balanced")
"""Fields of a ``Point`` that only classes of whole pictures have."""


def best_of(curve: Sequence[Point], *, balanced: bool = False, watched: str = "") -> Point:
    """Return the point of the best epoch: highest validation accuracy, then lowest loss, then the first.

    Args:
        balanced: all classes count the same, as they do in a loss with class weights.
        watched: a measure that takes the place of accuracy.
    """
    if watched:
        return max(curve, key=lambda point: (point.more[watched], -point.val_loss, -point.number))
    is_known = balanced and all(isfinite(point.val_balanced) for point in curve)
    return max(curve, key=lambda point: (point.val_balanced if is_known else point.val_accuracy,
                                         -point.val_loss, -point.number))


def lowest_of(curve: Sequence[Point]) -> Point:
    """Return the point with the lowest validation loss."""
    return min(curve, key=lambda point: point.val_loss)


def write_tensors(path: Path, tensors: Mapping[str, Tensor], head: Mapping[str, str] | None = None) -> None:
    """Write a safetensors file."""
    plain = {name: value.detach().cpu().contiguous().clone() for name, value in tensors.items()}
    run_files.write_whole(path, safetensors.torch.save(plain, dict(head or {})))


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
    rows = [_row(point) for point in curve]
    columns = rows[0] if rows else _row(NO_POINT)
    run_files.write_whole(path, run_files.csv_text(columns, (row.values() for row in rows)).encode())


def _row(point: Point) -> dict[str, int | str]:
    """Return the columns of a point and what is written there."""
    own = {one.name: getattr(point, one.name) for one in fields(Point) if one.name != "more"
           and not (point.more and one.name in OF_CLASSES)}
    return {name: value if isinstance(value, int) else f"{value:.9g}" for name, value in (own | point.more).items()}


def read_curve(folder: Path) -> list[Point]:
    """Return the points of a run's curve so far; none where it has not begun."""
    return [_point(row) for row in run_files.curve_rows(folder)]


def _point(row: Mapping[str, float]) -> Point:
    known = {one.name for one in fields(Point)}
    more = {name: value for name, value in row.items() if name not in known}
    own: dict[str, Any] = (dict.fromkeys(OF_CLASSES, nan) if more else {}) | {
        name: value for name, value in row.items() if name in known}
    return Point(**own | {"number": int(own["number"]), "more": more})
