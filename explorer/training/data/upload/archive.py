"""What is in a reader's ZIP, by its directory alone: nothing is unpacked before all of this is found to be sound."""

from __future__ import annotations

import io
import re
import stat
import struct
import unicodedata
import zlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath
from urllib.parse import unquote
from zipfile import BadZipFile, ZipFile, ZipInfo

from explorer.errors import N_, DataError, ExplorerError, LimitError
from explorer.images import OPENED_EXTENSIONS
from explorer.runtime import CLOSE, size_text
from explorer.settings import Settings, settings
from explorer.training.data.upload.encodings import decoded_name, fitting

ARCHIVES = {".zip", ".tar", ".tgz", ".gz", ".bz2", ".xz", ".zst", ".7z", ".rar", ".jar", ".cab", ".iso"}
IS_UTF8 = 0x800
UNICODE_PATH = 0x7075
"""Of the extra field in which some programs write a name in UTF-8 beside the one in a code page."""

LONGEST_FOLDER = 255
"""Of one folder's name, characters, as file systems have it."""


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
        return PurePosixPath(self.path[-1]).suffix.lower() in OPENED_EXTENSIONS


@dataclass(frozen=True, slots=True)
class Contents:
    """The names in a ZIP, as they read in one encoding."""

    items: tuple[Item, ...]
    """Its files, without folders and without what operating systems leave behind."""
    encoding: str
    """Of the names that do not say theirs; empty where all do, or are plain ASCII."""
    encodings: tuple[str, ...]
    """All that these names can be in, the likeliest first."""
    reasons: tuple[ExplorerError, ...]
    """Why it must not be unpacked, at most one reason of each kind."""


def contents(entries: Sequence[ZipInfo], encoding: str = "") -> Contents:
    """Return what the directory of a ZIP says, names read in ``encoding``, or in what fits all of them best."""
    stored = [stored_name(entry) for entry in entries]
    fit = fitting([name for name in stored if isinstance(name, bytes)])
    encoding = (encoding or fit[0]) if fit else ""
    names = [name if isinstance(name, str) else decoded_name(name, encoding or "ascii") for name in stored]
    named = list(zip(names, entries, strict=True))
    kept = [(name, entry) for name, entry in named if not _is_litter(name.replace("\\", "/").split("/"))]
    reasons = []
    for is_wrong, template in WRONG.items():
        wrong = [name for name, entry in (named if is_wrong is _is_outside else kept) if is_wrong(name, entry)]
        if wrong:
            reasons.append(DataError(template, name=wrong[0][:200], count=len(wrong)))
    items = [Item(_path(name), entry) for name, entry in kept if not name.endswith(("/", "\\"))]
    return Contents(tuple(item for item in items if item.path[-1]), encoding, fit, tuple(reasons))


def refusals(found: Contents, size: int, limits: Settings | None = None) -> tuple[ExplorerError, ...]:
    """Return every reason not to unpack a ZIP of ``size`` bytes, at most one of each kind; none where it is sound."""
    return (*_too_much([item.entry for item in found.items], size, limits or settings()), *found.reasons)


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
                               "{most} times is read. Pack picture files only.",
                               ratio=unpacked / packed, most=limits.zip_ratio))
    return found


def stored_name(entry: ZipInfo) -> str | bytes:
    """Return a name as text where the ZIP says what it is in, or as its bytes; ``zipfile`` reads those as cp437."""
    if entry.flag_bits & IS_UTF8:
        return entry.orig_filename
    stored = entry.orig_filename.encode("cp437")
    if stored.isascii():
        return entry.orig_filename
    return _unicode_path(entry.extra, stored) or stored


def _unicode_path(extra: bytes, stored: bytes) -> str:
    """Return the name in the extra field of Info-ZIP, if there is one and it belongs to the stored one."""
    place = 0
    while place + 4 <= len(extra):
        kind, length = struct.unpack_from("<HH", extra, place)
        field = extra[place + 4:place + 4 + length]
        if kind == UNICODE_PATH and len(field) > 5 and struct.unpack_from("<L", field, 1)[0] == zlib.crc32(stored):
            return field[5:].decode(errors="replace")
        place += 4 + length
    return ""


def _path(name: str) -> tuple[str, ...]:
    """Return folders and file name; backslashes are separators, as .NET before 4.6.1 and PowerShell 5.1 write them."""
    parts = unicodedata.normalize("NFC", name).replace("\\", "/").split("/")
    *folders, file = [part for part in parts if part not in {"", "."}] or [""]
    return (*(folder[:LONGEST_FOLDER] for folder in folders), file)


def _is_outside(name: str, _entry: ZipInfo) -> bool:
    """Say whether a name would lead out of the folder it is unpacked into, however it is spelt.

    A colon alone does not: ``12:30.jpg`` is a good name on a phone.
    """
    for spelt in (name, unicodedata.normalize("NFKC", unquote(name))):
        spelt = spelt.replace("\\", "/")
        if spelt.startswith("/") or re.match(r"[A-Za-z]:/", spelt):
            return True
        if any(len(dots) > 1 and set(dots) == {"."} for dots in (part.replace(" ", "") for part in spelt.split("/"))):
            return True
    return False


def _is_hidden(name: str, _entry: ZipInfo) -> bool:
    return any(letter < " " or letter == "\x7f" for letter in name)


def _is_link(_name: str, entry: ZipInfo) -> bool:
    kind = stat.S_IFMT(entry.external_attr >> 16)
    return kind not in {0, stat.S_IFREG, stat.S_IFDIR}


def _is_locked(_name: str, entry: ZipInfo) -> bool:
    return bool(entry.flag_bits & 1)


def _is_nested(name: str, _entry: ZipInfo) -> bool:
    return PurePosixPath(name).suffix.lower() in ARCHIVES


WRONG: dict[Callable[[str, ZipInfo], bool], str] = {
    _is_outside: N_("Names in the ZIP that point out of it: {count}, such as {name}. Pack the folders themselves."),
    _is_hidden: N_("Names in the ZIP with invisible characters: {count}, such as {name!r}. Rename these files."),
    _is_link: N_("Files in the ZIP that are links: {count}, such as {name}. Pack the pictures themselves."),
    _is_locked: N_("Files in the ZIP that are encrypted: {count}, such as {name}. Pack them without a password."),
    _is_nested: N_("Files in the ZIP that are archives themselves: {count}, such as {name}. Unpack them first."),
}
"""What must not be in a ZIP, and what is said of it."""

LITTER = {"__macosx", "thumbs.db", "ehthumbs.db", "desktop.ini", "@eadir", "#recycle", "$recycle.bin", "icon\r",
          "icon\uf00d", "system volume information", "lost+found"}
"""What macOS, Windows and network disks leave in folders, in small letters; names with a dot before them, too."""


def _is_litter(parts: Sequence[str]) -> bool:
    return any(part.lower() in LITTER or (part.startswith(".") and part.strip(". ")) for part in parts)


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
