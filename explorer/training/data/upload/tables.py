"""A table beside the pictures, such as ``labels.csv``, that says which file is of which class."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from pathlib import PurePosixPath

from explorer.training.data.upload.encodings import decoded_name, fitting
from explorer.training.data.upload.names import LONGEST_CLASS

Path = tuple[str, ...]
"""Folders and file name."""
SUFFIXES = {".csv", ".tsv"}
CLASS_HEADS = {"class", "label", "category", "target", "species", "breed", "classname", "labelname", "y"}
"""How the column of the classes may be called, in small letters."""
MOST_BYTES = 8 * 2**20
"""Of one table."""
MOST_COLUMNS = 64
MOST_TABLES = 8


def classes_in(tables: Mapping[Path, bytes], paths: Sequence[Path]) -> dict[int, str]:
    """Return the number of each picture's path that a table names, and the class that it says.

    A column whose values are the names of pictures, with or without their ends, or with folders before them, is that
    of the files; the classes stand in the column that is called so, or in the next one.

    Args:
        tables: paths of tables and what is in them.
        paths: of the pictures.
    """
    index = _Index(paths)
    found: dict[int, str] = {}
    for where, data in sorted(tables.items()):
        found |= _read(_rows(data), where[:-1], index)
    return found


class _Index:
    """The pictures of a ZIP by their names, with and without the ends that say what kind of file each is."""

    def __init__(self, paths: Sequence[Path]) -> None:
        self._whole: dict[Path, int] = {}
        self._last: dict[str, list[int]] = defaultdict(list)
        for place, path in enumerate(paths):
            for name in {path[-1], PurePosixPath(path[-1]).stem}:
                self._whole.setdefault((*path[:-1], name), place)
                self._last[name].append(place)

    def has(self, cell: str) -> bool:
        """Say whether a cell ends in the name of a picture."""
        return cell.replace("\\", "/").rpartition("/")[2] in self._last

    def meant(self, cell: str, folder: Path) -> int | None:
        """Return the picture that a cell of a table in ``folder`` names: below it, or the only one of this name."""
        named = tuple(part for part in cell.replace("\\", "/").split("/") if part not in {"", "."})
        for start in range(len(folder), -1, -1):
            if (place := self._whole.get((*folder[:start], *named))) is not None:
                return place
        several = self._last.get(named[-1], []) if named else []
        return several[0] if len(several) == 1 else None


def _rows(data: bytes) -> list[list[str]]:
    text = _text(data)
    first = text.partition("\n")[0]
    delimiter = max(",;\t", key=first.count)
    try:
        return [[cell.strip() for cell in row[:MOST_COLUMNS]]
                for row in csv.reader(io.StringIO(text), delimiter=delimiter) if row]
    except csv.Error:
        return []


def _text(data: bytes) -> str:
    """Return a table as text: UTF-8, UTF-16 as Excel writes it, or what its lines fit best."""
    if data[:2] in {b"\xff\xfe", b"\xfe\xff"}:
        return data.decode("utf-16", errors="replace")
    encoding = next(iter(fitting(data.splitlines())), "utf-8")
    return decoded_name(data, encoding).removeprefix("\ufeff").replace("\0", "")


def _read(rows: list[list[str]], folder: Path, index: _Index) -> dict[int, str]:
    files = Counter(column for row in rows for column, cell in enumerate(row) if index.has(cell))
    if not files:
        return {}
    file = files.most_common(1)[0][0]
    classes = _class_column(rows[0], file)
    named = [(index.meant(row[file], folder), row[classes][:LONGEST_CLASS]) for row in rows
             if max(file, classes) < len(row)]
    return {place: category for place, category in named if place is not None and category}


def _class_column(head: list[str], file: int) -> int:
    named = [column for column, cell in enumerate(head) if column != file
             and re.sub(r"[^a-z]", "", cell.casefold()) in CLASS_HEADS]
    return named[0] if named else 1 if file == 0 else 0 if file == 1 else file + 1
