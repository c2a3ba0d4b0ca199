"""A made data set of scenes, in which every box and the class of every pixel is known."""

from __future__ import annotations

import numpy as np
import torch
from numpy.typing import NDArray

from explorer import scenes
from explorer.errors import message
from explorer.training.data.dataset import Pictures, check_room
from explorer.training.data.scene_settings import SceneSettings
from explorer.training.data.scene_truth import NOTHING, SceneTruth
from explorer.training.tasks.task_names import TaskName

CATEGORIES = scenes.KINDS
DRAWN_AT = message("Each scene is drawn at {side} × {side} px.")


def settings_for(task: TaskName, settings: SceneSettings) -> SceneSettings:
    """Return ``settings`` as far as they matter to ``task``: where one thing is located, there is one."""
    if task != "locate":
        return settings
    return SceneSettings(pictures=settings.pictures, least=1, most=1, kinds=settings.kinds, smallest=settings.smallest,
                         largest=settings.largest, noise=settings.noise, grounds=settings.grounds,
                         first=settings.first)


def scene_pictures(settings: SceneSettings, side: int, count: int | None = None) -> Pictures:
    """Return the first ``count`` scenes, or all, ``side`` px wide; the same on every call.

    A picture's label is the kind of its first thing, by which sets are divided evenly.

    Raises:
        LimitError: they would not fit into memory.
    """
    count = settings.pictures if count is None else count
    check_room(count, side)
    images = np.empty((count, side, side, 3), np.uint8)
    maps = np.empty((count, side, side), np.uint8)
    boxes = np.zeros((count, settings.most, 4), np.float32)
    kinds = np.full((count, settings.most), NOTHING, np.int64)
    for number in range(count):
        _draw(settings.scene(number), number, images, maps, boxes, kinds)
    truth = SceneTruth(boxes=torch.from_numpy(boxes), kinds=torch.from_numpy(kinds), maps=torch.from_numpy(maps))
    return Pictures(torch.from_numpy(images).permute(0, 3, 1, 2).contiguous(), truth.kinds[:, 0].clamp(min=0), truth)


def _draw(scene: scenes.Scene, number: int, images: NDArray[np.uint8], maps: NDArray[np.uint8],
          boxes: NDArray[np.float32], kinds: NDArray[np.int64]) -> None:
    """Put a scene's picture and its truth into row ``number``."""
    side = images.shape[1]
    found = scenes.truth(scene, side)
    images[number], maps[number] = scenes.drawn(scene, side), found.class_map
    boxes[number, :len(found.boxes)], kinds[number, :len(found.labels)] = found.boxes, found.labels
