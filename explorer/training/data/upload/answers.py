"""What a reader decided about the names in a ZIP, kept with the ZIP itself, so that every later reading is the same.

A kept ZIP is the file as it arrived, and behind it the answers as JSON, their length, and ``MARK``. The SHA-256 of all
that is its name: other answers make another data set. A ZIP without answers is kept as it arrived.
"""

from __future__ import annotations

import json
import struct
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from explorer.errors import DataError
from explorer.training.data.upload.encodings import ENCODINGS

LAYOUTS = ("classes", "parts", "inside", "names", "table")
"""Folders of classes; train and test around them; train and test within them; the names of files; a table."""
ROLES = ("train", "val", "test", "none")
"""Of a folder around class folders: to learn from, to choose by, to measure on, left out."""
LONGEST = 400
"""Of a folder's or class's name, characters."""
MOST_BYTES = 2**20
MARK = b"\0explorer answers 1\n"

Pairs = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Answers:
    """How the names in a ZIP are to be read; what is empty is as the names themselves suggest.

    Raises:
        DataError: there is no such encoding, layout or role, or a name is too long.
    """

    encoding: str = ""
    """Of the names that do not say theirs, one of ``ENCODINGS``."""
    layout: str = ""
    """Where the classes stand, one of ``LAYOUTS``."""
    roles: Pairs = ()
    """Folders around class folders, and what each is for."""
    classes: Pairs = ()
    """Classes as they are read, and what each is to be called: several by one name are merged, those by none left
    out."""

    def __post_init__(self) -> None:
        pairs = (*self.roles, *self.classes)
        if (self.encoding not in {"", *ENCODINGS} or self.layout not in {"", *LAYOUTS}
                or {role for _, role in self.roles} - set(ROLES)
                or any(len(text) > LONGEST for pair in pairs for text in pair)):
            raise DataError("These answers about the names in a ZIP cannot be kept. Upload it again and answer anew.")


def joined(data: bytes, answers: Answers) -> bytes:
    """Return a ZIP with the answers behind it, if there are any."""
    if answers == Answers() and not data.endswith(MARK):
        return data
    said = json.dumps({"encoding": answers.encoding, "layout": answers.layout, "roles": answers.roles,
                       "classes": answers.classes}).encode()
    if len(said) > MOST_BYTES:
        raise DataError("These answers about the names in a ZIP cannot be kept. Upload it again and answer anew.")
    return data + said + struct.pack("<L", len(said)) + MARK


def parted(stored: bytes) -> tuple[bytes, Answers]:
    """Return the ZIP and the answers that ``joined`` put together.

    Raises:
        DataError: the answers are damaged.
    """
    if not stored.endswith(MARK):
        return stored, Answers()
    end = len(stored) - len(MARK) - 4
    try:
        (length,) = struct.unpack_from("<L", stored, end)
        said = json.loads(stored[end - min(length, MOST_BYTES, end):end])
        return stored[:end - length], Answers(encoding=said["encoding"], layout=said["layout"],
                                              roles=_pairs(said["roles"]), classes=_pairs(said["classes"]))
    except (ValueError, LookupError, TypeError, struct.error) as error:
        raise DataError("The uploaded ZIP has changed on this server's disk. Upload it again.") from error


def _pairs(record: Sequence[Any]) -> Pairs:
    return tuple((str(one), str(other)) for one, other in record)
