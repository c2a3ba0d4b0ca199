"""The files that a run leaves for its reader."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

# As explorer.training.run_folder calls them, which a test holds; that module needs torch, which this page does not.
BEST, LAST, NETWORK, RESULT, SAMPLES, SHOWN, FILTERS = (
    "best.safetensors", "last.safetensors", "network.json", "result.json", "samples.npz", "shown.npz", "filters.npz")


def arrays(path: Path) -> Mapping[str, NDArray[Any]] | None:
    """Return the arrays of an ``.npz`` file, or None where it is missing or cannot be read."""
    try:
        with np.load(path, allow_pickle=False) as file:
            return {name: file[name] for name in file.files}
    except (OSError, ValueError):
        return None


def pictures(images: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Return pictures (N, 3, H, W) as [picture, height, width, 3]."""
    return np.ascontiguousarray(images.transpose(0, 2, 3, 1))


def as_csv(rows: Sequence[Mapping[str, float]]) -> str:
    """Return rows with the same keys as CSV."""
    text = io.StringIO()
    writer = csv.DictWriter(text, list(rows[0]) if rows else [], lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue()
