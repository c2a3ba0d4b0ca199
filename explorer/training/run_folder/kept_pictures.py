"""What pages show of a run besides numbers: pictures behind the confusion matrix, and the first layer's filters.

They are kept with the run, so that a page needs neither the data set nor torch to show them.
"""

from __future__ import annotations

from dataclasses import fields
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray

from explorer.graph import INPUT, Conv2d
from explorer.runtime import write_arrays
from explorer.training.data.dataset import Pictures, scaled
from explorer.training.data.scene_truth import SceneTruth
from explorer.training.network.start import Start

MOST_EACH = 24
"""Pictures of one pair of true class and answer."""
MOST = 3000
"""Pictures in all."""
WORST_SCENES, OTHER_SCENES = 12, 24
"""Scenes that are kept: those answered worst, and others, evenly picked by how well they are answered."""
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
    rows = rows_to_keep(labels, given, sure)
    images = pictures.images[torch.from_numpy(rows)]
    if images.shape[-1] > MOST_SIDE:
        images = scaled(images, MOST_SIDE)
    write_arrays(path, {
        "rows": rows, "labels": labels[rows], "predicted": given[rows], "confidence": sure[rows],
        "images": images.permute(0, 2, 3, 1).contiguous().numpy()})


def truth_arrays(truth: SceneTruth) -> dict[str, NDArray[Any]]:
    """Return what is true of scenes as arrays, by the names under which they are written."""
    return {f"true_{one.name}": getattr(truth, one.name).numpy() for one in fields(truth)}


def write_shown_scenes(path: Path, pictures: Pictures, answers: torch.Tensor, quality: torch.Tensor) -> None:
    """Write the worst and other scenes to ``path``: rows, quality (M,), images (M, H, W, 3) uint8, their truth, and
    answers (M, ...).

    Args:
        pictures: all N that were measured.
        answers: to each, as ``VisionTask.answers`` has them.
        quality: how well each is answered (N,), 0 to 1.
    """
    rows = scenes_to_keep(quality)
    chosen = pictures.at(rows)
    assert chosen.truth is not None
    write_arrays(path, {
        "rows": rows.numpy(), "quality": quality[rows].float().numpy(), **truth_arrays(chosen.truth),
        "images": chosen.images.permute(0, 2, 3, 1).contiguous().numpy(), "answers": answers[rows].numpy()})


def scenes_to_keep(quality: torch.Tensor) -> torch.Tensor:
    """Return the row numbers of scenes to keep, the worst answered first: the worst twelve, then from everywhere."""
    order = quality.argsort(stable=True)
    worst = order[:WORST_SCENES]
    others = order[WORST_SCENES:]
    picks = torch.linspace(0, len(others) - 1, min(OTHER_SCENES, len(others))).round().long()
    return torch.cat([worst, others[picks]])


def rows_to_keep(labels: NDArray[Any], predicted: NDArray[Any], confidence: NDArray[Any]) -> NDArray[np.int64]:
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


def first_filters(begun: Start) -> NDArray[np.float32] | None:
    """Return a copy of the weights (N, C, rows, columns) of the convolution that reads the picture; None without one.

    Only those of 1 or 3 channels, which can be seen as a picture.
    """
    for node in begun.graph:
        if isinstance(node.layer, Conv2d) and node.inputs == (INPUT,):
            parts = begun.module.get_submodule(node.name).modules()  # one that pads unevenly is made of two
            weights = next((part.weight for part in parts if isinstance(part, torch.nn.Conv2d)), None)
            if isinstance(weights, torch.Tensor) and weights.shape[1] in (1, 3):
                found: NDArray[np.float32] = weights.detach().float().cpu().numpy().copy()
                return found
    return None


def write_filters(path: Path, before: NDArray[np.float32] | None, after: NDArray[np.float32] | None) -> None:
    """Write ``before`` and ``after``, both (N, C, rows, columns); nothing where there is none."""
    if before is not None and after is not None:
        write_arrays(path, {"before": before, "after": after})
