"""What is true of scenes, as tensors: every box, its kind, and the class of every pixel."""

from __future__ import annotations

from dataclasses import dataclass, fields

import torch
from torch import Tensor

NOTHING = -1
"""Kind of a box that is none: scenes hold different numbers of things, their tensors do not."""


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class SceneTruth:
    """The truth of N scenes of up to M things each, in the order in which they were drawn."""

    boxes: Tensor
    """(N, M, 4), float32: x1, y1, x2, y2 in px as in ``torchvision.ops``; 0 where there is no thing."""
    kinds: Tensor
    """(N, M), int64: the place of each thing's kind among the classes; ``NOTHING`` where there is none."""
    maps: Tensor
    """(N, H, W), uint8: 0 for the ground, otherwise 1 + kind of what is seen there."""

    def __len__(self) -> int:
        return len(self.kinds)

    @property
    def side(self) -> int:
        """Height and width of a scene, px."""
        return self.maps.shape[-1]

    def at(self, rows: Tensor) -> SceneTruth:
        """Return that of the scenes with these numbers, in that order."""
        return SceneTruth(**{one.name: getattr(self, one.name)[rows] for one in fields(self)})

    def of(self, scene: int) -> tuple[Tensor, Tensor]:
        """Return boxes (n, 4) and kinds (n,) of the things of one scene."""
        there = self.kinds[scene] != NOTHING
        return self.boxes[scene][there], self.kinds[scene][there]


def no_truth(side: int, most: int) -> SceneTruth:
    """Return the truth of no scenes of ``side`` px with room for ``most`` things."""
    return SceneTruth(boxes=torch.empty(0, most, 4), kinds=torch.empty(0, most, dtype=torch.int64),
                      maps=torch.empty(0, side, side, dtype=torch.uint8))
