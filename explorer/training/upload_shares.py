"""Whose the uploaded ZIPs are: for each, the readers who keep it, and what a reader keeps altogether."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from explorer.errors import LimitError
from explorer.settings import settings
from explorer.training.data.catalogue import UPLOAD

LONGEST_TITLE = 200


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


def check_share(owner: str, digits: str, size: int) -> None:
    """Check that ``owner`` may keep this ZIP of ``size`` bytes too; one that they keep already counts once.

    Raises:
        LimitError: all of theirs together would be more than a reader may keep.
    """
    most = settings().uploads_bytes_per_reader
    others = [one.size for one in owned(owner) if one.name != UPLOAD + digits]
    if size > most:
        raise LimitError("The ZIP has {size:,.1f} MB; each reader may keep {most:,.1f} MB on this server. Use fewer or "
                         "smaller pictures.", size=size / 1e6, most=most / 1e6)
    if sum(others) + size > most:
        raise LimitError("With this ZIP, yours would take {total:,.1f} MB on this server; each reader may keep "
                         "{most:,.1f} MB. Remove one of your {count} others ({others:,.1f} MB), or use a smaller ZIP.",
                         total=(sum(others) + size) / 1e6, most=most / 1e6, count=len(others),
                         others=sum(others) / 1e6)


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


def _folder() -> Path:
    return Path(settings().data) / "upload_owners"


def _mark(owner: str) -> str:
    """Return a file's name for a reader, whose own name may hold anything and is a secret."""
    return sha256(owner.encode()).hexdigest()[:32]
