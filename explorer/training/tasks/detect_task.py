"""Learn to find all things in a scene in one pass over a grid."""

from __future__ import annotations

from typing import Any, ClassVar

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional

from explorer.detection import (
    BOX_VALUES,
    DETECT_GRID,
    LARGEST_FACTOR,
    SPARED,
    AnchorGrid,
    Detections,
    TrueBoxes,
    assignment,
    judged,
    mean_over,
)
from explorer.graph import Shape
from explorer.training.data.scene_truth import SceneTruth
from explorer.training.tasks.box_losses import kept_boxes, overlaps
from explorer.training.tasks.task_names import TaskName
from explorer.training.tasks.vision_task import Parts, VisionTask

BOX_WEIGHT = 2.0
"""How much boxes count beside objectness and classes."""
MOST = 40
"""Answers of one scene."""
LEAST_SCORE = 0.02
"""Less sure boxes are no answers."""
MAP_FROM = 0.5
"""IoU from which a box is a hit."""
SURE = 0.5
"""Score from which an answer is shown and counted."""


class DetectTask(VisionTask):
    """Outputs are (N, values, S, S), laid out as ``explorer.detection.grid`` says, with its usual anchors."""

    name: ClassVar[TaskName] = "detect"
    parts: ClassVar[tuple[str, ...]] = ("objectness", "box", "class")
    measures: ClassVar[tuple[str, ...]] = ("map50", "recall")
    watched: ClassVar[str] = "map50"

    def output_shape(self, classes: int, side: int) -> Shape:  # noqa: ARG002
        """Return (values, S, S)."""
        grid = AnchorGrid(classes=classes)
        return (grid.values, grid.cells, grid.cells)

    def targets(self, truth: SceneTruth, classes: int) -> Tensor:
        """Return (N, slots, S, S, 6): 1 where a slot owns an object, or ``NO_ONE`` or ``SPARED``; the object's
        box, shares of the side, and its kind."""
        grid = AnchorGrid(classes=classes)
        found = np.zeros((len(truth), grid.slots, grid.cells, grid.cells, 6), np.float32)
        for scene in range(len(truth)):
            boxes, kinds = (part.numpy() for part in truth.of(scene))
            owners = assignment(boxes, truth.side, grid).owners
            found[scene, ..., 0] = np.where(owners >= 0, 1, owners)
            if len(boxes):
                rows = np.concatenate([boxes / truth.side, kinds[:, None]], 1)
                found[scene, ..., 1:] = rows[np.maximum(owners, 0)]
        return torch.from_numpy(found)

    def loss(self, outputs: Tensor, targets: Tensor) -> tuple[Tensor, Parts]:
        """Return the binary cross-entropy of objectness, ``BOX_WEIGHT`` times 1 - GIoU of owned boxes, and the
        cross-entropy of their classes; each summed over its slots and divided by the number of objects."""
        parts = split(outputs)
        state = targets[..., 0]
        owned, counted = state == 1, state != SPARED
        count = owned.sum().clamp(min=1)
        entropy = functional.binary_cross_entropy_with_logits(parts[..., 0], owned.float(), reduction="none")
        _, giou = overlaps(boxes_of(parts)[owned], targets[..., 1:5][owned])
        found = {"objectness": (entropy * counted).sum() / count, "box": BOX_WEIGHT * (1 - giou).sum() / count,
                 "class": functional.cross_entropy(parts[..., BOX_VALUES:][owned], targets[..., 5][owned].long(),
                                                   reduction="sum") / count}
        return found["objectness"] + found["box"] + found["class"], found

    def answers(self, outputs: Tensor, side: int) -> Tensor:
        """Return (N, 40, 6): boxes, px, objectness times the class' share, and the class."""
        parts = split(outputs)
        shares, kinds = parts[..., BOX_VALUES:].softmax(-1).max(-1)
        rows = torch.cat([(boxes_of(parts) * side).clamp(0, side), (parts[..., 0].sigmoid() * shares)[..., None],
                          kinds[..., None].float()], -1).flatten(1, 3)
        order = rows[..., 4].argsort(stable=True, dim=1, descending=True)[:, :MOST]
        rows = rows.gather(1, order[..., None].expand(-1, -1, 6))
        kept = kept_boxes(rows[..., :4], rows[..., 5]) & (rows[..., 4] >= LEAST_SCORE)
        rows = rows * kept[..., None]
        return rows.gather(1, (~kept).byte().argsort(stable=True, dim=1)[..., None].expand(-1, -1, 6))

    def measure(self, answers: Tensor, truth: SceneTruth, classes: int) -> dict[str, float]:
        """Return the mean over classes of the average precision at an IoU of 0.5, and the share of objects found with
        a score of 0.5 or more."""
        found, there = detections(answers), true_boxes(truth)
        each = [judged(found, there, threshold=MAP_FROM, category=kind).by_coco_points for kind in range(classes)]
        whole = judged(found, there, threshold=MAP_FROM)
        hits = int((whole.right & (whole.scores >= SURE)).sum())
        return {"map50": np.nan_to_num(mean_over(each)).item(), "recall": hits / max(whole.objects, 1)}

    def by_class(self, answers: Tensor, truth: SceneTruth, classes: int) -> list[dict[str, Any]]:
        """Return for each class how many things there are, and its average precision."""
        found, there = detections(answers), true_boxes(truth)
        rows = [judged(found, there, threshold=MAP_FROM, category=kind) for kind in range(classes)]
        return [{"things": row.objects, "value": row.by_coco_points if row.objects else None} for row in rows]

    def each(self, answers: Tensor, truth: SceneTruth) -> Tensor:
        """Return for each scene how well sure detections and things go together: twice the hits, divided by the
        number of both; 1 where there are neither."""
        whole = judged(detections(answers), true_boxes(truth), threshold=MAP_FROM)
        hits = np.bincount(whole.pictures[whole.right & (whole.scores >= SURE)], minlength=len(truth))
        both = (answers[..., 4] >= SURE).sum(1).numpy() + (truth.kinds >= 0).sum(1).numpy()
        return torch.from_numpy(np.where(both > 0, 2 * hits / np.maximum(both, 1), 1.0))


def detections(answers: Tensor) -> list[Detections]:
    """Return answers (N, T, 6) as what average precision is computed of."""
    return [Detections(rows[:, :4], rows[:, 5].astype(np.int64), rows[:, 4])
            for rows in (one[one[:, 4] > 0].double().numpy() for one in answers)]


def true_boxes(truth: SceneTruth) -> list[TrueBoxes]:
    """Return the truth as what average precision is computed of."""
    return [TrueBoxes(boxes.double().numpy(), kinds.numpy()) for boxes, kinds in map(truth.of, range(len(truth)))]


def split(outputs: Tensor) -> Tensor:
    """Return outputs (N, values, S, S) as (N, slots, S, S, 5 + classes)."""
    count, _, rows, columns = outputs.shape
    return outputs.reshape(count, DETECT_GRID.slots, -1, rows, columns).movedim(2, -1)


def boxes_of(parts: Tensor) -> Tensor:
    """Return x1, y1, x2, y2, shares of the side (N, slots, S, S, 4), of what ``split`` returns; as
    :func:`explorer.detection.decode` does."""
    cells = parts.shape[2]
    at = torch.arange(cells, dtype=parts.dtype, device=parts.device)
    x, y = (at + parts[..., 1].sigmoid()) / cells, (at[:, None] + parts[..., 2].sigmoid()) / cells
    anchors = torch.tensor(DETECT_GRID.anchors, dtype=parts.dtype, device=parts.device)[:, None, None]
    halves = parts[..., 3:5].clamp(max=float(np.log(LARGEST_FACTOR))).exp() * anchors / 2
    centres = torch.stack([x, y], -1)
    return torch.cat([centres - halves, centres + halves], -1)
