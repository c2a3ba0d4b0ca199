"""What travels in links: tasks that a teacher sets, whole in their own text."""

from .expected import TaskError as TaskError, WordAnswer as WordAnswer, expected as expected
from .set_task import (
    LONGEST_NAME as LONGEST_NAME,
    MOST_NAMES as MOST_NAMES,
    SetTask as SetTask,
    read_task as read_task,
    write_task as write_task,
)
