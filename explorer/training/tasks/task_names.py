"""What can be learned of pictures, by name. Needs no torch."""

from __future__ import annotations

from typing import Literal, get_args

TaskName = Literal["classify", "locate", "detect", "segment"]
TASKS: tuple[TaskName, ...] = get_args(TaskName)
