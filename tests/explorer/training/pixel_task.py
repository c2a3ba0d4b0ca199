"""A task as small as can be: the class of each pixel, with a second part of the loss that keeps outputs small."""

from __future__ import annotations

import torch
from torch.nn import functional

from explorer.training.tasks.vision_task import VisionTask

SMALL = 0.01


class PixelTask(VisionTask):
    """Outputs are scores (N, 1 + classes, H, W)."""

    name = "segment"
    parts = ("pixels", "size")
    measures = ("right", "ground")
    watched = "right"

    def output_shape(self, classes, side):
        """Return (1 + classes, side, side)."""
        return (1 + classes, side, side)

    def targets(self, truth, classes):  # noqa: ARG002
        """Return the maps."""
        return truth.maps

    def loss(self, outputs, targets):
        """Return cross-entropy and a hundredth of the mean square."""
        parts = {"pixels": functional.cross_entropy(outputs, targets.long()), "size": SMALL * outputs.square().mean()}
        return parts["pixels"] + parts["size"], parts

    def answers(self, outputs, side):  # noqa: ARG002
        """Return the likeliest classes."""
        return outputs.argmax(1).to(torch.uint8)

    def measure(self, answers, truth, classes):  # noqa: ARG002
        """Return shares of right pixels, and of pixels said to be ground."""
        return {"right": (answers == truth.maps).double().mean().item(),
                "ground": (answers == 0).double().mean().item()}

    def by_class(self, answers, truth, classes):
        """Return the recall of each class."""
        rows = [answers[truth.maps == 1 + kind] == 1 + kind for kind in range(classes)]
        return [{"things": len(row), "value": row.double().mean().item() if len(row) else None} for row in rows]

    def each(self, answers, truth):
        """Return the share of right pixels."""
        return (answers == truth.maps).double().mean((1, 2))
