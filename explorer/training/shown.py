"""Pictures behind the numbers: for every pair of true class and answer the surest few, small, for pages to show.

They are kept with the run, so that a page needs neither the data set nor torch to show them.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray

from explorer.training.data import Pictures, scaled
from explorer.training.files import write_arrays

MOST_EACH = 24
"""Pictures of one pair of true class and answer."""
MOST = 3000
"""Pictures in all."""
MOST_SIDE = 64
"""Larger pictures are scaled down to it, px."""


def write_shown(path: Path, pictures: Pictures, predicted: list[int], confidence: list[float]) -> None:
    """Write ``rows`` (M,), ``labels``, ``predicted``, ``confidence`` and ``images`` (M, H, W, 3) uint8 to ``path``.

    Args:
        pictures: all N that were measured.
        predicted: the class given to each.
        confidence: its probability, 0 to 1.
    """
    labels, given, sure = pictures.labels.numpy(), np.array(predicted), np.array(confidence, dtype=np.float32)
    rows = chosen(labels, given, sure)
    images = pictures.images[torch.from_numpy(rows)]
    if images.shape[-1] > MOST_SIDE:
        images = scaled(images, MOST_SIDE)
    write_arrays(path, {"rows": rows, "labels": labels[rows], "predicted": given[rows], "confidence": sure[rows],
                        "images": images.permute(0, 2, 3, 1).contiguous().numpy()})


def chosen(labels: NDArray[Any], predicted: NDArray[Any], confidence: NDArray[Any]) -> NDArray[np.int64]:
    """Return the row numbers of the pictures to keep: of each pair the surest, mistakes before right answers."""
    order = np.lexsort((-confidence, labels == predicted))
    taken: dict[tuple[int, int], int] = {}
    rows = []
    for row in order.tolist():
        pair = int(labels[row]), int(predicted[row])
        taken[pair] = taken.get(pair, 0) + 1
        if taken[pair] <= MOST_EACH:
            rows.append(row)
    return np.array(rows[:MOST], dtype=np.int64)
