"""The pictures in a reader's ZIP by class, and each of them decoded on its own."""

from __future__ import annotations

import zlib
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from zipfile import BadZipFile, ZipFile, ZipInfo

import numpy as np
from numpy.typing import NDArray

from explorer.errors import DataError, ExplorerError, ImageError, LimitError
from explorer.settings import settings
from explorer.images import decoded
from explorer.training.data.upload.archive import items
from explorer.training.data.upload.folders import homes

LEAST_CLASSES = 2
# What Python's zipfile raises on damaged content.
BROKEN = (BadZipFile, NotImplementedError, zlib.error, EOFError, OSError, RuntimeError, ValueError)


@dataclass(frozen=True, slots=True)
class Found:
    """A picture in a ZIP. ``part``: train, val or test; empty where the ZIP has no parts of its own."""

    name: str
    part: str
    category: str
    entry: ZipInfo


@dataclass(frozen=True, slots=True)
class Listing:
    """What the names in a sound ZIP say."""

    pictures: tuple[Found, ...]
    ignored: tuple[str, ...]
    """Files that are no pictures, or in no class folder."""

    @property
    def has_parts(self) -> bool:
        """Say whether the ZIP says itself which pictures are for training."""
        return any(found.part for found in self.pictures)


def listing(archive: ZipFile) -> Listing:
    """Return pictures and other files of a ZIP that has no ``refusals``."""
    listed = items(archive)
    candidates = [item for item in listed if item.is_picture]
    placed = homes([item.path for item in candidates])
    pictures = [Found(item.name, home.part, home.category, item.entry)
                for item, home in zip(candidates, placed, strict=True) if home]
    used = {found.entry.header_offset for found in pictures}
    return Listing(tuple(pictures), tuple(item.name for item in listed if item.entry.header_offset not in used))


def picture(archive: ZipFile, found: Found, side: int) -> NDArray[np.uint8]:
    """Return one picture (side, side, 3).

    Raises:
        ImageError: it is damaged, or no picture.
        LimitError: more bytes or pixels than this server takes; nothing was unpacked.
    """
    if found.entry.file_size > (most := settings().image_bytes):
        raise LimitError("{name} is {size:.1f} MB; at most {limit:.1f} MB can be opened. Make it smaller or save it "
                         "as JPEG, and try again.", name=found.name, size=found.entry.file_size / 1e6,
                         limit=most / 1e6)
    try:
        content = archive.read(found.entry)
    except BROKEN as error:
        raise ImageError("{name} is damaged inside the ZIP ({reason}). Pack it again.",
                         name=found.name, reason=str(error)) from error
    return decoded(content, found.name, side)


def to_learn_from(pictures: Sequence[Found]) -> Counter[str]:
    """Return how many pictures each class has to learn from."""
    return Counter(found.category for found in pictures if found.part in {"", "train"})


def enough(counts: Counter[str]) -> tuple[str, ...]:
    """Return the classes with as many pictures to learn from as this server asks for, in alphabetical order."""
    return tuple(sorted(name for name, count in counts.items() if count >= settings().class_pictures))


def few_classes(categories: Sequence[str]) -> ExplorerError | None:
    """Return why nothing can be learned with these classes, or None."""
    most = settings().classes
    if len(categories) < LEAST_CLASSES:
        return DataError("The ZIP has {count} classes of at least {least} pictures; it needs {classes}. Put the "
                         "pictures of each class into a folder with the name of the class.", count=len(categories),
                         least=settings().class_pictures, classes=LEAST_CLASSES)
    if len(categories) > most:
        return LimitError("The ZIP has {count:,} classes; this server takes up to {most:,}. Put pictures into fewer "
                          "folders.", count=len(categories), most=most)
    return None
