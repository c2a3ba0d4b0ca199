"""Test pictures of a data set in a ZIP of class folders, ``test/<class>/<file>``, opened one by one."""

from __future__ import annotations

import zlib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256
from pathlib import Path, PurePosixPath
from zipfile import BadZipFile, ZipFile

from explorer.errors import DataError
from explorer.images import Picture, open_image

FOLDER = "test"


@dataclass(frozen=True, slots=True)
class Listing:
    """The test pictures of a ZIP, in the order of their names."""

    path: Path
    names: tuple[str, ...]
    key: str
    """SHA-256 of names and checksums: the same key means the same pictures in the same order."""

    def pictures(self, numbers: Iterable[int]) -> list[Picture]:
        """Return the pictures of these numbers, each named after its class.

        Raises:
            DataError: the ZIP is not what it was, or holds no such picture.
            ImageError, LimitError: see :func:`explorer.images.open_image`.
        """
        try:
            with ZipFile(self.path) as archive:
                return [open_image(archive.read(self.names[number]), category(self.names[number]))
                        for number in numbers]
        except (OSError, BadZipFile, zlib.error, LookupError, RuntimeError, NotImplementedError) as error:
            raise _unreadable(self.path, error) from error


def listing(path: Path) -> Listing:
    """Return what lies in the test folders of a ZIP; nothing is unpacked.

    Raises:
        DataError: there is no such file, it is no ZIP, or holds no such folders.
    """
    try:
        state = path.stat()
        return _listing(path, state.st_mtime_ns, state.st_size)
    except (OSError, BadZipFile) as error:
        raise _unreadable(path, error) from error


def category(name: str) -> str:
    """Return the class of the picture called ``test/<class>/<file>``."""
    return PurePosixPath(name).parts[1]


@lru_cache(maxsize=4)
def _listing(path: Path, _changed: int, _size: int) -> Listing:
    with ZipFile(path) as archive:
        sums = {entry.filename: entry.CRC for entry in archive.infolist() if _is_test(entry.filename)}
    if not sums:
        raise DataError("{name} has no folders test/<class> with pictures. Choose the ZIP of the data set.",
                        name=path.name)
    names = tuple(sorted(sums))
    return Listing(path, names, sha256("".join(f"{name}:{sums[name]};" for name in names).encode()).hexdigest())


def _is_test(name: str) -> bool:
    parts = PurePosixPath(name).parts
    return len(parts) == 3 and parts[0] == FOLDER and not name.endswith("/")


def _unreadable(path: Path, error: Exception) -> DataError:
    return DataError("{name} cannot be read as a ZIP of pictures ({reason}). Name the ZIP of the data set.",
                     name=path.name, reason=getattr(error, "strerror", None) or str(error))
