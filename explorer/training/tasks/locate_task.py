"""Learn what the one thing in a scene is, and the box around it."""

from __future__ import annotations

from typing import Any, ClassVar

import torch
from torch import Tensor
from torch.nn import functional

from explorer.detection import BOX_WEIGHT
from explorer.graph import Shape
from explorer.training.data.scene_truth import SceneTruth
from explorer.training.tasks.box_losses import corners, overlaps
from explorer.training.tasks.task_names import TaskName
from explorer.training.tasks.vision_task import Parts, VisionTask

GOOD = 0.7
"""IoU from which a box counts as found."""


class LocateTask(VisionTask):
    """Outputs are (N, classes + 4): scores, then centre x, y, width, height, shares of the side."""

    name: ClassVar[TaskName] = "locate"
    parts: ClassVar[tuple[str, ...]] = ("class", "box")
    measures: ClassVar[tuple[str, ...]] = ("found", "iou", "accuracy")
    watched: ClassVar[str] = "found"

    def output_shape(self, classes: int, side: int) -> Shape:  # noqa: ARG002
        """Return (classes + 4,)."""
        return (classes + 4,)

    def targets(self, truth: SceneTruth, classes: int) -> Tensor:  # noqa: ARG002
        """Return (N, 5): x1, y1, x2, y2 as shares of the side, and the kind, of each scene's first thing."""
        return torch.cat([truth.boxes[:, 0] / truth.side, truth.kinds[:, :1].float()], 1)

    def loss(self, outputs: Tensor, targets: Tensor) -> tuple[Tensor, Parts]:
        """Return cross-entropy of the class plus ``BOX_WEIGHT`` times 1 - GIoU of the box, which scenes without a
        thing have none of."""
        kinds = targets[:, 4].long()
        there = (kinds >= 0).float()
        _, giou = overlaps(corners(outputs[:, -4:]), targets[:, :4])
        count = there.sum().clamp(min=1)
        parts = {"class": functional.cross_entropy(outputs[:, :-4], kinds, ignore_index=-1, reduction="sum") / count,
                 "box": BOX_WEIGHT * ((1 - giou) * there).sum() / count}
        return parts["class"] + parts["box"], parts

    def answers(self, outputs: Tensor, side: int) -> Tensor:
        """Return (N, 1, 6): the box, px, the share of its class, and the class."""
        sure, kinds = outputs[:, :-4].softmax(1).max(1)
        boxes = (corners(outputs[:, -4:]) * side).clamp(0, side)
        return torch.cat([boxes, sure[:, None], kinds[:, None].float()], 1)[:, None]

    def measure(self, answers: Tensor, truth: SceneTruth, classes: int) -> dict[str, float]:  # noqa: ARG002
        """Return the share of boxes with an IoU of 0.7 or more, the mean IoU, and the share of right classes."""
        there = truth.kinds[:, 0] >= 0
        iou, right = self._each(answers, truth)
        return {"found": _mean(iou[there] >= GOOD), "iou": _mean(iou[there]), "accuracy": _mean(right[there])}

    def by_class(self, answers: Tensor, truth: SceneTruth, classes: int) -> list[dict[str, Any]]:
        """Return for each class how many there are, and which share of them is found."""
        iou, _ = self._each(answers, truth)
        rows = [iou[truth.kinds[:, 0] == kind] for kind in range(classes)]
        return [{"things": len(row), "value": _mean(row >= GOOD) if len(row) else None} for row in rows]

    def each(self, answers: Tensor, truth: SceneTruth) -> Tensor:
        """Return the IoU of each scene's box; 0 where the class is wrong."""
        iou, right = self._each(answers, truth)
        return iou * right

    def _each(self, answers: Tensor, truth: SceneTruth) -> tuple[Tensor, Tensor]:
        iou, _ = overlaps(answers[:, 0, :4], truth.boxes[:, 0].to(answers))
        return iou, answers[:, 0, 5] == truth.kinds[:, 0]


def _mean(values: Tensor) -> float:
    return values.double().mean().item() if len(values) else 0.0
