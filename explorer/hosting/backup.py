"""One file with all that would be missed: the database and the data folder, taken while readers work and jobs run.

What is taken when. The database is dumped first, at one moment; the folders are read after it. So the folders are
never behind the database. The other way round, a job that ended in between would be *done* in the database while its
folder still lacked the network, and nothing could tell. This way round, what can differ is mended at the restore:

- A job was submitted in between: a folder without a row. A folder holds all that a row says (`explorer.jobs.folders`),
  so the row is written from it, as after the loss of a database.
- A job was deleted in between: a row without a folder. The row is removed, as the reader wanted.
- A job went on or ended in between: its row says that it runs. It is started again, finds its result or its newest
  checkpoint in the folder, and ends as it would have. A job that was stopped in between runs again.

Within a job's folder, files belong together: best weights, checkpoint, curve, result. Each of them is replaced as a
whole (`explorer.runtime.run_files`), so a file that has been opened never changes. All files of a folder are opened,
then the folder is looked at again: if no file was replaced meanwhile, they are what stood there at one moment, just as
if the machine had lost power then, and from that every job goes on. Nothing waits, and nothing is written there.
"""

from __future__ import annotations

import os
import shutil
import stat
import time
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import IO

from explorer.errors import ExplorerError
from explorer.hosting import dumps
from explorer.hosting.archive import DATA, DUMPS, LESSONS, ArchiveWriter, Manifest
from explorer.jobs import data_folder, database_url, form_of
from explorer.runtime import run_files, size_text
from explorer.settings import settings

REMADE = ("prepared", "sets")
"""Folders of what is downloaded or computed again when it is asked for; left out unless all is wanted."""
PASSING = ("workers", "jobs.lock", "jobs.sqlite", "lost+found")
"""What belongs to processes that run now, or is dumped in another way; with all endings."""
ASIDE = "replaced-"
"""Where a restore puts what was there before it."""
JOBS = "jobs"
TRIES, PAUSE_S = 50, 0.02
SPARE = 64 * 2**20
"""Room that is left on a disk, bytes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BackupTold:
    """What was written."""

    size: int
    """Bytes of the file."""
    files: int
    links: int
    """Links and other things that are no plain files; they were left out."""
    seconds: float


def back_up(target: Path, *, everything: bool = False) -> BackupTold:
    """Write a backup of this server into the file ``target``, readable by this user only, whole or not at all.

    Args:
        everything: data sets and prepared pictures too, which can be made again.

    Raises:
        ExplorerError: the file is there already or lies in the data folder, the disk has no room, or the database
            does not answer, or is damaged.
    """
    began = time.monotonic()
    target = target.absolute()
    _check_target(target)
    url, data = database_url(), data_folder()
    database = dumps.kind_of(url) if dumps.is_there(url) else "none"
    _check_room(target.parent, (dumps.size_of(url) if database != "none" else 0), _roots(data), everything=everything)
    links = 0
    try:
        with run_files.aside(target) as beside, _closed(beside) as stream:
            archive = ArchiveWriter(stream)  # type: ignore[arg-type]
            if database != "none":
                _add_dump(archive, url, DUMPS[database], beside.with_name(f"{beside.name}.dump"))
            for name, root in _roots(data).items():
                links += _add_folder(archive, name, root, everything=everything)
            archive.close(Manifest(made=datetime.now(UTC).isoformat(timespec="seconds"), form=form_of(url) or 1,
                                   database=database, files=archive.files))
            stream.flush()
            os.fsync(stream.fileno())
    except OSError as error:
        raise ExplorerError("{file} cannot be written ({reason}). No backup was left there.", file=str(target),
                            reason=error.strerror or str(error)) from error
    return BackupTold(size=target.stat().st_size, files=len(archive.files), links=links,
                      seconds=time.monotonic() - began)


def _check_target(target: Path) -> None:
    if target.exists() or target.is_symlink():
        raise ExplorerError("{file} is there already. Give the backup another name.", file=str(target))
    if not target.parent.is_dir():
        raise ExplorerError("There is no folder {folder}. Make it, or choose another one.", folder=str(target.parent))
    if target.parent.resolve().is_relative_to(data_folder()):
        raise ExplorerError("{file} lies in the data folder, which is what is backed up. Choose a place outside of "
                            "{data}, best on another disk.", file=str(target), data=str(data_folder()))


def _check_room(folder: Path, dump: int, roots: dict[str, Path], *, everything: bool) -> None:
    """Check that the backup has room even if nothing in it can be packed; the dump lies there twice for a while."""
    need = 2 * dump + SPARE + sum(_size(file) for root in roots.values()
                                  for group in groups(root, everything=everything) for file in _plain(group)[0])
    free = shutil.disk_usage(folder).free
    if free < need:
        raise ExplorerError("The backup may take {need}, and {folder} has {free} left. Choose another disk.",
                            need=size_text(need), folder=str(folder), free=size_text(free))


def _roots(data: Path) -> dict[str, Path]:
    """Return the folders that are backed up, by what they are called in the archive."""
    own = Path(settings().lessons).resolve() if settings().lessons else None
    return {DATA: data} | ({LESSONS: own} if own and own.is_dir() and not own.is_relative_to(data) else {})


def _closed(path: Path) -> IO[bytes]:
    """Return a new file that only this user may read."""
    return os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, 0o600), "wb")


def _add_dump(archive: ArchiveWriter, url: str, name: str, aside: Path) -> None:
    try:
        _closed(aside).close()
        dumps.dump(url, aside)
        with aside.open("rb") as file:
            archive.add(name, file)
    finally:
        aside.unlink(missing_ok=True)


def _add_folder(archive: ArchiveWriter, name: str, root: Path, *, everything: bool) -> int:
    """Write all that is kept of a folder; return how many links and the like were left out."""
    left = 0
    for group in groups(root, everything=everything):
        with ExitStack() as files:
            opened, links = at_one_moment(group, files)
            for path, file in opened:
                archive.add(f"{name}/{path.relative_to(root).as_posix()}", file)
            left += links
    return left


def groups(root: Path, *, everything: bool) -> Iterator[Path]:
    """Yield the files and folders of which each is taken at one moment: every job's folder, and single files."""
    for entry in sorted(root.iterdir()):
        if entry.name.startswith((".", ASIDE, *PASSING)) or (entry.name in REMADE and not everything):
            continue
        if entry.is_symlink() or not entry.is_dir():
            yield entry
        elif entry.name == JOBS:
            yield from sorted(entry.iterdir())
        else:
            yield from (Path(folder, name) for folder, _, names in os.walk(entry) for name in sorted(names))


def at_one_moment(group: Path, files: ExitStack) -> tuple[list[tuple[Path, IO[bytes]]], int]:
    """Return the files of a folder as they stood there at one moment, opened, and how many links were left out.

    Raises:
        ExplorerError: files were replaced all the time.
    """
    for _ in range(TRIES):
        with ExitStack() as tried:
            paths, links = _plain(group)
            opened = [(path, tried.enter_context(file)) for path in paths if (file := _opened(path))]
            if [(path, _mark(os.fstat(file.fileno()))) for path, file in opened] == _marks(_plain(group)[0]):
                files.push(tried.pop_all())
                return opened, links
        time.sleep(PAUSE_S)
    raise ExplorerError("The files in {folder} change all the time. Take the backup when less is going on.",
                        folder=group.name)


def _plain(group: Path) -> tuple[list[Path], int]:
    """Return the plain files of a folder, or the one that ``group`` is, and how many other things there are; neither
    locks nor what is just being written."""
    found = [group]
    if group.is_dir() and not group.is_symlink():
        found = [Path(folder, name) for folder, folders, names in os.walk(group)
                 for name in (*names, *(one for one in folders if Path(folder, one).is_symlink()))
                 if not name.startswith(".") and name != run_files.LOCK]
    plain = [path for path in found if (told := _told(path)) and stat.S_ISREG(told.st_mode)]
    return sorted(plain), sum(1 for path in set(found) - set(plain) if _told(path))


def _opened(path: Path) -> IO[bytes] | None:
    """Return a file, opened for reading; None where it has gone."""
    try:
        return os.fdopen(os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK), "rb")
    except FileNotFoundError:
        return None


def _marks(paths: list[Path]) -> list[tuple[Path, tuple[int, ...]]]:
    return [(path, _mark(told)) for path in paths if (told := _told(path))]


def _mark(told: os.stat_result) -> tuple[int, ...]:
    """Return what changes when a file is replaced, or written to."""
    return told.st_dev, told.st_ino, told.st_size, told.st_mtime_ns


def _told(path: Path) -> os.stat_result | None:
    try:
        return path.lstat()
    except FileNotFoundError:
        return None


def _size(path: Path) -> int:
    return told.st_size if (told := _told(path)) else 0
