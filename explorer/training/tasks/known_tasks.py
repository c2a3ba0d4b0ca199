"""The tasks by their names."""

from __future__ import annotations

from explorer.training.tasks.detect_task import DetectTask
from explorer.training.tasks.locate_task import LocateTask
from explorer.training.tasks.segment_task import SegmentTask
from explorer.training.tasks.task_names import TaskName
from explorer.training.tasks.vision_task import VisionTask

KNOWN: dict[TaskName, VisionTask] = {"locate": LocateTask(), "detect": DetectTask(), "segment": SegmentTask()}
"""All but classify, which the loop does without a task."""


def task_of(name: TaskName) -> VisionTask | None:
    """Return the task called ``name``; None: classes of whole pictures."""
    return KNOWN.get(name)
