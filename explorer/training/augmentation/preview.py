"""What an augmentation does to a few pictures, to be looked at."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Generator, Tensor

from explorer.images import Fit
from explorer.training.augmentation.augmentation import Augmentation
from explorer.training.data.catalogue import scene_task
from explorer.training.data.opening import USUAL_SCENES, open_set
from explorer.training.data.scene_set import scene_pictures, settings_for
from explorer.training.data.scene_settings import SceneSettings

SIDE = 96
"""px."""


def augmented_examples(data: str, augmentation: Augmentation, seed: int, *, rows: int = 4,
                       each: int = 5, fit: Fit = "crop",
                       scenes: SceneSettings = USUAL_SCENES) -> NDArray[np.uint8]:
    """Return pictures [rows * (each + 1), height, width, 3] of a data set: in each row one as it is, then changed ones.

    Args:
        data: what ``open_set`` takes.
        augmentation: how they are changed.
        seed: decides how.
        rows: pictures of so many classes.
        each: changed copies of each.
        fit: how pictures became squares.
        scenes: how scenes are drawn, of which so many are drawn for this.

    Raises:
        ExplorerError: as ``open_set``.
    """
    pictures = _some(data, rows, fit, scenes).float().div(255).repeat_interleave(each + 1, dim=0)
    changed = augmentation.batch(pictures, Generator().manual_seed(seed))
    changed[::each + 1] = pictures[::each + 1]
    levels = changed.mul(255).round().clamp(0, 255).to(torch.uint8)
    found: NDArray[np.uint8] = np.ascontiguousarray(levels.permute(0, 2, 3, 1).numpy())
    return found


@lru_cache(maxsize=24)
def _some(data: str, rows: int, fit: Fit, scenes: SceneSettings) -> Tensor:
    """Return the first picture of each of the first classes, (N, 3, H, W), uint8; of scenes, the first."""
    if task := scene_task(data):
        return scene_pictures(settings_for(task, scenes), SIDE, rows).images
    found = open_set(data, SIDE, seed=0, fit=fit).train
    return torch.stack([found.images[found.labels == label][0] for label in found.labels.unique()[:rows]])
