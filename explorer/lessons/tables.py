"""Tables of a TOML file, read so that each fault of it is told with the place where it stands."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from explorer.errors import ExplorerError, Message, message
from explorer.exercises import PageLink

LONGEST = 2000
"""Characters of one text."""
MOST_PARAMETERS = 60
"""Of one link."""
FRAME = frozenset({"lesson", "step", "present", "lang", "task", "room", "embed", "embed_options"})
"""Parameters that belong to no page; a link copied from the address bar may have them."""
_PAGE = re.compile(r"[a-z][a-z0-9_]{0,39}")


class LessonError(ExplorerError):
    """A lesson's file says something that cannot be taken."""


@dataclass(slots=True)
class Table:
    """One table: what it holds is read by name; what is missing or odd becomes a fault.

    Attributes:
        held: as TOML has it.
        place: where it stands, for a reader.
        faults: of the whole file; grows while it is read.
    """

    held: Mapping[str, Any]
    place: Message
    faults: list[Message]
    _read: set[str] = field(default_factory=set)

    def fault(self, problem: Message) -> None:
        """Note that something is wrong here."""
        self.faults.append(message("{place}: {problem}", place=self.place, problem=problem))

    def has(self, name: str) -> bool:
        """Say whether there is something under ``name``."""
        self._read.add(name)
        return name in self.held

    def text(self, name: str, *, needed: bool = True) -> str:
        """Return a text; empty where there is none, which is a fault where it is ``needed``."""
        found = self.held[name] if self.has(name) else ""
        if isinstance(found, int | float) and not isinstance(found, bool):
            found = str(found)
        if not isinstance(found, str):
            self.fault(message("{name} must be a text between quotes.", name=name))
        elif len(found) > LONGEST:
            self.fault(message("{name} has {count:,} characters; at most {most:,} are read.", name=name,
                               count=len(found), most=LONGEST))
        elif found.strip():
            return found.strip()
        elif needed:
            self.fault(message("{name} is missing.", name=name))
        return ""

    def whole(self, name: str, otherwise: int, least: int, most: int) -> int:
        """Return a whole number between two bounds, or ``otherwise`` where there is none."""
        found = self.held[name] if self.has(name) else otherwise
        if isinstance(found, int) and not isinstance(found, bool) and least <= found <= most:
            return found
        self.fault(message("{name} must be a whole number from {least} to {most}.", name=name, least=least, most=most))
        return otherwise

    def several(self, name: str) -> list[str]:
        """Return a list of texts; empty where there is none."""
        found = self.held[name] if self.has(name) else []
        if isinstance(found, list) and all(isinstance(one, str) and 0 < len(one) <= LONGEST for one in found):
            return [one.strip() for one in found]
        self.fault(message("{name} must be a list of texts, such as [\"more\", \"fewer\"].", name=name))
        return []

    def named(self, name: str) -> dict[str, str]:
        """Return texts by their names; empty where there are none."""
        found = self.held[name] if self.has(name) else {}
        if isinstance(found, dict) and all(isinstance(one, str) and 0 < len(one) <= LONGEST for one in found.values()):
            return found
        self.fault(message("{name} must be a table of texts, such as {{ \"3\" = \"One product was left out.\" }}.",
                           name=name))
        return {}

    def tables(self, name: str, place: str, most: int) -> Iterator[Table]:
        """Yield each table of a list; its place is this one's, and ``place`` with its number from 1."""
        found = self.held[name] if self.has(name) else []
        if not isinstance(found, list) or not all(isinstance(one, dict) for one in found):
            self.fault(message("{name} must be written as [[{name}]] with lines below it.", name=name))
            return
        if len(found) > most:
            self.fault(message("{count} of [[{name}]] are too many; at most {most} are read.", count=len(found),
                               name=name, most=most))
        for number, one in enumerate(found[:most], 1):
            yield Table(one, message("{place}, {part} {number}", place=self.place, part=place, number=number),
                        self.faults)

    def link(self, name: str, *, needed: bool = True) -> PageLink | None:
        """Return a page's name and its parameters, written as the address has them or copied from there."""
        text = self.text(name, needed=needed)
        if not text:
            return None
        try:
            parts = urlsplit(text)
            said = parse_qsl(parts.query, keep_blank_values=True, max_num_fields=MOST_PARAMETERS)
        except ValueError:
            self.fault(message("{name} cannot be read as a link: {text!r}.", name=name, text=text[:60]))
            return None
        page = parts.path.rstrip("/").rpartition("/")[2]
        if not _PAGE.fullmatch(page):
            self.fault(message("{name} is {text!r}, but begins with a page's name, such as pooling?view=grid.",
                               name=name, text=text[:60]))
            return None
        return PageLink(page, {name: value for name, value in said if name not in FRAME})

    def finish(self, known: Sequence[str] = ()) -> None:
        """Tell of every name that nothing read: a slip of the pen, mostly."""
        names = [*self._read, *known]
        for name in self.held:
            if name in names:
                continue
            near = get_close_matches(name, names, n=1)
            self.fault(message("{name} means nothing here. Did you mean {near}?", name=name[:40], near=near[0]) if near
                       else message("{name} means nothing here.", name=name[:40]))


def plain_message(text: str) -> Message:
    """Return a text of a file as a message: what stands between braces, as in LaTeX, is no value."""
    return Message(text.replace("{", "{{").replace("}", "}}"))
