"""Where a ZIP's folders and file names say which class a picture is of, and which part of the set it belongs to."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import takewhile
from typing import NamedTuple

from explorer.training.data.upload.answers import LAYOUTS, Answers
from explorer.training.data.upload.names import LONGEST_CLASS, class_in, number_order

Path = tuple[str, ...]
"""Folders and file name."""
WORDS = {"train": "train", "training": "train", "val": "val", "valid": "val", "validation": "val", "dev": "val",
         "test": "test", "testing": "test"}
"""How parts of a set are called, in small letters, and what they are."""
COMPANY = {"", "set", "sets", "data", "dataset", "image", "images", "img", "imgs", "photos", "pictures", "pics",
           "split", "folder", "files"}
"""What stands directly before or after such a word, as in ``trainset``; ``trainer`` is something else."""
PLAIN = {"images", "image", "imgs", "img", "pictures", "photos", "data", "jpg", "jpeg", "png"}
"""Folders that say nothing of what is in them."""


class Home(NamedTuple):
    """Where a picture belongs. ``part``: train, val or test; empty where the ZIP has no parts of its own."""

    part: str
    category: str


@dataclass(frozen=True, slots=True)
class Layout:
    """How the names in a ZIP are read."""

    kind: str
    """One of ``LAYOUTS``."""
    homes: tuple[Home | None, ...]
    """Of each path; None where nothing names a class."""
    offers: dict[str, tuple[str, ...]]
    """The kinds that a reader may choose from, and the classes that each finds, in the order of their numbers."""
    asks: bool
    """The names can be read in several ways, and only people can say in which."""
    roles: dict[str, str] = field(default_factory=dict)
    """Folders around or within class folders, and which part of the set each is: train, val, test or none."""
    again: frozenset[int] = frozenset()
    """Numbers of the paths that lie in a copy of the set within itself."""


def read_layout(paths: Sequence[Path], answers: Answers, table: Mapping[int, str]) -> Layout:
    """Return how the pictures of a ZIP are read: as a reader says, or as the names suggest.

    Folders that wrap everything are looked through, and so is the set packed once more inside itself. Folders below
    a class folder do not matter.

    Args:
        paths: of the pictures.
        answers: of the reader.
        table: number of a path, and the class that a table in the ZIP says.
    """
    skipped = _wrappers(paths)
    inner, again = _once([path[min(skipped, len(path) - 1):] for path in paths])
    inner = [_collapsed(path) for path in inner]
    tree = _Tree(inner, dict(answers.roles), table)
    found = {kind: tree.homes(kind) for kind in LAYOUTS}
    several = {kind for kind in LAYOUTS if _is_several([home.category for home in found[kind] if home], kind)}
    several -= set() if tree.is_divided_within else {"inside"}
    usual, asks = tree.usual(several)
    kind = answers.layout or usual
    offers = several if asks else several & {usual, "table"}
    classes = {one: tuple(sorted({home.category for home in found[one] if home}, key=number_order))
               for one in LAYOUTS if one in offers | {kind}}
    return Layout(kind, tuple(found[kind]), classes, asks and not answers.layout, tree.roles(kind), again)


def _is_several(categories: Sequence[str], kind: str) -> bool:
    """Say whether a layout finds two classes or more; names of files must repeat to be names of classes."""
    return len(set(categories)) > 1 and (kind != "names" or 2 * len(set(categories)) <= len(categories))


@lru_cache(maxsize=4096)
def role_of(folder: str, *, loosely: bool = False) -> str:
    """Return which part of a set a folder's name says it is, or none; ``loosely``: wherever such a word stands in it.

    ``seg_train``, ``Test2017``, ``valSet`` and ``my-training-images`` say so; ``trainers`` does only loosely.
    """
    words = re.findall(r"[^\W\d_]+", re.sub(r"(?<=[a-z])(?=[A-Z])", " ", folder).replace("_", " "))
    for word in (word.casefold() for word in words):
        for known in sorted(WORDS, key=len, reverse=True):
            before, found, after = word.partition(known)
            if found and (loosely or (before in COMPANY and after.removeprefix("s") in COMPANY | {"et", "ets"})):
                return WORDS[known]
    return ""


def _wrappers(paths: Sequence[Path]) -> int:
    """Return how many folders all pictures share before the folders of classes or parts begin; strays do not count."""
    skipped = 0
    while True:
        deep = [path for path in paths if len(path) - skipped > 2]
        names = {path[skipped] for path in deep}
        if len(names) != 1 or len(deep) < 0.9 * len(paths) or role_of(min(names)):
            return skipped
        skipped += 1


MOST_COPIES = 4
"""Of a set within itself, one in the other."""


def _once(paths: list[Path]) -> tuple[list[Path], frozenset[int]]:
    """Return the paths with a copy of the set inside itself laid over it, and which of them lie in the copy.

    A copy is a folder among others that holds folders by the names of all of those.
    """
    again: set[int] = set()
    for copy in takewhile(bool, (_copy(paths) for _ in range(MOST_COPIES))):
        inside = [place for place, path in enumerate(paths) if len(path) > 1 and path[0] == copy]
        again.update(inside)
        paths = [path[1:] if len(path) > 1 and path[0] == copy else path for path in paths]
    return paths, frozenset(again)


def _copy(paths: Sequence[Path]) -> str:
    held: dict[str, set[str]] = defaultdict(set)
    for path in paths:
        if len(path) > 1:
            held[path[0]].update(path[1:2] if len(path) > 2 else ())
    return next((folder for folder, inside in held.items() if len(held) > 2 and held.keys() - {folder} <= inside), "")


def _collapsed(path: Path) -> Path:
    """Return a path without a folder inside one of the same name or part, ``seg_train/seg_train`` or ``test/Test``."""
    last = 1
    while last < len(path) - 1 and (path[last] == path[0]
                                    or (role_of(path[0]) and role_of(path[last]) == role_of(path[0]))):
        last += 1
    return (*path[:1], *path[last:]) if last > 1 else path


class _Tree:
    """The folders of a ZIP, and how each layout reads them."""

    def __init__(self, paths: list[Path], said: Mapping[str, str], table: Mapping[int, str]) -> None:
        self._said, self._table = said, table
        self._paths = _without_plain(paths)
        self._outer = Counter(path[0] for path in self._paths if len(path) > 1)
        self._held: dict[str, set[str]] = defaultdict(set)
        for path in self._paths:
            if len(path) > 2:
                self._held[path[0]].add(path[1])
        self._inner = Counter(path[1] for path in self._paths if len(path) > 2)

    @property
    def is_divided_within(self) -> bool:
        """Say whether each class has folders of its own for the parts of the set."""
        within = {role_of(folder) for folder in self._inner}
        return "train" in within and "" not in within and self._held.keys() == self._outer.keys()

    def usual(self, offers: Collection[str]) -> tuple[str, bool]:
        """Return the layout that the names suggest, and whether a reader must be asked."""
        parts = {folder for folder in self._held if role_of(folder)}
        holders = Counter(name for inside in self._held.values() for name in inside)
        alike = {folder for folder, inside in self._held.items() if any(holders[name] > 1 for name in inside)}
        if any(role_of(folder) == "train" for folder in parts):
            return "parts", "parts" in offers and bool(alike - parts)
        if self.is_divided_within:
            return "inside", False
        only_parts = len(self._outer) > 1 and all(map(role_of, self._outer))
        if "classes" in offers and not (only_parts and {"table", "names"} & set(offers)):
            may_be_parts = bool(alike) and "parts" in offers
            return ("parts" if may_be_parts and parts else "classes"), may_be_parts or only_parts
        return next((kind for kind in ("table", "names", "parts") if kind in offers), "classes"), False

    def roles(self, kind: str) -> dict[str, str]:
        """Return which part each folder around or within class folders is."""
        folders = {"parts": list(self._held), "inside": list(self._inner)}.get(kind, [])
        guessed = {folder: role_of(folder) or role_of(folder, loosely=True) for folder in folders}
        rest = "none" if "train" in guessed.values() else "train"
        return {folder: self._said.get(folder) or guessed[folder] or rest for folder in folders}

    def homes(self, kind: str) -> list[Home | None]:
        """Return where each picture belongs; what is in no part of a set that has some belongs nowhere."""
        roles = self.roles(kind)
        homes = [self._home(kind, place, path, roles) for place, path in enumerate(self._paths)]
        if not any(home and home.part == "train" for home in homes):
            return [home and Home("", home.category) for home in homes]
        return [home if home and home.part in {"train", "val", "test"} else None for home in homes]

    def _home(self, kind: str, place: int, path: Path, roles: Mapping[str, str]) -> Home | None:
        if kind == "classes":
            return Home("", path[0]) if len(path) > 1 else None
        if kind in {"parts", "inside"}:
            if len(path) < 3:
                return None
            part, category = path[:2] if kind == "parts" else path[1::-1]
            return None if roles[part] == "none" else Home(roles[part], category)
        category = self._table.get(place, "") if kind == "table" else class_in(path[-1])[:LONGEST_CLASS]
        return Home(next(filter(None, map(role_of, path[:-1])), ""), category) if category else None


def _without_plain(paths: list[Path]) -> list[Path]:
    """Return the paths without a folder like ``images`` between a part and its classes."""
    held: dict[str, set[str]] = defaultdict(set)
    for path in paths:
        if len(path) > 3:
            held[path[0]].add(path[1])
    plain = {part for part, inside in held.items() if role_of(part) and len(inside) == 1
             and min(inside).casefold() in PLAIN}
    return [(path[0], *path[2:]) if len(path) > 3 and path[0] in plain else path for path in paths]
