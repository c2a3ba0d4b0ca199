"""What a reader has set on *Lessons*: the tab, the lesson that is open, and what is looked for among the topics."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from explorer.errors import Message, message
from explorer.lessons import lesson
from explorer.link_values import SHOWN_CHARS
from pages.ui.state.fields import Choice, Field, FieldsCodec, Switch
from pages.ui.state.page_state import PageState

VIEWS = ("lessons", "topics", "discuss")
"""Names of the tabs in links, in their order."""
MOST_CHARS = 40
"""Of what is looked for."""


@dataclass(frozen=True, kw_only=True)
class LessonsSetup:
    """One state of the page.

    Attributes:
        view: the open tab.
        plan: name of the lesson whose steps are shown.
        answers: whether its questions stand there with their answers, for those who teach.
        find: *Topics*: words that a topic has in it; empty: all topics.
    """

    view: str = VIEWS[0]
    plan: str = "1"
    answers: bool = False
    find: str = ""


@dataclass(frozen=True, slots=True)
class PlanName:
    """The name of a lesson: one of ours, or of those that lie in the teacher's folder by now."""

    def read(self, name: str, text: str, otherwise: str) -> tuple[str, Message | None]:  # noqa: ARG002
        """Return the name, where there is such a lesson."""
        if len(text) <= MOST_CHARS and lesson(text) is not None:
            return text, None
        return otherwise, message("There is no lesson {name!r}; another one is shown.", name=text[:SHOWN_CHARS])

    def write(self, value: str) -> str:
        """Return the name."""
        return value


@dataclass(frozen=True, slots=True)
class Words:
    """A few words."""

    most: int = MOST_CHARS

    def read(self, name: str, text: str, otherwise: str) -> tuple[str, Message | None]:  # noqa: ARG002
        """Return the words, as many characters of them as are looked for."""
        if len(text) <= self.most:
            return text, None
        return text[:self.most], message("{name} has {count} characters; {most} are read.", name=name,
                                         count=len(text), most=self.most)

    def write(self, value: str) -> str:
        """Return the words."""
        return value


FIELDS: Mapping[str, Field] = {"view": Choice(VIEWS), "plan": PlanName(), "answers": Switch(), "find": Words()}
state = PageState("le", FieldsCodec(LessonsSetup(), FIELDS))
