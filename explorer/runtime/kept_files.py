"""Files of readers' own networks on disk, each under the hash of its bytes: only whoever gave one finds it.

A network is called ``onnx/<file>-<card>``: 32 hexadecimal digits of the SHA-256 of its file, and 8 of its card, a
record that says how pictures are prepared for it and what its classes are called. A card never changes, so a name means
the same as long as the file is kept; other names of classes make another card.

    networks/<file>/network.onnx      the file
    networks/<file>/<card>.json       its cards
    networks/<file>/owner-<mark>      for each reader who gave it: its title and the card that it opens with
"""

from __future__ import annotations

import json
import os
import re
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from threading import Lock
from typing import Any

from explorer.errors import LimitError, NetworkError
from explorer.runtime import run_files
from explorer.runtime.sizes import CLOSE, size_text
from explorer.settings import settings

KIND = "onnx/"
NAME = re.compile(r"onnx/([0-9a-f]{32})-([0-9a-f]{8})", re.ASCII)
FILE, OWNER = "network.onnx", "owner-"
MARK = 32
"""Digits of an owner's SHA-256 in the name of a note."""
LONGEST_TITLE = 80
MOST_CARDS = 40
"""Cards of one file; those made longest ago make room."""
_keeping = Lock()
Card = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class KeptFile:
    """One of a reader's own networks."""

    name: str
    """What ``explorer.networks.load`` takes."""
    title: str
    """What its file was called."""
    size: int
    """Bytes."""


def keep_file(data: bytes, owner: str, title: str, card: Card, times: float = 1.0) -> str:
    """Store a network's file and card for ``owner``, and return its name; the same file is stored once.

    Where there is no room, the files that were used longest ago go.

    Args:
        data: the file, checked already.
        owner: whose it is, by any name that nobody else has.
        title: what its file was called.
        card: what JSON can hold.
        times: how many times as many bytes as other readers this one may keep, as teachers.

    Raises:
        LimitError: the files of this owner together would be more than a reader may keep.
        DataError: the disk is full.
    """
    digits = sha256(data).hexdigest()[:32]
    with _keeping:
        _check_share(owner, digits, len(data), times)
        folder = _folder() / digits
        if not (folder / FILE).is_file():
            folder.mkdir(parents=True, exist_ok=True)
            _make_room(len(data), but=digits)
            run_files.write_whole(folder / FILE, data)
        return _dealt(digits, owner, title, card)


def with_card(name: str, owner: str, card: Card) -> str:
    """Return the name of an owner's network with another card.

    Raises:
        NetworkError: it is not theirs, or not here any more.
    """
    check_network_owner(owner, name)
    with _keeping:
        title = _claim(_parts(name)[0], owner).get("title", "")
        return _dealt(_parts(name)[0], owner, title, card)


def kept_data(name: str) -> bytes:
    """Return the file of a network, as it was given.

    Raises:
        NetworkError: it is not here any more, or was changed on the disk.
    """
    digits, _card = _parts(name)
    path = _folder() / digits / FILE
    try:
        data = path.read_bytes()
        os.utime(path)
    except FileNotFoundError:
        raise _gone() from None
    if sha256(data).hexdigest()[:32] != digits:
        raise NetworkError("The file of this network has changed on this server's disk. Open it again.")
    return data


def kept_card(name: str) -> dict[str, Any]:
    """Return the card of a network.

    Raises:
        NetworkError: it is not here any more.
    """
    digits, card = _parts(name)
    try:
        found: dict[str, Any] = json.loads((_folder() / digits / f"{card}.json").read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise _gone() from None
    return found


def kept_files(owner: str) -> tuple[KeptFile, ...]:
    """Return the networks that ``owner`` keeps and that are still here, by title."""
    found = []
    for claim in _folder().glob(f"*/{OWNER}{_mark(owner)}"):
        told = _claim(claim.parent.name, owner)
        try:
            size = (claim.parent / FILE).stat().st_size
        except FileNotFoundError:  # made room for others
            continue
        if told:
            found.append(KeptFile(f"{KIND}{claim.parent.name}-{told['card']}", told["title"], size))
    return tuple(sorted(found, key=lambda one: (one.title, one.name)))


def forget_file(name: str, owner: str) -> None:
    """Let go of an owner's network; its file is removed unless others keep it too."""
    with _keeping:
        folder = _folder() / _parts(name)[0]
        claim = folder / f"{OWNER}{_mark(owner)}"
        if claim.exists():
            claim.unlink()
            if not any(folder.glob(f"{OWNER}*")):
                shutil.rmtree(folder, ignore_errors=True)


def check_network_owner(owner: str, name: str, *, lent_by: str = "") -> None:
    """Check that ``owner`` may open a network: those that are no files of readers, and files of their own.

    Whether somebody else's is here makes no difference: a link tells nothing about it.

    Args:
        lent_by: SHA-256, hexadecimal, of another owner who lets this one open a file of theirs; empty: nobody.

    Raises:
        NetworkError: it is somebody else's, or nobody's any more.
    """
    if not name.startswith(KIND):
        return
    marks = [_mark(owner), *([lent_by[:MARK]] if lent_by else [])]
    if not any((_folder() / _parts(name)[0] / f"{OWNER}{mark}").is_file() for mark in marks):
        raise _gone()


def _dealt(digits: str, owner: str, title: str, card: Card) -> str:
    """Write a card and the note of its owner; return the network's name."""
    folder = _folder() / digits
    text = json.dumps(card, sort_keys=True, ensure_ascii=False)
    number = sha256(text.encode()).hexdigest()[:8]
    run_files.write_whole(folder / f"{number}.json", text.encode())
    note = {"title": title[:LONGEST_TITLE], "card": number}
    run_files.write_whole(folder / f"{OWNER}{_mark(owner)}", json.dumps(note).encode())
    cards = sorted(folder.glob("*.json"), key=lambda path: path.stat().st_mtime)
    for old in cards[:-MOST_CARDS]:
        old.unlink(missing_ok=True)
    return f"{KIND}{digits}-{number}"


def _claim(digits: str, owner: str) -> dict[str, str]:
    try:
        found: dict[str, str] = json.loads((_folder() / digits / f"{OWNER}{_mark(owner)}").read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    return found


def _check_share(owner: str, digits: str, size: int, times: float) -> None:
    most = int(settings().networks_bytes_per_reader * times)
    others = [one.size for one in kept_files(owner) if not one.name.startswith(KIND + digits)]
    if sum(others) + size > most:
        raise LimitError("With this file, your networks would take {total} on this server; each reader may keep "
                         "{most}. Remove one of your {count} others ({others}), or save it in half precision.",
                         total=size_text(sum(others) + size, digits=CLOSE), most=size_text(most, digits=CLOSE),
                         count=len(others), others=size_text(sum(others), digits=CLOSE))


def _make_room(size: int, *, but: str) -> None:
    """Remove the files that were used longest ago until ``size`` bytes more are at most what this server keeps."""
    known = sorted((path.stat().st_mtime, path.stat().st_size, path.parent) for path in _folder().glob(f"*/{FILE}")
                   if path.parent.name != but)
    used = sum(bytes_ for _, bytes_, _folder_ in known)
    for _, bytes_, folder in known:
        if used + size <= settings().networks_bytes:
            return
        shutil.rmtree(folder, ignore_errors=True)
        used -= bytes_


def _parts(name: str) -> tuple[str, str]:
    found = NAME.fullmatch(name)
    if found is None:
        raise _gone()
    return found.group(1), found.group(2)


def _gone() -> NetworkError:
    return NetworkError("This network was opened from a file in another browser and is found only there, or it is not "
                        "on this server any more. Open its file again, or choose another network.")


def _folder() -> Path:
    return Path(settings().data) / "networks"


def _mark(owner: str) -> str:
    """Return a file's name for a reader, whose own name may hold anything and is a secret."""
    return sha256(owner.encode()).hexdigest()[:MARK]
