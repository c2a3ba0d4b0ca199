"""How well networks that say the class of each pixel do on fresh scenes: over all pixels, and near borders.

Skips bring the fine maps of the way down; what they are worth shows near borders, where the class changes from one
pixel to the next.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from explorer import detection, scenes
from explorer.arrays import Floats, Pixels
from explorer.detection import PixelQuality
from explorer.experiments.unet_skips import pixel_scores
from explorer.networks import Network
from explorer.runtime import Cache

SIDE = 64
"""Of the scenes, px."""
CLASSES = 1 + len(scenes.KINDS)
NEAR_PX = 1
"""Pixels at most so far from a border are near it, px."""
FRESH_SEED = 995_000
"""First seed of fresh scenes."""
KEPT_BYTES = 2**20


@dataclass(frozen=True, slots=True, eq=False)
class SegmentedScenes:
    """What a network says of some scenes, (N, 64, 64), and what that is worth.

    Attributes:
        classes: the likeliest class of each pixel.
        everywhere, near, away: over all pixels, near borders of the true map, and away from them.
    """

    classes: Pixels
    everywhere: PixelQuality
    near: PixelQuality
    away: PixelQuality


def segmented(network: Network, pictures: Pixels, truth: Pixels, off: Collection[str] = ()) -> SegmentedScenes:
    """Return what a network says of scenes.

    Args:
        network: shared; nothing of it is changed.
        pictures: (N, 64, 64, 3).
        truth: true classes, (N, 64, 64).
        off: skips that are switched off, by their joins; see `unet_skips`.

    Raises:
        NetworkError: see `pixel_scores`.
    """
    values: Floats = np.stack([network.preprocess(picture) for picture in pictures])
    said = np.stack([detection.said_classes(one) for one in pixel_scores(network, values, off)])
    near = np.stack([detection.near_borders(one, NEAR_PX) for one in truth])
    return SegmentedScenes(said, *(detection.pixel_quality(truth, said, CLASSES, where=where)
                                   for where in (None, near, ~near)))


@lru_cache(maxsize=2)
def fresh_scenes(count: int) -> tuple[Pixels, Pixels]:
    """Return so many scenes that no network has learned from, (N, 64, 64, 3), and their classes, (N, 64, 64); shared
    and read-only."""
    drawn = [scenes.random_scene(FRESH_SEED + number) for number in range(count)]
    found = (np.stack([scenes.drawn(scene, SIDE) for scene in drawn]),
             np.stack([scenes.class_map(scene, SIDE) for scene in drawn]))
    for values in found:
        values.setflags(write=False)
    return found


def on_fresh_scenes(network: Network, count: int, off: Collection[str] = ()) -> SegmentedScenes:
    """Return `segmented` of `fresh_scenes`; kept, as it takes a second."""
    key = (network.number, count, tuple(sorted(off)))
    return _kept.get(key, lambda: segmented(network, *fresh_scenes(count), off))


_kept: Cache[tuple[int, int, tuple[str, ...]], SegmentedScenes] = Cache(
    KEPT_BYTES, lambda found: found.classes.nbytes + found.everywhere.confusion.nbytes * 3)
