"""Learn the class of every pixel."""

from __future__ import annotations

from typing import Any, ClassVar

import torch
from torch import Tensor
from torch.nn import functional

from explorer.graph import Shape
from explorer.training.data.scene_truth import SceneTruth
from explorer.training.tasks.task_names import TaskName
from explorer.training.tasks.vision_task import Parts, VisionTask


class SegmentTask(VisionTask):
    """Outputs are (N, 1 + classes, H, W): scores of the ground, then of each class."""

    name: ClassVar[TaskName] = "segment"
    parts: ClassVar[tuple[str, ...]] = ("pixels", "dice")
    measures: ClassVar[tuple[str, ...]] = ("mean_iou", "accuracy")
    watched: ClassVar[str] = "mean_iou"

    def output_shape(self, classes: int, side: int) -> Shape:
        """Return (1 + classes, side, side)."""
        return (1 + classes, side, side)

    def targets(self, truth: SceneTruth, classes: int) -> Tensor:  # noqa: ARG002
        """Return the maps of classes (N, H, W), uint8."""
        return truth.maps

    def loss(self, outputs: Tensor, targets: Tensor) -> tuple[Tensor, Parts]:
        """Return the mean cross-entropy of all pixels, plus 1 - the mean Dice coefficient of all classes in the batch.

        Source:
            Milletari et al. (2016), V-Net, arXiv:1606.04797: the share of an overlap does not care how small it is.
        """
        wanted = targets.long()
        shares = outputs.softmax(1)
        both = shares.gather(1, wanted[:, None])[:, 0]
        count = outputs.shape[1]
        empty = torch.zeros(count, dtype=outputs.dtype, device=outputs.device)
        shared = empty.index_add(0, wanted.flatten(), both.flatten())
        truth = torch.bincount(wanted.flatten(), minlength=count).to(outputs)
        dice = (2 * shared + 1) / (shares.sum((0, 2, 3)) + truth + 1)
        parts = {"pixels": functional.cross_entropy(outputs, wanted), "dice": 1 - dice.mean()}
        return parts["pixels"] + parts["dice"], parts

    def answers(self, outputs: Tensor, side: int) -> Tensor:  # noqa: ARG002
        """Return the likeliest class of each pixel (N, H, W), uint8."""
        return outputs.argmax(1).byte()

    def measure(self, answers: Tensor, truth: SceneTruth, classes: int) -> dict[str, float]:
        """Return the mean over ground and classes of the IoU of all scenes' pixels, and the share of right pixels."""
        table = pixel_confusion(answers, truth.maps, 1 + classes)
        known = [iou for iou in ious(table) if iou is not None]
        return {"mean_iou": sum(known) / max(len(known), 1),
                "accuracy": (table.diag().sum() / table.sum().clamp(min=1)).item()}

    def by_class(self, answers: Tensor, truth: SceneTruth, classes: int) -> list[dict[str, Any]]:
        """Return for each class, the ground left out, how many pixels it has, and its IoU."""
        table = pixel_confusion(answers, truth.maps, 1 + classes)
        return [{"things": int(table[place].sum()), "value": ious(table)[place]} for place in range(1, 1 + classes)]

    def each(self, answers: Tensor, truth: SceneTruth) -> Tensor:
        """Return the share of right pixels of each scene."""
        return (answers == truth.maps).double().mean((1, 2))


def pixel_confusion(answers: Tensor, maps: Tensor, classes: int) -> Tensor:
    """Return how many pixels of each class (row) were given each class (column), int64."""
    return torch.bincount((maps.long() * classes + answers.long()).flatten(), minlength=classes**2).view(classes, -1)


def ious(table: Tensor) -> list[float | None]:
    """Return the IoU of each class of a confusion table; None where it neither is there nor was given."""
    both, whole = table.diag(), table.sum(0) + table.sum(1) - table.diag()
    return [int(one) / int(all_) if all_ else None for one, all_ in zip(both, whole, strict=True)]
