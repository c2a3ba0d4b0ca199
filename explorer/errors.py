"""Text for people and every error raised on purpose.

ExplorerError               something the reader can act on
├── SpecError               a network is described wrongly
│   ├── ShapeError          a layer cannot take what it receives
│   └── TextError           a link or text does not describe a network
├── ImageError              a file is not a picture that can be used
├── DataError               a file is not a data set, or not a checkpoint, that can be used
├── JobError                a job is not there, not the reader's, or cannot do what is asked
├── RoomError               a room of a class is not there, or does not let this reader do what is asked
├── TaskError               a task by link is not written as it must be, or its link is damaged
├── GridError               numbers pasted as a grid cannot be read
├── LimitError              larger, longer or more than this server allows
├── BusyError               too many readers wait for the same device
└── NetworkError            a network cannot be run as asked
    └── MemoryShortError    the device has no memory left for it

Sentences are templates with their values beside them, so that a page can translate the one and fill in the other.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Message:
    """A sentence for a reader: an English template and the values that go into it."""

    template: str
    values: dict[str, Any] = field(default_factory=dict)

    def __str__(self) -> str:
        return self.template.format(**self.values)


def N_(text: str) -> str:  # noqa: N802 (gettext's own name for it)
    """Return ``text`` as it is: the mark of an English text in a table, which a page translates when it shows it."""
    return text


def message(template: str, **values: Any) -> Message:
    """Return the sentence ``template`` with its ``values``."""
    return Message(template, values)


def message_to_json(said: Message) -> dict[str, Any]:
    """Return a message as numbers, texts and dicts; other values become their text."""
    return {"template": said.template, "values": {name: _plain(value) for name, value in said.values.items()}}


def message_from_json(record: Mapping[str, Any]) -> Message:
    """Return the message that ``message_to_json`` wrote."""
    return Message(record["template"], {
        name: message_from_json(value) if isinstance(value, Mapping) and "template" in value else value
        for name, value in record.get("values", {}).items()})


def _plain(value: Any) -> Any:
    if isinstance(value, Message):
        return message_to_json(value)
    return value if isinstance(value, str | int | float | bool | None) else str(value)


class ExplorerError(Exception):
    """Something the reader can act on: what is wrong, with the numbers, then what to try."""

    def __init__(self, template: str, **values: Any) -> None:
        self.message = Message(template, values)
        super().__init__(template, values)

    def __str__(self) -> str:
        return str(self.message)


class SpecError(ExplorerError):
    """A network is described wrongly."""


class ShapeError(SpecError):
    """A layer cannot take what it receives."""


class TextError(SpecError):
    """A link or text does not describe a network."""


class ImageError(ExplorerError):
    """A file is not a picture that can be used."""


class DataError(ExplorerError):
    """A file is not a data set, or not a checkpoint, that can be used."""


class JobError(ExplorerError):
    """A job is not there, is not this reader's, or cannot do what is asked of it now."""


class RoomError(ExplorerError):
    """A room of a class is not there, or does not let this reader do what is asked.

    Attributes:
        why: what a page goes by, one of `WHY`.
    """

    WHY = ("none", "stranger", "removed", "full", "locked", "nickname", "teacher", "stopped", "flood", "words", "away")

    def __init__(self, template: str, *, why: str, **values: Any) -> None:
        super().__init__(template, **values)
        self.why = why


class TaskError(ExplorerError):
    """A task by link is not written as it must be, or its link is damaged."""


class GridError(ExplorerError):
    """Numbers pasted as a grid cannot be read."""


class LimitError(ExplorerError):
    """Larger, longer or more than this server allows."""


class BusyError(ExplorerError):
    """Too many readers wait for the same device."""


class NetworkError(ExplorerError):
    """A network cannot be run as asked."""


class MemoryShortError(NetworkError):
    """The device has no memory left for a network."""
