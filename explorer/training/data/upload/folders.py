"""The pictures in a ZIP by class, as its names say and a reader decides, and each of them decoded on its own."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import PurePosixPath
from zipfile import ZipFile, ZipInfo

import numpy as np
from numpy.typing import NDArray

from explorer.errors import DataError, ExplorerError, ImageError, LimitError, Message
from explorer.images import Fit, framed
from explorer.settings import settings
from explorer.training.data.twins import Belonging, Prints
from explorer.training.data.upload import tables
from explorer.training.data.upload.answers import Answers
from explorer.training.data.upload.archive import Contents, Item, contents
from explorer.training.data.upload.kinds import LEFT_OUT, NO_CLASS, TWICE, Unused, grouped, kind_of
from explorer.training.data.upload.layout import Layout, read_layout
from explorer.training.data.upload.names import labels, number_order
from explorer.training.data.upload.unpack import unpacked

LEAST_CLASSES = 2


@dataclass(frozen=True, slots=True)
class FoundPicture:
    """A picture in a ZIP. ``part``: train, val or test; empty where the ZIP has no parts of its own."""

    name: str
    part: str
    category: str
    entry: ZipInfo
    stated: str = ""
    """The class as the ZIP has it, before it was tidied, merged or renamed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ClassFolders:
    """What the names in a sound ZIP say."""

    pictures: tuple[FoundPicture, ...]
    ignored: tuple[str, ...]
    """Files that are no pictures, or in no class folder."""
    unused: tuple[Unused, ...]
    """The same by folder and kind, with what to do."""
    layout: Layout
    encoding: str
    encodings: tuple[str, ...]
    """Of the names, as in ``Contents``."""
    classes: dict[str, str]
    """Classes as the ZIP has them, in the order of their numbers, and what each is called; empty: left out."""

    @property
    def has_parts(self) -> bool:
        """Say whether the ZIP says itself which pictures are for training."""
        return any(found.part for found in self.pictures)

    @property
    def alike(self) -> tuple[tuple[str, ...], ...]:
        """Return the classes that became one."""
        together: dict[str, list[str]] = defaultdict(list)
        for stated, label in self.classes.items():
            together[label].append(stated)
        return tuple(tuple(some) for label, some in together.items() if label and len(some) > 1)

    def settled(self, answers: Answers) -> Answers:
        """Return what a reader decided, with what was only suggested to them: it is read so for ever."""
        open_layout = len(self.layout.offers) > 1 or self.layout.kind != "classes"
        return replace(answers, encoding=self.encoding, layout=self.layout.kind if open_layout else "",
                       roles=tuple(self.layout.roles.items()))


def tables_in(archive: ZipFile, found: Contents) -> dict[tuple[str, ...], bytes]:
    """Return the tables that lie beside the pictures, with their paths; those that cannot be unpacked are left out."""
    read: dict[tuple[str, ...], bytes] = {}
    for item in found.items:
        if PurePosixPath(item.path[-1]).suffix.lower() in tables.SUFFIXES and item.entry.file_size <= tables.MOST_BYTES:
            try:
                read[item.path] = unpacked(archive, item.entry, item.name)
            except (ImageError, LimitError):
                continue
        if len(read) == tables.MOST_TABLES:
            break
    return read


def class_folders(archive: ZipFile, answers: Answers | None = None) -> ClassFolders:
    """Return pictures and other files of a ZIP that has no ``refusals``."""
    answers = answers or Answers()
    found = contents(archive.infolist(), answers.encoding)
    return in_classes(found, tables_in(archive, found), answers)


def in_classes(found: Contents, beside: Mapping[tuple[str, ...], bytes], answers: Answers) -> ClassFolders:
    """Return the pictures of a ZIP by class: where its names put them, under the names that a reader gave."""
    candidates = [item for item in found.items if item.is_picture]
    paths = [item.path for item in candidates]
    layout = read_layout(paths, answers, tables.classes_in(beside, paths))
    twice = _twice(candidates, layout)
    placed = [(item, home) for place, (item, home) in enumerate(zip(candidates, layout.homes, strict=True))
              if home and place not in twice]
    counts = Counter(home.category for _, home in placed)
    called = labels(counts, dict(answers.classes))
    pictures = tuple(FoundPicture(item.name, home.part, called[home.category], item.entry, home.category)
                     for item, home in placed if called[home.category])
    used = {one.entry.header_offset for one in pictures} | {
        item.entry.header_offset for item in found.items if layout.kind == "table" and item.path in beside}
    others = [item for item in found.items if item.entry.header_offset not in used]
    doubles = {candidates[place].entry.header_offset for place in twice}
    left_out = {item.entry.header_offset for item, _ in placed}
    return ClassFolders(pictures=pictures, ignored=tuple(item.name for item in others),
                        unused=grouped((item.path, _what(item, doubles, left_out)) for item in others),
                        layout=layout, encoding=found.encoding, encodings=found.encodings,
                        classes={name: called[name] for name in sorted(called, key=number_order)})


def _what(item: Item, doubles: set[int], left_out: set[int]) -> Message:
    place = item.entry.header_offset
    if item.is_picture:
        return TWICE if place in doubles else LEFT_OUT if place in left_out else NO_CLASS
    return kind_of(item.path[-1])


def _twice(candidates: Sequence[Item], layout: Layout) -> set[int]:
    """Return the pictures in a copy of the set within itself that are there outside of it, too, byte for byte."""
    def same(place: int) -> tuple[object, ...]:
        item = candidates[place]
        return layout.homes[place], item.path[-1], item.entry.file_size, item.entry.CRC

    outside = {same(place) for place in range(len(candidates)) if place not in layout.again}
    return {place for place in layout.again if same(place) in outside}


def picture(archive: ZipFile, found: FoundPicture, side: int, fit: Fit = "crop",
            prints: Prints | None = None) -> NDArray[np.uint8]:
    """Return one picture (side, side, 3), and note what its file is known by.

    Raises:
        ImageError: it is damaged, or no picture.
        LimitError: more bytes or pixels than this server takes; nothing was unpacked.
    """
    content = unpacked(archive, found.entry, found.name)
    square = framed(content, found.name, side, fit)
    if prints is not None:
        prints.add(found.entry.header_offset, content, square)
    return square.pixels


def twins(archive: ZipFile, pictures: Sequence[FoundPicture], prints: Prints) -> list[list[Hashable]]:
    """Return where those of ``pictures`` begin that show the same."""
    by_place = {found.entry.header_offset: found for found in pictures}

    def content(place: Hashable) -> bytes:
        found = by_place[place]  # type: ignore[index]
        return unpacked(archive, found.entry, found.name)

    return prints.same(content)


def homes(pictures: Sequence[FoundPicture]) -> dict[Hashable, Belonging]:
    """Return where each of ``pictures`` belongs, by where it begins."""
    return {found.entry.header_offset: Belonging(found.name, found.part, found.category) for found in pictures}


def to_learn_from(pictures: Sequence[FoundPicture]) -> Counter[str]:
    """Return how many pictures each class has to learn from."""
    return Counter(found.category for found in pictures if found.part in {"", "train"})


def enough(counts: Mapping[str, int]) -> tuple[str, ...]:
    """Return the classes with as many pictures to learn from as this server asks for, in the order of their numbers."""
    return tuple(sorted((name for name, count in counts.items() if count >= settings().class_pictures),
                        key=number_order))


def few_classes(categories: Sequence[str], *, twins: int = 0) -> ExplorerError | None:
    """Return why nothing can be learned with these classes, or None; ``twins`` pictures were left out before."""
    most = settings().classes
    if len(categories) < LEAST_CLASSES and twins:
        return DataError("Files of the ZIP that show a picture that is there before, or in another class: {twins}. "
                         "Without them, the classes with at least {least} pictures are {count}, and {classes} are "
                         "needed. Put every picture into one folder only.", twins=twins, count=len(categories),
                         least=settings().class_pictures, classes=LEAST_CLASSES)
    if len(categories) < LEAST_CLASSES:
        return DataError("Classes with at least {least} pictures in the ZIP: {count}; {classes} are needed. Put the "
                         "pictures of each class into a folder with the name of the class.", count=len(categories),
                         least=settings().class_pictures, classes=LEAST_CLASSES)
    if len(categories) > most:
        return LimitError("The ZIP has {count:,} classes; this server takes up to {most:,}. Put pictures into fewer "
                          "folders.", count=len(categories), most=most)
    return None
