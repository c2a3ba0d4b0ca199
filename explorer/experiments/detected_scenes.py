"""What the detector ``detect`` says of fresh scenes, held against what is in them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from explorer import networks, scenes
from explorer.detection import ClassQuality, Detections, Judged, TrueBoxes, judged, quality
from explorer.runtime import Cache

DETECTOR = "bundled/detect"
SIDE = 64
"""Of the scenes as the network reads them, px; boxes are told in px of these."""
FIRST_SEED, EACH = 940_000, 200
"""Sets of scenes begin so far apart."""
KEPT_BYTES = 8 * 2**20


@dataclass(frozen=True, eq=False)
class DetectedScenes:
    """Scenes that no network has learned from, what is in them, and what was found, picture by picture."""

    scenes: tuple[scenes.Scene, ...]
    found: tuple[Detections, ...]
    truth: tuple[TrueBoxes, ...]

    @cached_property
    def _judged(self) -> dict[tuple[float, int | None], Judged]:
        return {}

    def judged(self, threshold: float, category: int | None) -> Judged:
        """Return which detections are right at an IoU threshold; of one class, or of all together."""
        key = threshold, category
        if key not in self._judged:
            self._judged[key] = judged(self.found, self.truth, threshold=threshold, category=category)
        return self._judged[key]

    @cached_property
    def _qualities(self) -> dict[float, tuple[ClassQuality, ...]]:
        return {}

    def qualities(self, threshold: float) -> tuple[ClassQuality, ...]:
        """Return the average precision of every class."""
        if threshold not in self._qualities:
            self._qualities[threshold] = quality(self.found, self.truth, len(scenes.KINDS), threshold=threshold)
        return self._qualities[threshold]

    def missed(self, one: Judged, count: int, category: int | None) -> list[tuple[int, int]]:
        """Return picture and place of each object that none of the surest ``count`` detections takes."""
        taken = set(zip(one.pictures[:count].tolist(), one.matches[:count].tolist(), strict=True))
        return [(picture, place) for picture, true in enumerate(self.truth) for place, label in enumerate(true.labels)
                if (category is None or label == category) and (picture, place) not in taken]


def detected_scenes(seed: int, count: int) -> DetectedScenes:
    """Return ``count`` fresh scenes with what was found in them; kept, as it takes a second.

    Args:
        seed: which set of scenes, from 0 on.
        count: 1 to ``EACH``.

    Raises:
        NetworkError, BusyError, MemoryShortError: see :func:`explorer.networks.find`.
    """
    return _kept.get((seed, count), lambda: _looked_at(seed, count))


def _looked_at(seed: int, count: int) -> DetectedScenes:
    network = networks.load(DETECTOR)
    drawn = tuple(scenes.random_scene(FIRST_SEED + EACH * seed + number) for number in range(count))
    found = [networks.find(network, scenes.drawn(scene, SIDE)) for scene in drawn]
    truth = [scenes.truth(scene, SIDE) for scene in drawn]
    return DetectedScenes(
        drawn, tuple(Detections(one.boxes, one.labels, one.scores) for one in found),
        tuple(TrueBoxes(one.boxes.astype(np.float64), one.labels) for one in truth))


_kept: Cache[tuple[int, int], DetectedScenes] = Cache(
    KEPT_BYTES, lambda one: sum(found.boxes.nbytes * 2 for found in one.found) + 2000 * len(one.scenes))
