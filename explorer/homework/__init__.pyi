"""What a teacher hands on as a link: tasks, whole in their own text, and short links."""

from .expected import WordAnswer as WordAnswer, expected as expected
from .set_task import (
    LONGEST_NAME as LONGEST_NAME,
    MOST_NAMES as MOST_NAMES,
    SetTask as SetTask,
    read_task as read_task,
    write_task as write_task,
)
from .shortened import LINKS as LINKS, ShortLinks as ShortLinks, short_links as short_links
