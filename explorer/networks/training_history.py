"""How the networks that come with the app were trained: their cards and learning curves, as they lie in ``bundled``."""

from __future__ import annotations

import csv
import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from explorer.errors import N_
from explorer.networks.catalogue import BUNDLED

DEPTH = BUNDLED / "depth"
"""Curves of four networks that differ in depth and skips only; made by ``explorer.training.shipping.depth_study``."""
CHANGES = (N_("as stored"), N_("blurred"), N_("sharpened"), N_("scaled up to 64 px and down again"),
           N_("scaled down to 20 px and up again"), N_("compressed again, quality 40"), N_("enlarged to 48 px"),
           N_("enlarged to 64 px"))
"""What was done to test pictures, as cards name it."""
DIGIT_CHANGES = (CHANGES[0], N_("drawn by hands it never saw"), N_("printed"))
"""The same of digits: what they are."""
STUDY = ("plain20", "plain56", "resnet20", "resnet56")


@dataclass(frozen=True, slots=True, eq=False)
class TrainingHistory:
    """One training."""

    name: str
    points: tuple[Mapping[str, float], ...]
    """One per epoch, with the names of ``explorer.training.Point``; what was watched (``val``) are test pictures."""
    pictures: int
    """How many it learned from in each epoch."""
    recipe: Mapping[str, Any]
    """The plan, as ``explorer.training.plan.to_json`` writes it."""
    test_accuracy: Mapping[str, float]
    """Accuracy of the finished network on the test pictures, 0 to 1, for each of ``CHANGES`` or
    ``DIGIT_CHANGES``."""

    @property
    def end(self) -> Mapping[str, float]:
        """The last epoch."""
        return self.points[-1]


@cache
def history(name: str, folder: Path = BUNDLED) -> TrainingHistory | None:
    """Return how the classifier ``name`` (``resnet20``) was trained, or None where nothing is kept about it."""
    curve, card = folder / f"{name}.csv", folder / f"{name}.json"
    if not (curve.is_file() and card.is_file()):
        return None
    about = json.loads(card.read_text(encoding="utf-8"))
    if "measured" in about:
        return None
    with curve.open(newline="", encoding="utf-8") as file:
        points = tuple({key.replace("test_", "val_"): float(value) for key, value in row.items()}
                       for row in csv.DictReader(file))
    return TrainingHistory(name, points, about["data"]["train"], about["recipe"], about.get("test_accuracy", {}))


@cache
def _changed_digits() -> dict[str, NDArray[np.float64]]:
    card = json.loads((BUNDLED / "lenet5.json").read_text(encoding="utf-8"))
    return {change: np.transpose(points) for change, points in card["changed"].items()}


def share_read(change: str, value: int) -> float:
    """Return which share of drawn digits LeNet-5 still reads where all are changed alike, 0 to 1.

    Args:
        change: a field of ``explorer.images.DigitChanges`` that has bounds.
        value: of it; between those that were measured, on a straight line.
    """
    return float(np.interp(value, *_changed_digits()[change]))


def depth_study(folder: Path = DEPTH) -> dict[str, TrainingHistory]:
    """Return the trainings of ``STUDY`` by name; empty unless all are there."""
    found = {name: past for name in STUDY if (past := history(name, folder))}
    return found if len(found) == len(STUDY) else {}
