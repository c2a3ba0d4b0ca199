"""What can be learned of pictures, by name. Needs no torch."""

from __future__ import annotations

from typing import Literal, get_args

TaskName = Literal["classify", "locate", "detect", "segment"]
TASKS: tuple[TaskName, ...] = get_args(TaskName)
WATCHED: dict[TaskName, str] = {"locate": "found", "detect": "map50", "segment": "mean_iou"}
"""The measure by which the best epoch is chosen, to be named before anything of a run is there."""
