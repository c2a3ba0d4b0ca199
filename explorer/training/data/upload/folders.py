"""The pictures in a reader's ZIP by class, and each of them decoded on its own."""

from __future__ import annotations

import lzma
import zlib
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple
from zipfile import BadZipFile, ZipFile, ZipInfo

import numpy as np
from numpy.typing import NDArray

from explorer.errors import DataError, ExplorerError, ImageError, LimitError
from explorer.images import check_file_size, decoded
from explorer.settings import settings
from explorer.training.data.upload.archive import items

PARTS = {"train": "train", "training": "train", "val": "val", "valid": "val", "validation": "val", "dev": "val",
         "test": "test", "testing": "test"}
"""How folders may be called, in small letters, and what they are."""
Path = tuple[str, ...]
"""Folders and file name."""


class Home(NamedTuple):
    """Where a picture belongs. ``part``: train, val or test; empty where the ZIP has no parts of its own."""

    part: str
    category: str


def homes(paths: Sequence[Path]) -> list[Home | None]:
    """Return for each path where the picture belongs, or None where no folder names its class.

    Folders that wrap everything are looked through. A folder of training pictures with classes in it makes the ZIP
    one with parts; then what lies outside the parts has no class. Folders below a class folder do not matter.
    """
    skipped = _wrappers(paths)
    inner = [path[skipped:] for path in paths]
    has_parts = any(len(path) > 2 and _part(path) == "train" for path in inner)
    return [_in_part(path) if has_parts else _in_class(path) for path in inner]


def _wrappers(paths: Sequence[Path]) -> int:
    """Return how many folders all pictures share before the folders of classes or parts begin."""
    skipped = 0
    while paths and min(map(len, paths)) - skipped > 2:
        names = {path[skipped] for path in paths}
        if len(names) > 1 or _part(paths[0][skipped:]):
            break
        skipped += 1
    return skipped


def _part(path: Path) -> str:
    return PARTS.get(path[0].lower(), "")


def _in_part(path: Path) -> Home | None:
    part = _part(path)
    return Home(part, path[1]) if part and len(path) > 2 else None


def _in_class(path: Path) -> Home | None:
    return Home("", path[0]) if len(path) > 1 else None


LEAST_CLASSES = 2
# What Python's zipfile raises on damaged content.
BROKEN = (BadZipFile, NotImplementedError, zlib.error, lzma.LZMAError, EOFError, OSError, RuntimeError, ValueError)


@dataclass(frozen=True, slots=True)
class Found:
    """A picture in a ZIP. ``part``: train, val or test; empty where the ZIP has no parts of its own."""

    name: str
    part: str
    category: str
    entry: ZipInfo


@dataclass(frozen=True, slots=True)
class ClassFolders:
    """What the names in a sound ZIP say."""

    pictures: tuple[Found, ...]
    ignored: tuple[str, ...]
    """Files that are no pictures, or in no class folder."""

    @property
    def has_parts(self) -> bool:
        """Say whether the ZIP says itself which pictures are for training."""
        return any(found.part for found in self.pictures)


def class_folders(archive: ZipFile) -> ClassFolders:
    """Return pictures and other files of a ZIP that has no ``refusals``."""
    listed = items(archive)
    candidates = [item for item in listed if item.is_picture]
    placed = homes([item.path for item in candidates])
    pictures = [Found(item.name, home.part, home.category, item.entry)
                for item, home in zip(candidates, placed, strict=True) if home]
    used = {found.entry.header_offset for found in pictures}
    return ClassFolders(tuple(pictures), tuple(item.name for item in listed if item.entry.header_offset not in used))


def picture(archive: ZipFile, found: Found, side: int) -> NDArray[np.uint8]:
    """Return one picture (side, side, 3).

    Raises:
        ImageError: it is damaged, or no picture.
        LimitError: more bytes or pixels than this server takes; nothing was unpacked.
    """
    check_file_size(found.entry.file_size, found.name)
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
