"""The one file that a backup is: a packed tar of plain files, and a manifest at its end that tells the hash of each.

    database.sqlite, database.pgdump    the dump, whichever there was
    data/jobs/<id>/checkpoint...        the data folder, as far as it is kept
    lessons/...                         a teacher's own lessons
    manifest.json                       format, form of the tables, kind of database, SHA-256 and size of each file

The manifest stands at the end because a file's hash is known once it has been read, and each is read once.
"""

from __future__ import annotations

import io
import json
import os
import tarfile
import zlib
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from hashlib import sha256
from pathlib import Path, PurePosixPath
from typing import IO, Any, BinaryIO

from explorer.errors import ExplorerError

FORMAT = 1
"""Of the archive itself."""
MANIFEST = "manifest.json"
DATA, LESSONS = "data", "lessons"
DUMPS = {"sqlite": "database.sqlite", "postgresql": "database.pgdump"}
"""Kind of database -> the name of its dump."""
LEVEL = 1
"""Of gzip: weights hardly shrink, and a higher level takes five times as long."""
LONGEST_MANIFEST = 2**28
BROKEN = (tarfile.TarError, EOFError, zlib.error, OSError)


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """What a backup says of itself."""

    made: str
    """When, UTC."""
    form: int
    """Of the tables."""
    database: str
    """``sqlite``, ``postgresql``, or ``none``: there was none yet."""
    files: Mapping[str, tuple[str, int]] = field(default_factory=dict)
    """Name -> SHA-256, hexadecimal, and size, bytes."""
    format: int = FORMAT

    @property
    def size(self) -> int:
        """Bytes of all files together."""
        return sum(size for _, size in self.files.values())


class ArchiveWriter:
    """Writes one file after the other into ``stream``."""

    def __init__(self, stream: BinaryIO) -> None:
        self._tar = tarfile.open(fileobj=stream, mode="w:gz", compresslevel=LEVEL,  # noqa: SIM115, see `close`
                                 format=tarfile.PAX_FORMAT)
        self.files: dict[str, tuple[str, int]] = {}

    def add(self, name: str, file: IO[bytes]) -> None:
        """Write an open file under ``name``, as long as it is now.

        Raises:
            OSError: it has become shorter meanwhile.
        """
        told = os.fstat(file.fileno())
        member = tarfile.TarInfo(name)
        member.size, member.mtime, member.mode = told.st_size, told.st_mtime, 0o600  # type: ignore[assignment]
        hashed = _Hashed(file)
        self._tar.addfile(member, hashed)  # type: ignore[arg-type]
        self.files[name] = (hashed.digest.hexdigest(), told.st_size)

    def close(self, manifest: Manifest) -> None:
        """Write the manifest, and end the archive."""
        text = json.dumps(asdict(manifest)).encode()
        member = tarfile.TarInfo(MANIFEST)
        member.size, member.mode = len(text), 0o600
        self._tar.addfile(member, io.BytesIO(text))
        self._tar.close()


class _Hashed:
    """A file that remembers the hash of what was read from it."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file, self.digest = file, sha256()

    def read(self, count: int) -> bytes:
        found = self._file.read(count)
        self.digest.update(found)
        return found


def checked(path: Path) -> Manifest:
    """Return what the backup in ``path`` says of itself, after all of it was read and compared with that.

    Raises:
        ExplorerError: it is none, damaged, or of a newer version of the app.
    """
    found: dict[str, tuple[str, int]] = {}
    record: Any = None
    try:
        with tarfile.open(path, "r:gz") as tar:
            for member in tar:
                if record is not None or member.name in found or not _is_sound(member):
                    raise _damaged(path, member.name)
                if member.name == MANIFEST:
                    record = json.loads(_read(tar, member))
                else:
                    found[member.name] = (_digest(tar, member), member.size)
    except (*BROKEN, ValueError) as error:
        raise _damaged(path, str(error)[:100]) from error
    manifest = _manifest(path, record)
    told = {name: tuple(values) for name, values in manifest.files.items()}
    if told != found:
        wrong = sorted(name for name in told.keys() | found.keys() if told.get(name) != found.get(name))
        raise _damaged(path, wrong[0])
    return manifest


def unpack(path: Path, target: Path) -> None:
    """Write all files of a checked backup below the folder ``target``, closed to other users; times are kept.

    Raises:
        OSError: the disk is full, or cannot be written to.
    """
    with tarfile.open(path, "r:gz") as tar:
        for member in tar:
            if member.name != MANIFEST:
                folder = target
                for part in PurePosixPath(member.name).parts[:-1]:
                    folder = folder / part
                    folder.mkdir(mode=0o700, exist_ok=True)
                tar.extract(member, target, filter="data")


def _is_sound(member: tarfile.TarInfo) -> bool:
    """Say whether a member is a plain file in a place where a backup has one."""
    parts = PurePosixPath(member.name).parts
    known = member.name in {MANIFEST, *DUMPS.values()} or (len(parts) > 1 and parts[0] in {DATA, LESSONS})
    clean = member.name == "/".join(parts) and ".." not in parts and "\0" not in member.name
    return member.isreg() and known and clean


def _read(tar: tarfile.TarFile, member: tarfile.TarInfo) -> bytes:
    file = tar.extractfile(member) if member.size < LONGEST_MANIFEST else None
    return file.read() if file else b""


def _digest(tar: tarfile.TarFile, member: tarfile.TarInfo) -> str:
    file, digest = tar.extractfile(member), sha256()
    while block := (file.read(2**20) if file else b""):
        digest.update(block)
    return digest.hexdigest()


def _manifest(path: Path, record: Any) -> Manifest:
    if not isinstance(record, dict):
        raise _damaged(path, MANIFEST)
    if record.get("format") != FORMAT:
        raise ExplorerError("{name} is a backup of format {found}, which a newer version of the app has written; this "
                            "one reads format {known}. Restore it with that version.", name=path.name,
                            found=str(record.get("format"))[:20], known=FORMAT)
    try:
        return Manifest(**record)
    except TypeError as error:
        raise _damaged(path, MANIFEST) from error


def _damaged(path: Path, where: str) -> ExplorerError:
    return ExplorerError("{name} is no whole backup: it differs from what was written at {where!r}. Nothing was "
                         "changed. Take another backup.", name=path.name, where=where[:100])
