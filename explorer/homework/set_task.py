"""A task that a teacher sets, and its text in a link: a sentence, what is locked or hidden, a start, and a question.

The text is short and shows nothing at a glance, but it is no secret: whoever unpacks it reads the answer.
"""

from __future__ import annotations

import binascii
import json
import re
import zlib
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from explorer.errors import TaskError
from explorer.exercises import Answer, Verdict
from explorer.homework.expected import WordAnswer, expected

VERSION = 1
LONGEST_TEXT = 8000
"""Characters of a task in a link."""
MOST_BYTES = 40_000
"""Of a task, unpacked: more is a bomb."""
LONGEST_SAYS, LONGEST_ASKED, LONGEST_ANSWER = 600, 300, 200
MOST_NAMES, LONGEST_NAME = 80, 60
"""Controls that are locked or hidden, and the characters of a name."""
MOST_START, LONGEST_START = 60, 16_000
_PAGE = re.compile(r"[a-z][a-z0-9_]{0,39}|")
_NAME = re.compile(rf"[A-Za-z0-9_-]{{1,{LONGEST_NAME}}}")
_PARAMETER = re.compile(r"[a-z][a-z0-9_]{0,29}")
_UNSEEN = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]")


@dataclass(frozen=True, slots=True, kw_only=True)
class SetTask:
    """A task.

    Attributes:
        page: on which it is to be done; empty: the start page.
        says: the sentence that stands above the page; plain text.
        start: parameters of the page with which it begins.
        locked, hidden: names of controls that cannot be changed; those that are hidden are not seen either.
        asks: a question; empty: none.
        answer: to it, as a person writes it down.
        options: of which one is the answer; empty: it is written.
    """

    page: str
    says: str = ""
    start: Mapping[str, str] = field(default_factory=dict)
    locked: tuple[str, ...] = ()
    hidden: tuple[str, ...] = ()
    asks: str = ""
    answer: str = ""
    options: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        for name, most in (("says", LONGEST_SAYS), ("asks", LONGEST_ASKED), ("answer", LONGEST_ANSWER)):
            text = _UNSEEN.sub("", getattr(self, name)).strip()
            object.__setattr__(self, name, text)
            if len(text) > most:
                raise TaskError("A text of a task has {length} characters; {most} are the most. Write less.",
                                length=len(text), most=most)
        options = tuple(cleaned for one in self.options if (cleaned := _UNSEEN.sub("", one).strip()[:LONGEST_ANSWER]))
        object.__setattr__(self, "options", options)
        if len(self.locked) + len(self.hidden) > MOST_NAMES:
            raise TaskError("{count} controls are locked or hidden; {most} are the most.",
                            count=len(self.locked) + len(self.hidden), most=MOST_NAMES)
        if not _is_sound(self):
            raise TaskError("This task is damaged. Ask for its link anew.")
        if self.asks:
            expected(self.answer, self.options)

    @property
    def refused(self) -> frozenset[str]:
        """Names of all controls that cannot be changed."""
        return frozenset(self.locked) | frozenset(self.hidden)

    @property
    def right(self) -> Answer | WordAnswer | None:
        """The right answer; None where nothing is asked."""
        return expected(self.answer, self.options) if self.asks else None

    def mark(self, text: str) -> Verdict:
        """Return what is to be said to an answer of a student; only where something is asked."""
        return expected(self.answer, self.options).mark(text)


def write_task(task: SetTask) -> str:
    """Return a task as it stands in a link.

    Raises:
        TaskError: it would be too long for one.
    """
    told = [VERSION, task.page, task.says, dict(task.start), task.locked, task.hidden, task.asks, task.answer,
            task.options]
    packer = zlib.compressobj(9, wbits=-zlib.MAX_WBITS)
    packed = packer.compress(json.dumps(told, ensure_ascii=False, separators=(",", ":")).encode()) + packer.flush()
    text = urlsafe_b64encode(packed).decode().rstrip("=")
    if len(text) > LONGEST_TEXT:
        raise TaskError("This task takes {length:,} characters, and a link has room for {most:,}. Begin with something "
                        "smaller, or write less.", length=len(text), most=LONGEST_TEXT)
    return text


def read_task(text: str) -> SetTask:
    """Return the task that a link holds.

    Raises:
        TaskError: it is cut, damaged, or was never one.
    """
    try:
        return _task(_unpacked(text))
    except (ValueError, TypeError, RecursionError, zlib.error, binascii.Error) as error:
        raise TaskError("The task of this link cannot be read. Links break when they are copied in part; open it once "
                        "more from where you have it.") from error


def _unpacked(text: str) -> Any:
    if len(text) > LONGEST_TEXT or not re.fullmatch(r"[A-Za-z0-9_-]+", text):
        raise ValueError(text[:20])
    unpacker = zlib.decompressobj(wbits=-zlib.MAX_WBITS)
    told = unpacker.decompress(urlsafe_b64decode(text + "=" * (-len(text) % 4)), MOST_BYTES)
    if not unpacker.eof:
        raise ValueError(len(told))
    return json.loads(told)


def _task(told: Any) -> SetTask:
    version, page, says, start, locked, hidden, asks, answer, options = told
    if version != VERSION or not isinstance(start, dict):
        raise ValueError(version)
    texts = (page, says, asks, answer, *start.values(), *_listed(locked), *_listed(hidden), *_listed(options))
    if not all(isinstance(one, str) for one in texts):
        raise TypeError(texts)
    return SetTask(page=page, says=says, start=start, locked=tuple(locked), hidden=tuple(hidden), asks=asks,
                      answer=answer, options=tuple(options))


def _listed(found: Any) -> list[Any]:
    if not isinstance(found, list):
        raise TypeError(found)
    return found


def _is_sound(task: SetTask) -> bool:
    return bool(_PAGE.fullmatch(task.page)
                and all(_NAME.fullmatch(name) for name in (*task.locked, *task.hidden))
                and len(task.start) <= MOST_START and all(map(_PARAMETER.fullmatch, task.start))
                and sum(map(len, task.start.values())) <= LONGEST_START)
