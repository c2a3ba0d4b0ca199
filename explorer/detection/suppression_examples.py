"""Boxes at which one sees what suppression does, and what it does wrong."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from explorer.detection.boxes import Box


@dataclass(frozen=True, slots=True)
class BoxExample:
    """Boxes with scores on a plain ground.

    Attributes:
        side: of the ground, px.
        boxes: corners, px.
        scores: 0 to 1.
        classes: one number for each box.
        threshold: IoU at which the lesson is seen.
    """

    side: int
    boxes: tuple[Box, ...]
    scores: tuple[float, ...]
    classes: tuple[int, ...]
    threshold: float = 0.5


BOX_EXAMPLES: Mapping[str, BoxExample] = MappingProxyType({
    # Two boxes of one object (IoU 81/119) and another object.
    "three": BoxExample(32, ((0, 0, 10, 10), (1, 1, 11, 11), (20, 20, 30, 30)), (0.9, 0.8, 0.7), (0, 0, 0)),
    # The second falls to the first (IoU 0.6), and no longer suppresses the third, which it covers as much.
    "order": BoxExample(16, ((0, 3, 10, 13), (2.5, 3, 12.5, 13), (5, 3, 15, 13)), (0.9, 0.8, 0.7), (0, 0, 0)),
    # Two objects that stand close (IoU 0.5385), and a second box of the first: hard suppression loses an object.
    "crowd": BoxExample(32, ((3, 6, 17, 28), (7.2, 6, 21.2, 28), (3.5, 5, 17, 27)), (0.95, 0.8, 0.75), (0, 0, 0)),
    # One object in front of another of a different class (IoU 0.8).
    "classes": BoxExample(32, ((6, 6, 26, 26), (8, 6, 24, 26), (7, 7, 27, 27)), (0.9, 0.85, 0.6), (0, 1, 0)),
})
"""By name; FACTS of the lecture first."""
