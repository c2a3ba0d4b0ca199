"""Values of a link: what lies outside is brought inside, and said."""

from __future__ import annotations

import re
from collections.abc import Sequence

from explorer.errors import Message, message

SHOWN_CHARS = 20


def bounded(name: str, text: str, otherwise: int, least: int, most: int, said: list[Message]) -> int:
    """Return the whole number of ``text`` that is nearest to it within the bounds, or ``otherwise``.

    What could not be taken as it stood is put to ``said``.
    """
    if not re.fullmatch(r"[+-]?[0-9]{1,9}", text):
        said.append(message("{name} is {text!r}, which is not a whole number; {used} is used.",
                            name=name, text=text[:SHOWN_CHARS], used=otherwise))
        return otherwise
    used = min(max(int(text), least), most)
    if used != int(text):
        said.append(message("{name} is {text}, but goes from {least} to {most}; {used} is used.",
                            name=name, text=int(text), least=least, most=most, used=used))
    return used


def chosen(name: str, text: str, known: Sequence[str], otherwise: str, said: list[Message]) -> str:
    """Return ``text`` where it is one of those ``known``, else ``otherwise``, which is put to ``said``."""
    if text in known:
        return text
    said.append(message("{name} is {text!r}, but can be {known}; {used} is used.",
                        name=name, text=text[:SHOWN_CHARS], known=", ".join(known), used=otherwise))
    return otherwise
