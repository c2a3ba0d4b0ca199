"""What travels in links: tasks that a teacher sets, whole in their own text."""

from .assignment import (
    LONGEST_NAME as LONGEST_NAME,
    MOST_NAMES as MOST_NAMES,
    Assignment as Assignment,
    read_assignment as read_assignment,
    write_assignment as write_assignment,
)
from .expected import LinkError as LinkError, WordAnswer as WordAnswer, expected as expected
