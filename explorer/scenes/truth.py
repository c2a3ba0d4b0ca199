"""What is true of a scene, exact to the pixel: masks, boxes and classes of what can be seen."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from explorer.arrays import Floats, Pixels
from explorer.scenes.scene import KINDS, Scene
from explorer.scenes.shapes import distances, window

HIDDEN_BELOW = 6 / 64**2
"""A thing of which less can be seen is hidden, a share of the picture: six pixels where networks look at 64 x 64."""

Masks = NDArray[np.bool_]
Whole = NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False)
class Truth:
    """What can be seen of a scene of n things, m of which are not hidden."""

    boxes: Floats
    """(m, 4): left, top, right and bottom edge of what can be seen, px; right and bottom lie behind the last pixel."""
    labels: Whole
    """(m,): indices in ``KINDS``."""
    masks: Masks
    """(m, side, side): the pixels of each."""
    class_map: Pixels
    """(side, side): 0 is ground, then 1 + index in ``KINDS``; hidden things' last pixels too."""
    things: tuple[int, ...]
    """Which thing of the scene each row is."""
    hidden: tuple[int, ...]
    """Things that others cover, but for a few pixels."""


def owners(scene: Scene, side: int) -> NDArray[np.int16]:
    """Return which thing each pixel's centre shows (side, side); -1 is ground."""
    found = np.full((side, side), -1, np.int16)
    for index, thing in enumerate(scene.things):
        part = window(thing, side)
        found[part][distances(thing, side, part) < 0] = index
    return found


def masks(scene: Scene, side: int) -> Masks:
    """Return the pixels of each thing that no later thing covers (n, side, side)."""
    return _masks(owners(scene, side), len(scene.things))


def boxes(scene: Scene, side: int) -> Floats:
    """Return the box around what can be seen of each thing, px (n, 4): left, top, right, bottom.

    Right and bottom lie behind the last pixel, so that a box around one pixel has an area of 1;
    ``torchvision.ops.masks_to_boxes`` names that pixel itself. Hidden things have no box: four times NaN.
    """
    found = masks(scene, side)
    return np.where(_is_hidden(found)[:, None], np.float32(np.nan), _boxes(found))


def hidden(scene: Scene, side: int) -> tuple[int, ...]:
    """Return which things are covered by others, but for a few pixels."""
    return tuple(int(index) for index in np.flatnonzero(_is_hidden(masks(scene, side))))


def labels(scene: Scene) -> Whole:
    """Return the class of each thing (n,): its index in ``KINDS``."""
    return np.array([KINDS.index(thing.kind) for thing in scene.things], np.int64)


def class_map(scene: Scene, side: int) -> Pixels:
    """Return the class of each pixel (side, side): 0 is ground, then 1 + index in ``KINDS``."""
    return _class_map(owners(scene, side), labels(scene))


def truth(scene: Scene, side: int) -> Truth:
    """Return all that is known of a scene at this side, px, without the things that are hidden."""
    found = owners(scene, side)
    parts = _masks(found, len(scene.things))
    covered = _is_hidden(parts)
    kept, kinds = np.flatnonzero(~covered), labels(scene)
    return Truth(_boxes(parts[kept]), kinds[kept], parts[kept], _class_map(found, kinds),
                 tuple(kept.tolist()), tuple(np.flatnonzero(covered).tolist()))


def _masks(found: NDArray[np.int16], count: int) -> Masks:
    parts: Masks = found == np.arange(count, dtype=np.int16)[:, None, None]
    return parts


def _is_hidden(parts: Masks) -> NDArray[np.bool_]:
    side = parts.shape[-1]
    hidden_ones: NDArray[np.bool_] = parts.sum((1, 2)) < max(1.0, HIDDEN_BELOW * side**2)
    return hidden_ones


def _class_map(found: NDArray[np.int16], kinds: Whole) -> Pixels:
    classes = np.concatenate([kinds + 1, [0]]).astype(np.uint8)
    return classes[found]  # -1, the ground, is the last


def _boxes(parts: Masks) -> Floats:
    """Return left, top, right, bottom of each mask (n, 4); of an empty one any numbers."""
    side = parts.shape[-1]
    columns = np.asarray(parts.any(1))
    rows = np.asarray(parts.any(2))
    return np.stack([columns.argmax(1), rows.argmax(1), side - columns[:, ::-1].argmax(1),
                     side - rows[:, ::-1].argmax(1)], 1).astype(np.float32)
