"""What a reader is told of a ZIP before anything is done with it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from zipfile import ZipFile

import numpy as np
from numpy.typing import NDArray

from explorer.errors import ExplorerError, ImageError, LimitError, Message
from explorer.training.data.upload.archive import opened, refusals
from explorer.training.data.upload.folders import (
    ClassFolders,
    Found,
    class_folders,
    enough,
    few_classes,
    picture,
    to_learn_from,
)

THUMB = 64
"""Side of the small pictures, px."""
SHOWN = 8
"""So many of each class, spread over its folder."""


@dataclass(frozen=True, slots=True, eq=False)
class ClassReport:
    """One class of a ZIP."""

    name: str
    counts: dict[str, int]
    """Pictures that can be read, in train, val and test, or under the empty name."""
    is_small: bool
    """Too few to learn from: the class will be left out."""
    grid: NDArray[np.uint8]
    """Some of its pictures (n, 64, 64, 3)."""


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class ZipReport:
    """What is in a ZIP, and why it cannot be used, if so."""

    key: str
    """SHA-256 of the file, hexadecimal; empty where the file was too large to look at."""
    size: int
    """Bytes."""
    unpacked: int = 0
    """Bytes, as the ZIP states them."""
    files: int = 0
    refused: tuple[Message, ...] = ()
    """Reasons not to use it; nothing was unpacked where the directory gave one."""
    has_parts: bool = False
    """The ZIP says itself which pictures are for training."""
    classes: tuple[ClassReport, ...] = ()
    unreadable: tuple[tuple[str, Message], ...] = ()
    """Names of pictures, and what is wrong with each."""
    ignored: tuple[str, ...] = ()
    """Files that are no pictures, or in no class folder."""

    @property
    def is_usable(self) -> bool:
        """Say whether it can be trained on."""
        return not self.refused

    @property
    def small(self) -> tuple[str, ...]:
        """Names of the classes that will be left out."""
        return tuple(one.name for one in self.classes if one.is_small)


def ignore(_share: float) -> None:
    """Do nothing."""


def check_zip(source: bytes | Path, report: Callable[[float], None] = ignore) -> ZipReport:
    """Return what is in a ZIP of class folders; it never raises for what is in the file.

    The directory is checked first: number of files, sizes, ratio, paths, links, passwords, archives within. Only
    where it is sound is every picture decoded, in small, one at a time and in memory.

    Args:
        report: is given the share that is done, 0 to 1, after each picture; may raise to stop.
    """
    data = source.read_bytes() if isinstance(source, Path) else source
    try:
        archive = opened(data)
    except ExplorerError as error:
        return ZipReport(key="", size=len(data), refused=(error.message,))
    with archive:
        entries = archive.infolist()
        known = ZipReport(key=sha256(data).hexdigest(), size=len(data), files=len(entries),
                          unpacked=sum(entry.file_size for entry in entries),
                          refused=tuple(error.message for error in refusals(archive, len(data))))
        return known if known.refused else _looked_at(archive, class_folders(archive), known, report)


def _looked_at(archive: ZipFile, listed: ClassFolders, known: ZipReport, report: Callable[[float], None]) -> ZipReport:
    """Return the report with what the pictures themselves say."""
    shown, good, unreadable = _wanted(listed), [], []
    thumbs: dict[str, list[NDArray[np.uint8]]] = defaultdict(list)
    for number, found in enumerate(listed.pictures, 1):
        try:
            small = picture(archive, found, THUMB)
            good.append(found)
            if found in shown:
                thumbs[found.category].append(small)
        except (ImageError, LimitError) as error:
            unreadable.append((found.name, error.message))
        report(number / len(listed.pictures))
    kept = enough(to_learn_from(good))
    reason = few_classes(kept)
    return ZipReport(key=known.key, size=known.size, unpacked=known.unpacked, files=known.files,
                     refused=(reason.message,) if reason else (), has_parts=listed.has_parts,
                     classes=_classes(listed, good, kept, thumbs), unreadable=tuple(unreadable),
                     ignored=listed.ignored)


def _wanted(listed: ClassFolders) -> set[Found]:
    """Return the pictures to be shown, of each class evenly spread."""
    by_class: dict[str, list[Found]] = defaultdict(list)
    for found in listed.pictures:
        by_class[found.category].append(found)
    return {found for some in by_class.values() for found in some[::max(1, len(some) // SHOWN)][:SHOWN]}


def _classes(listed: ClassFolders, good: list[Found], kept: tuple[str, ...],
             thumbs: dict[str, list[NDArray[np.uint8]]]) -> tuple[ClassReport, ...]:
    counts: dict[str, dict[str, int]] = {found.category: {} for found in listed.pictures}
    for found in good:
        counts[found.category][found.part] = counts[found.category].get(found.part, 0) + 1
    nothing = np.empty((0, THUMB, THUMB, 3), dtype=np.uint8)
    return tuple(ClassReport(name, counts[name], name not in kept,
                             np.stack(thumbs[name]) if thumbs[name] else nothing) for name in sorted(counts))
