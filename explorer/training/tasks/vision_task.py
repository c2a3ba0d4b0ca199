"""What a task is to the training loop: targets, a loss with parts, answers, and measures of answers.

The loop knows no task by name. It makes targets once, takes steps by the loss, and after each epoch turns the outputs
for the watched pictures into answers, which are measured, shown, and kept.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import Any, ClassVar

from torch import Tensor

from explorer.graph import Shape
from explorer.training.data.scene_truth import SceneTruth
from explorer.training.tasks.task_names import TaskName

Parts = dict[str, Tensor]
"""The parts of a loss by their names, each a tensor of one number, weighted as they are summed."""


class VisionTask(ABC):
    """One of locate, detect and segment. Has no state: what it returns follows from what it is given."""

    name: ClassVar[TaskName]
    parts: ClassVar[tuple[str, ...]]
    """Names of the loss' parts, which add up to the loss."""
    measures: ClassVar[tuple[str, ...]]
    """Names of what ``measure`` returns, each from 0 to 1, the higher the better."""
    watched: ClassVar[str]
    """The measure that tells which epoch is best."""

    @abstractmethod
    def output_shape(self, classes: int, side: int) -> Shape:
        """Return the shape of the output that a network must have, without the batch.

        Args:
            classes: kinds of things, the ground not counted.
            side: of the pictures, px.
        """

    @abstractmethod
    def targets(self, truth: SceneTruth, classes: int) -> Tensor:
        """Return what outputs are held against (N, ...), made once for all scenes, on the CPU."""

    @abstractmethod
    def loss(self, outputs: Tensor, targets: Tensor) -> tuple[Tensor, Parts]:
        """Return the mean loss of a batch, and its parts.

        Args:
            outputs: of the network (N, ...), float32.
            targets: those of the same scenes, on the same device.
        """

    @abstractmethod
    def answers(self, outputs: Tensor, side: int) -> Tensor:
        """Return what the network says, small enough to keep.

        Args:
            outputs: of the network (N, ...), float32.
            side: of the pictures, px.

        Returns:
            locate and detect: (N, T, 6), float32: rows of x1, y1, x2, y2 in px, score 0 to 1, kind, the surest
            first, detections that overlap better ones left out; rows of zeros where there are fewer than T (T = 1
            for locate). segment: (N, H, W), uint8, as ``SceneTruth.maps``.
        """

    @abstractmethod
    def measure(self, answers: Tensor, truth: SceneTruth, classes: int) -> dict[str, float]:
        """Return the measures of answers by their names."""

    @abstractmethod
    def by_class(self, answers: Tensor, truth: SceneTruth, classes: int) -> list[dict[str, Any]]:
        """Return for each class ``things``, how many there are (of segment: pixels), and ``value``, the watched
        measure for this class alone, None where there are none of it."""

    @abstractmethod
    def each(self, answers: Tensor, truth: SceneTruth) -> Tensor:
        """Return how well each scene is answered (N,), 0 to 1, to choose which are shown."""
