"""A codec from a table of fields, for pages whose link holds whole numbers, choices and switches.

```python
state = PageState("px", FieldsCodec(Seen, {"view": Choice(VIEWS), "side": Whole(8, 224), "shuffled": Switch()}))
```
Each name is a field of the page's frozen dataclass and a parameter of its links. What is as at the start is left out.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from typing import Any, Generic, Protocol, TypeVar

from explorer.errors import Message, message
from explorer.link_values import SHOWN_CHARS, bounded, chosen
from pages.ui.state.page_state import Codec

T = TypeVar("T")
DECIMALS = 12
"""Most digits behind the point: nine that count, behind up to three zeros; smaller numbers are written with an e."""


class Field(Protocol):
    """How one field stands in a link."""

    def read(self, name: str, text: str, otherwise: Any) -> tuple[Any, Message | None]:
        """Return the value nearest to what a link says, and what is wrong with it."""

    def write(self, value: Any) -> str:
        """Return the value for a link."""


@dataclass(frozen=True, slots=True)
class Whole:
    """A whole number between two bounds."""

    least: int
    most: int

    def read(self, name: str, text: str, otherwise: int) -> tuple[int, Message | None]:
        """Return the nearest number."""
        said: list[Message] = []
        used = bounded(name, text, otherwise, self.least, self.most, said)
        return used, next(iter(said), None)

    def write(self, value: int) -> str:
        """Return the number."""
        return str(value)

    def nearest(self, value: int) -> int:
        """Return the number within the bounds, for what a widget sends."""
        return min(max(value, self.least), self.most)


@dataclass(frozen=True, slots=True)
class Choice:
    """One of several texts or whole numbers."""

    known: tuple[str | int, ...]

    def read(self, name: str, text: str, otherwise: str | int) -> tuple[str | int, Message | None]:
        """Return the value that is called so."""
        said: list[Message] = []
        names = {str(one): one for one in self.known}
        used = chosen(name, text, tuple(names), str(otherwise), said)
        return names.get(used, otherwise), next(iter(said), None)

    def write(self, value: str | int) -> str:
        """Return the value."""
        return str(value)


@dataclass(frozen=True, slots=True)
class Real:
    """A number between two bounds, decimals allowed."""

    least: float
    most: float

    def read(self, name: str, text: str, otherwise: float) -> tuple[float, Message | None]:
        """Return the nearest number."""
        if not re.fullmatch(rf"[+-]?[0-9]{{1,9}}(\.[0-9]{{0,{DECIMALS}}})?(e[+-]?[0-9]{{1,2}})?", text):
            return otherwise, message("{name} is {text!r}, which is not a number; {used} is used.",
                                      name=name, text=text[:SHOWN_CHARS], used=otherwise)
        used = self.nearest(float(text))
        if used == float(text):
            return used, None
        return used, message("{name} is {text}, but goes from {least} to {most}; {used} is used.", name=name,
                             text=float(text), least=self.least, most=self.most, used=used)

    def write(self, value: float) -> str:
        """Return the number."""
        return f"{value:.9g}"

    def nearest(self, value: float) -> float:
        """Return the number within the bounds, for what a widget sends."""
        return min(max(value, self.least), self.most)


@dataclass(frozen=True, slots=True)
class Several:
    """Any of several names, kept in their order; none has a ``_`` in it."""

    known: tuple[str, ...]

    def read(self, name: str, text: str, otherwise: tuple[str, ...]) -> tuple[tuple[str, ...], Message | None]:
        """Return those that are known."""
        asked = set(text.split("_")) if text else set()
        if asked <= set(self.known):
            return self.nearest(asked), None
        used = self.nearest(asked) or otherwise
        return used, message("{name} is {text!r}, but can be {known}; {used} is used.", name=name,
                             text=text[:SHOWN_CHARS], known=", ".join(self.known), used=self.write(used))

    def write(self, value: tuple[str, ...]) -> str:
        """Return the names."""
        return "_".join(value)

    def nearest(self, asked: Collection[str]) -> tuple[str, ...]:
        """Return those of the names that are known, for what a widget sends."""
        return tuple(one for one in self.known if one in asked)


@dataclass(frozen=True, slots=True)
class Switch:
    """On or off."""

    def read(self, name: str, text: str, otherwise: bool) -> tuple[bool, Message | None]:
        """Return whether it is on."""
        used, problem = Choice(("0", "1")).read(name, text, "01"[otherwise])
        return used == "1", problem

    def write(self, value: bool) -> str:
        """Return 0 or 1."""
        return str(int(value))


@dataclass(frozen=True, slots=True)
class Numbers:
    """So many whole numbers between two bounds, with ``_`` between them."""

    count: int
    least: int
    most: int

    def read(self, name: str, text: str, otherwise: tuple[int, ...]) -> tuple[tuple[int, ...], Message | None]:
        """Return the numbers, each within the bounds."""
        parts = text.split("_")
        if len(parts) != self.count or not all(re.fullmatch(r"[+-]?[0-9]{1,9}", part) for part in parts):
            used = self.write(otherwise)
            return otherwise, message("{name} is {text!r}, but needs {count} whole numbers such as {used}; {used} is "
                                      "used.", name=name, text=text[:SHOWN_CHARS], count=self.count, used=used)
        return tuple(min(max(int(part), self.least), self.most) for part in parts), None

    def write(self, value: tuple[int, ...]) -> str:
        """Return the numbers."""
        return "_".join(map(str, value))


class FieldsCodec(Codec[T], Generic[T]):
    """How a frozen dataclass stands in a link, field by field."""

    def __init__(self, first: T, fields: Mapping[str, Field]) -> None:
        """Take what a page starts with, and its fields by the names of the parameters."""
        self.names = tuple(fields)
        self._first, self._fields = first, fields

    def read(self, link: Mapping[str, str], first: T) -> tuple[T, tuple[Message, ...]]:
        """Return what is nearest to a link, and a message for each thing that could not be taken as it stood."""
        found = {name: self._fields[name].read(name, text, getattr(first, name))
                 for name, text in link.items() if name in self._fields}
        problems = tuple(problem for _, problem in found.values() if problem)
        return replace(first, **{name: value for name, (value, _) in found.items()}), problems  # type: ignore[type-var]

    def write(self, value: T) -> dict[str, str]:
        """Return what differs from the start."""
        return {name: field.write(getattr(value, name)) for name, field in self._fields.items()
                if getattr(value, name) != getattr(self._first, name)}
