"""What a reader is told of a ZIP before anything is done with it."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from itertools import islice
from pathlib import Path
from zipfile import ZipFile, ZipInfo

import numpy as np
from numpy.typing import NDArray

from explorer.errors import DataError, ExplorerError, ImageError, LimitError, Message
from explorer.settings import settings
from explorer.training.data.twins import Prints, Twins, settled
from explorer.training.data.upload.answers import Answers
from explorer.training.data.upload.archive import Contents, contents, opened, refusals, stored_name
from explorer.training.data.upload.encodings import decoded_name
from explorer.training.data.upload.folders import (
    LEAST_CLASSES,
    ClassFolders,
    FoundPicture,
    enough,
    few_classes,
    homes,
    in_classes,
    picture,
    tables_in,
    to_learn_from,
    twins,
)
from explorer.training.data.upload.kinds import Unused, grouped
from explorer.training.data.upload.names import class_in, number_order

THUMB = 64
"""Side of the small pictures, px."""
SHOWN = 8
"""So many of each class, spread over its folder."""
MOST_NAMES, MOST_DEPTH = 2000, 8
"""Names that are shown in an encoding, and folders around a file."""
MOST_THUMBS = 4000
"""Of all classes together, 12 kB each."""


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


@dataclass(frozen=True, slots=True, eq=False)
class _Seen:
    """What the pictures of a ZIP themselves say, whatever their names say; by where each begins in the file."""

    entries: tuple[ZipInfo, ...] = ()
    tables: Mapping[tuple[str, ...], bytes] = field(default_factory=dict)
    broken: dict[int, Message] = field(default_factory=dict)
    thumbs: dict[int, NDArray[np.uint8]] = field(default_factory=dict)
    same: list[list[Hashable]] = field(default_factory=list)
    """Of each picture that is there more than once."""


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
    classes: tuple[ClassReport, ...] = ()
    """In the order of their numbers."""
    unreadable: tuple[tuple[str, Message], ...] = ()
    """Names of pictures, and what is wrong with each."""
    unused: tuple[Unused, ...] = ()
    """Pictures that cannot be read and files that are no pictures or in no class, by folder and kind."""
    twins: tuple[Twins, ...] = ()
    """Pictures that are there more than once, and which of their files are left out."""
    folders: ClassFolders | None = None
    """What the names say, and how else they could be read; None where the directory gave a reason not to unpack."""
    answers: Answers = field(default_factory=Answers)
    """By which it was read."""
    seen: _Seen = field(default_factory=_Seen, repr=False)

    @property
    def is_usable(self) -> bool:
        """Say whether it can be trained on."""
        return not self.refused

    @property
    def has_parts(self) -> bool:
        """Say whether the ZIP says itself which pictures are for training."""
        return self.folders is not None and self.folders.has_parts

    @property
    def ignored(self) -> tuple[str, ...]:
        """Return the files that are no pictures, or in no class folder."""
        return self.folders.ignored if self.folders else ()

    @property
    def small(self) -> tuple[str, ...]:
        """Names of the classes that will be left out."""
        return tuple(one.name for one in self.classes if one.is_small)

    def reading(self, encoding: str) -> tuple[str, ...]:
        """Return some names that do not say what they are in as they read in ``encoding``, outer folders first."""
        stored = (name for entry in self.seen.entries if isinstance(name := stored_name(entry), bytes))
        some = dict.fromkeys(islice((name for name in stored if not name.isascii()), MOST_NAMES))
        parts = [decoded_name(name, encoding).replace("\\", "/").split("/") for name in some]
        return tuple(dict.fromkeys(part for depth in range(MOST_DEPTH) for path in parts
                                   for part in path[depth:depth + 1] if not part.isascii()))

    def answered(self, answers: Answers) -> ZipReport:
        """Return what is in the same ZIP when its names are read by other answers; nothing is unpacked again."""
        if self.folders is None:
            return self
        return _reported(self, self.seen, contents(self.seen.entries, answers.encoding), answers)


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
        entries = tuple(archive.infolist())
        found = contents(entries)
        known = ZipReport(key=sha256(data).hexdigest(), size=len(data), files=len(entries),
                          unpacked=sum(entry.file_size for entry in entries),
                          refused=tuple(error.message for error in refusals(found, len(data))))
        if known.refused:
            return known
        return _reported(known, _looked_at(archive, found, report), found, Answers())


def _looked_at(archive: ZipFile, found: Contents, report: Callable[[float], None]) -> _Seen:
    """Return what every file that is called a picture is, whether or not it is in a class."""
    seen = _Seen(tuple(archive.infolist()), tables_in(archive, found))
    candidates = [FoundPicture(item.name, "", "", item.entry) for item in found.items if item.is_picture]
    wanted, prints = _spread(candidates), Prints()
    for number, one in enumerate(candidates, 1):
        place = one.entry.header_offset
        try:
            small = picture(archive, one, THUMB, prints=prints)
            if place in wanted:
                seen.thumbs[place] = small
        except (ImageError, LimitError) as error:
            seen.broken[place] = error.message
        report(number / len(candidates))
    seen.same.extend(twins(archive, candidates, prints))
    return seen


def _spread(candidates: list[FoundPicture]) -> set[int]:
    """Return the pictures to be shown: of each folder, and of each beginning of names in it, evenly spread."""
    groups: dict[tuple[str, str], list[int]] = defaultdict(list)
    for one in candidates:
        folder, _, file = one.name.rpartition("/")
        groups[folder, class_in(file)].append(one.entry.header_offset)
    spread = [some[::max(1, len(some) // SHOWN)][:SHOWN] for some in groups.values()]
    in_turn = [some[turn] for turn in range(SHOWN) for some in spread if turn < len(some)]
    return set(in_turn[:MOST_THUMBS])


def _reported(known: ZipReport, seen: _Seen, found: Contents, answers: Answers) -> ZipReport:
    """Return the report with what names and pictures say together."""
    listed = in_classes(found, seen.tables, answers)
    sound = [one for one in listed.pictures if one.entry.header_offset not in seen.broken]
    told, doubles = settled(seen.same, homes(sound))
    good = [one for one in sound if one.entry.header_offset not in doubles]
    broken = {item.path: seen.broken[item.entry.header_offset] for item in found.items
              if item.is_picture and item.entry.header_offset in seen.broken}
    kept = enough(to_learn_from(good))
    reason = few_classes(kept, twins=len(doubles))
    named = {one.category for one in listed.pictures}
    if reason and broken and not doubles and len(kept) < LEAST_CLASSES <= len(named):
        reason = DataError("Classes with at least {least} pictures that can be opened: {count} of {all}; {classes} are "
                           "needed. What is wrong with the others is said below.", all=len(listed.classes),
                           count=len(kept), least=settings().class_pictures, classes=LEAST_CLASSES)
    unused = (*grouped(broken.items()), *(one for one in listed.unused))
    return ZipReport(key=known.key, size=known.size, unpacked=known.unpacked, files=known.files,
                     refused=(reason.message,) if reason else (), classes=_classes(listed, good, kept, seen),
                     unreadable=tuple(("/".join(path), said) for path, said in broken.items()), unused=unused,
                     twins=tuple(told), folders=listed, answers=answers, seen=seen)


def _classes(listed: ClassFolders, good: list[FoundPicture], kept: tuple[str, ...],
             seen: _Seen) -> tuple[ClassReport, ...]:
    counts: dict[str, Counter[str]] = {one.category: Counter() for one in listed.pictures}
    thumbs: dict[str, list[NDArray[np.uint8]]] = defaultdict(list)
    for one in good:
        counts[one.category][one.part] += 1
        if one.entry.header_offset in seen.thumbs and len(thumbs[one.category]) < SHOWN:
            thumbs[one.category].append(seen.thumbs[one.entry.header_offset])
    nothing = np.empty((0, THUMB, THUMB, 3), dtype=np.uint8)
    return tuple(ClassReport(name, dict(counts[name]), name not in kept,
                             np.stack(thumbs[name]) if thumbs[name] else nothing)
                 for name in sorted(counts, key=number_order))
