"""Where else to look: topics of the lectures with the pages that show them, and questions that a class discusses.

Both are TOML files beside the lessons:
```toml
[[topic]]
part = "Convolution by hand"                  # heading under which it stands
title = "Padding with zeros"
open = "step_through?scene=lecture-same"      # the page that shows it
step = "2.4"                                  # lesson and step from which it is two clicks at most

[[discussion]]
title = "Why is max pooling used more than average pooling?"
says = "Both shrink a map. What do they keep?"
because = "What can be said in the end; shown when it is asked for."
[[discussion.page]]
open = "pooling"
do = "Shift the picture by one pixel and compare."
```
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass

from explorer.errors import Message, message
from explorer.exercises import PageLink
from explorer.lessons.tables import Table

MOST = 400
MOST_PAGES = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Topic:
    """One thing that the lectures teach.

    Attributes:
        part: heading under which it stands.
        title: in our words.
        link: the state of the page that shows it.
        lesson, step: the lesson's name and its step, from 1, from which that is two clicks at most.
    """

    part: str
    title: str
    link: PageLink
    lesson: str
    step: int

    def texts(self) -> Iterator[str]:
        """Yield each text that is shown through ``_()``."""
        yield from (self.part, self.title)


@dataclass(frozen=True, slots=True)
class Evidence:
    """A state of a page that lets one argue from an experiment, and what to try there."""

    link: PageLink
    do: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Discussion:
    """A question for a class: what it is about, where to find evidence, and what can be said in the end."""

    title: str
    says: str
    because: str
    pages: tuple[Evidence, ...]

    def texts(self) -> Iterator[str]:
        """Yield each text that is shown through ``_()``."""
        yield from (self.title, self.says, *(page.do for page in self.pages), self.because)


def read_topics(text: str, *, file: str = "topics.toml") -> tuple[tuple[Topic, ...], tuple[Message, ...]]:
    """Return the topics of a file, and what is wrong with it."""
    found: list[Message] = []
    top = Table(tomllib.loads(text), message("{file}", file=file), found)
    topics = tuple(map(_topic, top.tables("topic", "topic", MOST)))
    top.finish()
    return topics, tuple(found)


def read_discussions(text: str, *, file: str = "discussions.toml") -> tuple[tuple[Discussion, ...],
                                                                            tuple[Message, ...]]:
    """Return the discussions of a file, and what is wrong with it."""
    found: list[Message] = []
    top = Table(tomllib.loads(text), message("{file}", file=file), found)
    discussions = tuple(map(_discussion, top.tables("discussion", "discussion", MOST)))
    top.finish()
    return discussions, tuple(found)


def _topic(table: Table) -> Topic:
    part, title, link, step = table.text("part"), table.text("title"), table.link("open"), table.text("step")
    table.finish()
    if step and not re.fullmatch(r"[a-z0-9_-]{1,40}\.[0-9]{1,2}", step):
        table.fault(message("step is written as lesson and step, such as 2.4."))
        step = ""
    lesson, _point, number = step.rpartition(".")
    return Topic(part=part, title=title, link=link or PageLink("home"), lesson=lesson, step=int(number or 0))


def _discussion(table: Table) -> Discussion:
    title, says, because = (table.text(name) for name in ("title", "says", "because"))
    pages = tuple(map(_evidence, table.tables("page", "page", MOST_PAGES)))
    if not pages:
        table.fault(message("{name} is missing.", name="[[discussion.page]]"))
    table.finish()
    return Discussion(title=title, says=says, because=because, pages=pages)


def _evidence(table: Table) -> Evidence:
    link, do = table.link("open"), table.text("do")
    table.finish()
    return Evidence(link or PageLink("home"), do)
