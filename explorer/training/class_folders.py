"""Pictures with classes, read from a ZIP of class folders: ``train/<class>/<file>`` and ``test/<class>/<file>``."""

from __future__ import annotations

import io
import stat
import zlib
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path, PurePosixPath
from typing import NamedTuple
from zipfile import BadZipFile, ZipFile, ZipInfo

import numpy as np
import torch
from numpy.typing import NDArray
from PIL import Image, UnidentifiedImageError

from explorer.errors import DataError
from explorer.training.data import DataSet, Pictures, no_pictures

PARTS = ("train", "test")
SUFFIXES = {".jpg", ".jpeg", ".png"}
MOST_FILES = 200_000
MOST_BYTES = 2 * 2**30
"""Most bytes of all files together, unpacked."""
MOST_RATIO = 100
"""Above this ratio of unpacked to packed bytes a ZIP is taken for a bomb."""
MOST_PIXELS = 50_000_000
"""Largest single picture, width x height."""


class Place(NamedTuple):
    """Where a picture stands in the ZIP."""

    part: str
    category: str
    entry: ZipInfo


def read_zip(path: Path, side: int) -> DataSet:
    """Read all pictures of a ZIP; those of another size are scaled to ``side`` x ``side`` px.

    Nothing is written to disk, and nothing is decoded before names and sizes of all entries have been checked.

    Raises:
        DataError: not a ZIP, too many or too large entries, a suspicious name, a class without pictures in one of
            the parts, or a picture that cannot be read.
    """
    try:
        with ZipFile(path) as archive:
            entries = [entry for entry in archive.infolist() if not entry.is_dir()]
            check_sizes(entries)
            places = [_place(entry) for entry in entries]
            categories = _categories(places)
            train, test = (_pictures(archive, (place for place in places if place.part == part), categories, side)
                           for part in PARTS)
    except (BadZipFile, NotImplementedError, zlib.error) as error:
        raise DataError("{name} cannot be read as a ZIP file ({reason}). Pack the folders again.",
                        name=path.name, reason=str(error)) from error
    return DataSet(train=train, val=no_pictures(side), test=test, categories=categories)


def check_sizes(entries: Sequence[ZipInfo]) -> None:
    """Refuse what would fill memory.

    Raises:
        DataError: too many files, too many bytes, or bytes packed suspiciously well.
    """
    unpacked = sum(entry.file_size for entry in entries)
    packed = sum(entry.compress_size for entry in entries)
    if len(entries) > MOST_FILES:
        raise DataError("The ZIP holds {count} files; at most {most} are read. Use fewer pictures.",
                        count=len(entries), most=MOST_FILES)
    if unpacked > MOST_BYTES or unpacked > MOST_RATIO * max(packed, 1):
        raise DataError("The ZIP would unpack from {packed} to {unpacked} bytes; at most {most} bytes and {ratio} "
                        "times its size are read. Use fewer or smaller pictures.",
                        packed=packed, unpacked=unpacked, most=MOST_BYTES, ratio=MOST_RATIO)


def _place(entry: ZipInfo) -> Place:
    name = PurePosixPath(entry.filename)
    is_link = stat.S_ISLNK(entry.external_attr >> 16)
    is_encrypted = bool(entry.flag_bits & 1)
    if is_link or is_encrypted or name.is_absolute() or ".." in name.parts or "\\" in entry.filename:
        raise DataError("{name} in the ZIP is a link, is encrypted, or points out of the ZIP. Pack plain files only.",
                        name=entry.filename)
    if len(name.parts) != 3 or name.parts[0] not in PARTS or name.suffix.lower() not in SUFFIXES:
        raise DataError("{name} in the ZIP is not train/<class>/<picture> or test/<class>/<picture>. "
                        "Pack JPEG or PNG files in class folders.", name=entry.filename)
    return Place(name.parts[0], name.parts[1], entry)


def _categories(places: Sequence[Place]) -> tuple[str, ...]:
    """Return the classes in alphabetical order; each must occur in both parts."""
    counts = Counter((place.part, place.category) for place in places)
    categories = tuple(sorted({place.category for place in places}))
    missing = [f"{part}/{category}" for category in categories for part in PARTS if not counts[part, category]]
    if missing:
        raise DataError("The ZIP has no pictures in {missing}. Every class needs some in train and in test.",
                        missing=", ".join(missing))
    if len(categories) < 2:
        raise DataError("The ZIP has {count} classes of pictures; it needs at least 2.", count=len(categories))
    return categories


def _pictures(archive: ZipFile, places: Iterable[Place], categories: Sequence[str], side: int) -> Pictures:
    numbers = {category: number for number, category in enumerate(categories)}
    rows = [(_decoded(archive, place.entry, side), numbers[place.category]) for place in places]
    images, labels = zip(*rows, strict=True)
    return Pictures(torch.from_numpy(np.stack(images)).permute(0, 3, 1, 2).contiguous(), torch.tensor(labels))


def _decoded(archive: ZipFile, entry: ZipInfo, side: int) -> NDArray[np.uint8]:
    """Return a picture as (side, side, 3)."""
    try:
        with Image.open(io.BytesIO(archive.read(entry)), formats=("JPEG", "PNG")) as image:
            if image.width * image.height > MOST_PIXELS:
                raise DataError("{name} in the ZIP has {width} x {height} px; at most {most} are read. Scale it down.",
                                name=entry.filename, width=image.width, height=image.height, most=MOST_PIXELS)
            colour = image.convert("RGB")
    except (UnidentifiedImageError, OSError, SyntaxError, Image.DecompressionBombError) as error:
        raise DataError("{name} in the ZIP cannot be read as a picture. Take it out or replace it.",
                        name=entry.filename) from error
    if colour.size != (side, side):
        colour = colour.resize((side, side), Image.Resampling.BICUBIC)
    return np.array(colour)
