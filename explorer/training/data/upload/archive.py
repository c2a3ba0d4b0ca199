"""What is in a reader's ZIP, by its directory alone: nothing is unpacked before all of this is found to be sound."""

from __future__ import annotations

import io
import stat
import struct
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath
from zipfile import BadZipFile, ZipFile, ZipInfo

from explorer.errors import DataError, ExplorerError, LimitError
from explorer.runtime import CLOSE, size_text
from explorer.settings import Settings, settings

PICTURES = {".jpg", ".jpeg", ".png", ".webp"}
ARCHIVES = {".zip", ".tar", ".tgz", ".gz", ".bz2", ".xz", ".zst", ".7z", ".rar", ".jar", ".cab", ".iso"}
IS_UTF8 = 0x800


@dataclass(frozen=True, slots=True)
class Item:
    """One file of a ZIP. ``path``: folders and file name, as people wrote them."""

    path: tuple[str, ...]
    entry: ZipInfo

    @property
    def name(self) -> str:
        """For people."""
        return "/".join(self.path)

    @property
    def is_picture(self) -> bool:
        """Say whether its name is that of a picture."""
        return PurePosixPath(self.path[-1]).suffix.lower() in PICTURES


def items(archive: ZipFile) -> list[Item]:
    """Return the files of a ZIP, without folders and without what operating systems leave behind."""
    found = [Item(_path(entry), entry) for entry in archive.infolist() if not entry.is_dir()]
    return [item for item in found if item.path and not _is_litter(item.path)]


def refusals(archive: ZipFile, size: int, limits: Settings | None = None) -> tuple[ExplorerError, ...]:
    """Return every reason not to unpack a ZIP of ``size`` bytes, at most one of each kind; none where it is sound."""
    entries = archive.infolist()
    found = _too_much(entries, size, limits or settings())
    for is_wrong, template in WRONG.items():
        names = [entry.filename for entry in entries if is_wrong(entry)]
        if names:
            found.append(DataError(template, name=names[0][:200], count=len(names)))
    return tuple(found)


def _too_much(entries: Sequence[ZipInfo], size: int, limits: Settings) -> list[ExplorerError]:
    unpacked = sum(entry.file_size for entry in entries)
    packed = max(1, min(size, sum(entry.compress_size for entry in entries)))
    found: list[ExplorerError] = []
    if len(entries) > limits.zip_files:
        found.append(LimitError("The ZIP holds {count:,} files; at most {most:,} are read. Use fewer pictures.",
                                count=len(entries), most=limits.zip_files))
    if unpacked > limits.zip_unpacked:
        found.append(LimitError("The ZIP would unpack to {size}; at most {most} are read. Use fewer "
                                "or smaller pictures.", size=size_text(unpacked, digits=CLOSE),
                                most=size_text(limits.zip_unpacked, digits=CLOSE)))
    if unpacked > limits.zip_ratio * packed:
        found.append(DataError("The ZIP would unpack to {ratio:,.0f} times its size; pictures do not, and at most "
                               "{most} times is read. Pack JPEG, PNG or WebP files only.",
                               ratio=unpacked / packed, most=limits.zip_ratio))
    return found


def _is_outside(entry: ZipInfo) -> bool:
    name = entry.orig_filename
    return (name.startswith("/") or ".." in PurePosixPath(name).parts or "\\" in name or name[1:2] == ":"
            or any(unicodedata.category(letter) == "Cc" for letter in name))


def _is_link(entry: ZipInfo) -> bool:
    kind = stat.S_IFMT(entry.external_attr >> 16)
    return kind not in {0, stat.S_IFREG, stat.S_IFDIR}


def _is_locked(entry: ZipInfo) -> bool:
    return bool(entry.flag_bits & 1)


def _is_nested(entry: ZipInfo) -> bool:
    return PurePosixPath(entry.filename).suffix.lower() in ARCHIVES


WRONG: dict[Callable[[ZipInfo], bool], str] = {
    _is_outside: "{count} names in the ZIP point out of it, such as {name}. Pack the folders themselves.",
    _is_link: "{count} files in the ZIP are links, such as {name}. Pack the pictures themselves.",
    _is_locked: "{count} files in the ZIP are encrypted, such as {name}. Pack them without a password.",
    _is_nested: "{count} files in the ZIP are archives themselves, such as {name}. Unpack them first.",
}
"""What must not be in a ZIP, and what is said of it."""


def _path(entry: ZipInfo) -> tuple[str, ...]:
    """Return folders and file name; names of ZIPs that do not say so are UTF-8 or Korean, if they can be."""
    name = entry.filename
    if not entry.flag_bits & IS_UTF8 and not name.isascii():
        stored = name.encode("cp437")
        for encoding in ("utf-8", "cp949"):
            try:
                name = stored.decode(encoding)
                break
            except UnicodeDecodeError:
                continue
    return PurePosixPath(unicodedata.normalize("NFC", name)).parts


def _is_litter(path: tuple[str, ...]) -> bool:
    return "__MACOSX" in path or any(part.startswith(".") for part in path) or path[-1].lower() in {
        "thumbs.db", "desktop.ini"}


END = b"PK\x05\x06"
END_BYTES = 22
END64 = b"PK\x06\x06"
END64_BYTES = 56
LOCATOR = b"PK\x06\x07"
LOCATOR_BYTES = 20
LONGEST_COMMENT = 2**16 - 1
ENTRY_BYTES = 46 + 300
"""Of a file's line in a ZIP's directory: the fixed part, and a long name."""


def opened(data: bytes, limits: Settings | None = None) -> ZipFile:
    """Return the ZIP in ``data``, with its directory read; ``limits`` are those of this server by default.

    Raises:
        DataError: not a ZIP.
        LimitError: too large, or a directory so long that reading it would fill the memory.
    """
    limits = limits or settings()
    if len(data) > limits.zip_bytes:
        raise LimitError("The ZIP has {size}; this server takes up to {most}. Use fewer or smaller "
                         "pictures.", size=size_text(len(data), digits=CLOSE),
                         most=size_text(limits.zip_bytes, digits=CLOSE))
    if directory_bytes(data) > ENTRY_BYTES * limits.zip_files:
        raise LimitError("The directory of the ZIP is longer than that of {most:,} files, the most that this server "
                         "takes. Use fewer pictures.", most=limits.zip_files)
    try:
        return ZipFile(io.BytesIO(data))
    except (BadZipFile, NotImplementedError, OSError, ValueError, struct.error) as error:
        raise DataError("This file cannot be read as a ZIP ({reason}). Pack the folders again as a plain .zip file.",
                        reason=str(error)) from error


def directory_bytes(data: bytes) -> int:
    """Return how long the list of files at the end of a ZIP is, by any of its records; 0 where there is none.

    Python's ``zipfile`` reads as much, whatever the number of files is said to be.

    Source:
        PKWARE, .ZIP File Format Specification 6.3.10, 4.3.14 to 4.3.16.
    """
    place = data.rfind(END, max(0, len(data) - END_BYTES - LONGEST_COMMENT), len(data) - END_BYTES + len(END))
    if place < 0:
        return 0
    sizes: list[int] = [*struct.unpack_from("<L", data, place + 12)]
    locator = place - LOCATOR_BYTES
    if locator >= 0 and data.startswith(LOCATOR, locator):
        (stated,) = struct.unpack_from("<Q", data, locator + 8)
        for start in (locator - END64_BYTES, stated):
            if 0 <= start <= locator - END64_BYTES and data.startswith(END64, start):
                sizes += struct.unpack_from("<Q", data, start + 40)
    return max(sizes)
