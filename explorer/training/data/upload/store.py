"""A reader's own pictures: a ZIP of class folders, kept as it is under the hash of its bytes."""

from __future__ import annotations

import os
import shutil
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from statistics import fmean
from threading import Lock
from zipfile import ZipFile

import torch
from torch import Tensor

from explorer.errors import DataError, ImageError, LimitError, Message, message
from explorer.images import Fit, share_in_square
from explorer.runtime import CLOSE, run_files, size_text
from explorer.settings import settings
from explorer.training.data import cache
from explorer.training.data.catalogue import UPLOAD
from explorer.training.data.dataset import ALL, CHANNELS, Pictures, UnsplitSet, check_room
from explorer.training.data.twins import Prints, said_of, settled
from explorer.training.data.upload.answers import Answers, joined, parted
from explorer.training.data.upload.archive import contents, opened, refusals
from explorer.training.data.upload.folders import (
    ClassFolders,
    FoundPicture,
    class_folders,
    enough,
    few_classes,
    homes,
    picture,
    to_learn_from,
    twins,
)
from explorer.training.data.upload.names import number_order


def file_of(name: str) -> Path:
    """Return where the ZIP called ``upload/<sha256>`` lies, there or not.

    Raises:
        DataError: not such a name.
    """
    digits = name.removeprefix(UPLOAD)
    if not name.startswith(UPLOAD) or len(digits) != 64 or set(digits) - set("0123456789abcdef"):
        raise DataError("{name!r} is not the name of an uploaded data set. Upload the ZIP again.", name=name)
    return zip_of(digits)


def keep_zip(data: bytes, owner: str, title: str = "", answers: Answers | None = None, times: float = 1.0) -> str:
    """Store a ZIP whose directory is sound, and return its name, ``upload/<sha256>``; the same ZIP is stored once.

    What the reader answered is stored with it and part of the name: the same ZIP read otherwise is another data set.

    Where there is no room, the uploads that were used longest ago go.

    Args:
        owner: whose it is, by any name that nobody else has; it counts among theirs.
        title: what its file was called.
        answers: how its names are to be read.
        times: how many times as many bytes as other readers this one may keep, as teachers.

    Raises:
        DataError, LimitError: the first of its ``refusals``; or there are too few or too many classes.
        LimitError: the ZIPs of this owner together would be more than a reader may keep.
    """
    answers = answers or Answers()
    with opened(data) as archive:
        for refused in refusals(contents(archive.infolist()), len(data)):
            raise refused
        if error := few_classes(enough(to_learn_from(class_folders(archive, answers).pictures))):
            raise error
    stored = joined(data, answers)
    digits = sha256(stored).hexdigest()
    with _keeping:
        check_share(owner, digits, len(stored), times)
        _store(UPLOAD + digits, stored)
        claim(owner, digits, title)
    return UPLOAD + digits


def _store(name: str, data: bytes) -> None:
    if used(name):
        return
    path = file_of(name)
    path.parent.mkdir(parents=True, exist_ok=True)
    cache.make_room(path.parent, len(data), settings().uploads_bytes)
    with run_files.aside(path) as beside:
        beside.write_bytes(data)


def used(name: str) -> bool:
    """Note that an upload is used now, so that others make room before it does; say whether it is there."""
    try:
        os.utime(file_of(name))
    except FileNotFoundError:
        return False
    return True


def forget_zip(name: str, owner: str) -> None:
    """Let go of an owner's ZIP; it and what is kept of it are removed unless others keep it too.

    Jobs that still need it will say that it is gone. What is not the owner's stays as it is.
    """
    path = file_of(name)
    with _keeping:
        if release(owner, path.stem):
            path.unlink(missing_ok=True)
            cache.forget(name)


def read_upload(name: str, side: int, fit: Fit = "crop") -> UnsplitSet:
    """Return the pictures of a kept ZIP at ``side`` px; what cannot be read, and small classes, are left out.

    Those that are there twice are in it, but in no part; see ``explorer.training.data.twins``.

    Raises:
        DataError: it is not on this server any more, is not what was uploaded, or too little of it can be read.
        LimitError: it would not fit into memory.
    """
    path = file_of(name)
    try:
        stored = path.read_bytes()
    except FileNotFoundError as error:
        raise DataError("These uploaded pictures are not on this server any more. Upload the ZIP again.") from error
    if sha256(stored).hexdigest() != path.stem:
        raise DataError("The uploaded ZIP has changed on this server's disk. Upload it again.")
    data, answers = parted(stored)
    with opened(data) as archive:
        for refused in refusals(contents(archive.infolist(), answers.encoding), len(data)):
            raise refused
        return _read(archive, class_folders(archive, answers), side, fit)


def _read(archive: ZipFile, listed: ClassFolders, side: int, fit: Fit) -> UnsplitSet:
    prints = Prints()
    good, images, unreadable = decoded_all(archive, listed.pictures, side, fit, prints)
    told, left_out = settled(twins(archive, good, prints), homes(good))
    kept = [found for found in good if found.entry.header_offset not in left_out]
    categories = enough(to_learn_from(kept))
    if error := few_classes(categories, twins=len(left_out)):
        raise error
    numbers = {category: number for number, category in enumerate(categories)}
    labels = torch.tensor([numbers.get(found.category, -1) for found in good])
    rows: dict[str, list[int]] = defaultdict(list)
    doubles: dict[str, list[int]] = defaultdict(list)
    for row, found in enumerate(good):
        if found.category in numbers:
            (doubles if found.entry.header_offset in left_out else rows)[found.part or ALL].append(row)
    shares = [share_in_square(prints.known[found.entry.header_offset].size) for found in kept]
    return UnsplitSet(Pictures(images, labels), {part: torch.tensor(some) for part, some in rows.items()}, categories,
                      _notes(listed, len(unreadable), categories), said_of(told),
                      {part: torch.tensor(some) for part, some in doubles.items()},
                      (fmean(shares), min(shares)))


def decoded_all(archive: ZipFile, pictures: Sequence[FoundPicture], side: int, fit: Fit = "crop",
                prints: Prints | None = None) -> tuple[list[FoundPicture], Tensor, list[str]]:
    """Return those that can be read, their pixels (N, 3, side, side), uint8, and the names of the others.

    Args:
        prints: gets a note of each that can be read.

    Raises:
        LimitError: they would not fit into memory.
    """
    check_room(len(pictures), side)
    images = torch.empty(len(pictures), CHANNELS, side, side, dtype=torch.uint8)
    good: list[FoundPicture] = []
    unreadable: list[str] = []
    for found in pictures:
        try:
            pixels = picture(archive, found, side, fit, prints)
        except (ImageError, LimitError):
            unreadable.append(found.name)
            continue
        images[len(good)] = torch.tensor(pixels).permute(2, 0, 1)
        good.append(found)
    return good, images[:len(good)], unreadable


def _notes(listed: ClassFolders, unreadable: int, categories: Sequence[str]) -> tuple[Message, ...]:
    notes = []
    if unreadable:
        notes.append(message("Pictures of the ZIP that cannot be read and were left out: {count}.", count=unreadable))
    if small := sorted({found.category for found in listed.pictures} - set(categories), key=number_order):
        notes.append(message("Classes with fewer than {least} pictures to learn from were left out: {names}.",
                             least=settings().class_pictures, names=", ".join(small)[:500]))
    return tuple(notes)


# A reader's ZIPs are counted and stored by one thread at a time.
_keeping = Lock()


LONGEST_TITLE = 200
MARK = 32
"""Digits of an owner's SHA-256 in the name of a note."""


@dataclass(frozen=True, slots=True)
class Owned:
    """One of a reader's ZIPs."""

    name: str
    """``upload/<sha256>``."""
    title: str
    """What its file was called."""
    size: int
    """Bytes."""


def zip_of(digits: str) -> Path:
    """Return where the ZIP with this SHA-256, hexadecimal, lies, there or not."""
    return Path(settings().data) / "uploads" / f"{digits}.zip"


def owned(owner: str) -> tuple[Owned, ...]:
    """Return the ZIPs that ``owner`` keeps and that are still here, by title."""
    found = []
    for claim in _folder().glob(f"*/{_mark(owner)}"):
        digits = claim.parent.name
        try:
            found.append(Owned(UPLOAD + digits, claim.read_text(encoding="utf-8"), zip_of(digits).stat().st_size))
        except FileNotFoundError:  # made room for others
            continue
    return tuple(sorted(found, key=lambda one: (one.title, one.name)))


def check_share(owner: str, digits: str, size: int, times: float) -> None:
    """Check that ``owner`` may keep this ZIP of ``size`` bytes too; one that they keep already counts once.

    Raises:
        LimitError: all of theirs together would be more than a reader may keep.
    """
    most = int(settings().uploads_bytes_per_reader * times)
    others = [one.size for one in owned(owner) if one.name != UPLOAD + digits]
    if size > most:
        raise LimitError("The ZIP has {size}; each reader may keep {most} on this server. Use fewer or "
                         "smaller pictures.", size=size_text(size, digits=CLOSE), most=size_text(most, digits=CLOSE))
    if sum(others) + size > most:
        raise LimitError("With this ZIP, yours would take {total} on this server; each reader may keep "
                         "{most}. Remove one of your {count} others ({others}), or use a smaller ZIP.",
                         total=size_text(sum(others) + size, digits=CLOSE), most=size_text(most, digits=CLOSE),
                         count=len(others), others=size_text(sum(others), digits=CLOSE))


def claim(owner: str, digits: str, title: str) -> None:
    """Note that ``owner`` keeps a ZIP; what is noted of ZIPs that are gone is forgotten."""
    for folder in _folder().glob("*"):
        if not zip_of(folder.name).exists():
            shutil.rmtree(folder, ignore_errors=True)
    path = _folder() / digits / _mark(owner)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(title[:LONGEST_TITLE], encoding="utf-8", errors="replace")


def release(owner: str, digits: str) -> bool:
    """Note that ``owner`` keeps a ZIP no longer; say whether it was theirs alone."""
    path = _folder() / digits / _mark(owner)
    if not path.exists():
        return False
    path.unlink()
    return not any(path.parent.iterdir())


def check_owner(owner: str, name: str, *, lent_by: str = "") -> None:
    """Check that ``owner`` may open a data set: every one of the catalogue, and uploads that they keep themselves.

    Whether somebody else's upload is here makes no difference: a link tells nothing about it.

    Args:
        lent_by: SHA-256, hexadecimal, of another owner who lets this one use a ZIP of theirs; empty: nobody.

    Raises:
        DataError: it is an upload of somebody else, or of nobody any more.
    """
    if not name.startswith(UPLOAD):
        return
    marks = [_mark(owner), *([lent_by[:MARK]] if lent_by else [])]
    if not any((_folder() / file_of(name).stem / mark).is_file() for mark in marks):
        raise DataError("These pictures were uploaded in another browser and open only there, or they are not on this "
                        "server any more. Ask whoever gave you the link for the ZIP, and upload it: then the link "
                        "opens here too.")


def _folder() -> Path:
    return Path(settings().data) / "upload_owners"


def _mark(owner: str) -> str:
    """Return a file's name for a reader, whose own name may hold anything and is a secret."""
    return sha256(owner.encode()).hexdigest()[:MARK]
