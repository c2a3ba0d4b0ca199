"""The tasks by their names."""

from __future__ import annotations

from explorer.training.tasks.vision_task import TaskName, VisionTask

KNOWN: dict[TaskName, VisionTask] = {}
"""All but classify, which the loop does without a task."""


def task_of(name: TaskName) -> VisionTask | None:
    """Return the task called ``name``; None: classes of whole pictures."""
    return KNOWN.get(name)
