"""What lies on the disk, by kind. Walks can be long, so they are taken in the background."""

from __future__ import annotations

import os
import shutil
import time
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from explorer.errors import N_
from explorer.jobs import database_url, file_of, jobs_folder
from explorer.runtime import OnProgress, Task, tasks

KINDS: Mapping[str, tuple[str, ...]] = {
    N_("Jobs"): ("jobs",), N_("Readers' ZIP files"): ("uploads", "upload_owners"),
    N_("Readers' networks"): ("networks",), N_("Data sets"): ("sets",), N_("Decoded pictures"): ("prepared",)}
OTHER, DATABASE, WEIGHTS = N_("Other files"), N_("Database"), N_("Downloaded weights")
FRESH_S = 60.0
"""A count is good for so long, s."""


@dataclass(frozen=True, slots=True)
class DiskUse:
    """What was counted, bytes."""

    kinds: Mapping[str, int]
    free: int
    total: int
    counted: float
    """When, s since 1970."""
    seconds: float
    """How long the walk took, s."""


def disk_use(*, anew: bool = False) -> Task[DiskUse]:
    """Return the count that goes on, or the last one; it is begun again where that is older than a minute.

    Args:
        anew: count again in any case.
    """
    key = str(jobs_folder())
    known = _counts().find(key)
    over = known is not None and known.state != "running"
    if known is not None and over and (anew or known.result is None or time.time() - known.result.counted > FRESH_S):
        _counts.cache_clear()
    return _counts().start(key, _counted)


@cache
def _counts() -> tasks.Tasks:
    return tasks.Tasks()


def _counted(_report: OnProgress) -> DiskUse:
    return count_disk(jobs_folder().parent, database_file(), weights_folder())


def database_file() -> Path | None:
    """Return the file of the database; None where it is a server's."""
    return file_of(database_url())


def weights_folder() -> Path:
    """Return where torchvision's weights lie, as torch says without being asked."""
    cache_home = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    return Path(os.environ.get("TORCH_HOME") or Path(cache_home) / "torch") / "hub" / "checkpoints"


def count_disk(folder: Path, database: Path | None, weights: Path) -> DiskUse:
    """Return what lies in the data folder, its database and the folder of weights."""
    began = time.monotonic()
    kinds = {kind: sum(_size(folder / name) for name in names) for kind, names in KINDS.items()}
    known = {name for names in KINDS.values() for name in names}
    files = list(folder.iterdir()) if folder.is_dir() else []
    of_database = [path for path in files if database and path.name.startswith(database.name)]
    kinds[DATABASE] = sum(map(_size, of_database))
    kinds[OTHER] = sum(_size(path) for path in files if path.name not in known and path not in of_database)
    kinds[WEIGHTS] = _size(weights)
    disk = shutil.disk_usage(folder if folder.is_dir() else folder.parent)
    return DiskUse(kinds, disk.free, disk.total, time.time(), time.monotonic() - began)


def _size(path: Path) -> int:
    """Return the bytes of a file, or of all files below a folder; what goes meanwhile counts 0, links do, too."""
    if path.is_symlink():
        return 0
    if path.is_dir():
        return sum(_file_size(Path(room, name)) for room, _, files in os.walk(path) for name in files)
    return _file_size(path)


def _file_size(path: Path) -> int:
    try:
        return 0 if path.is_symlink() else path.stat().st_size
    except OSError:
        return 0
