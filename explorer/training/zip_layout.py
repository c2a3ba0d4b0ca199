"""Which class and which part a picture in a ZIP belongs to, by its path. Names only; nothing is opened."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

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
