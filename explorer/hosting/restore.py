"""A backup put back: all of it is read and compared before anything is touched, and what was there before is kept.

The tables may be of an earlier form, and are brought to that of today. Database and folders, which were copied one
after the other, are made to know the same jobs; why that is all there is to mend stands in `explorer.hosting.backup`.

A backup of a SQLite file may be put into PostgreSQL, as when one machine no longer suffices: rooms and links are
copied, and jobs are entered anew from their folders. Those that run or wait start again from their checkpoints, and
the order of those that wait is that of their submission. The other way round is refused: what only a server of
PostgreSQL can read cannot be put into a file.
"""

from __future__ import annotations

import os
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from explorer.errors import ExplorerError
from explorer.hosting import dumps
from explorer.hosting.archive import DATA, DUMPS, LESSONS, Manifest, checked, unpack
from explorer.hosting.backup import ASIDE, PASSING, REMADE, SPARE
from explorer.jobs import data_folder, database_url, jobs_folder, prepare, reconcile, refuse_newer, take
from explorer.runtime import size_text
from explorer.settings import settings

UNPACKED = ".restore-"
"""Where files lie until all are there."""
SECRET = "secret"
"""Of a server that has started once and was used by nobody; it gives way to that of the backup."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RestoreTold:
    """What was put back."""

    made: str
    """When the backup was made, UTC."""
    size: int
    files: int
    found_again: int
    """Jobs that were submitted while the backup was made."""
    forgotten: int
    """Jobs that were deleted while the backup was made."""
    aside: str
    """Folder with what was there before; empty: there was nothing."""


def restore(source: Path, *, replace: bool = False) -> RestoreTold:
    """Put the backup in the file ``source`` back into this server's data folder and database, while it stands still.

    Args:
        replace: what is there already is put aside; otherwise it is a reason to refuse.

    Raises:
        ExplorerError: the file is no whole backup, or of a newer version; there is something here already, a worker
            runs, the disk has no room, or the database cannot take it. Nothing was changed then, or it says what.
    """
    manifest = checked(source)
    refuse_newer(manifest.form)
    url, data = database_url(), data_folder()
    kind = dumps.kind_of(url)
    _check_kind(manifest, kind)
    _check_stands_still(data)
    old, is_used = _in_the_way(data, manifest), dumps.is_used(url)
    if (is_used or set(old) - {SECRET}) and not replace:
        raise ExplorerError("There is something here already: {what}. Say --replace, and it is put aside first.",
                            what=", ".join([*old, *(["database"] if is_used else [])][:6]))
    dumps.check_client(url)
    _check_room(data, manifest)
    with _unpacked(source, data) as fresh:
        aside = _put_aside(data, url, old, is_used=is_used)
        _move_in(fresh, data)
        _fill(fresh, manifest, url, kind)
    prepare(url, jobs_folder())
    found_again, forgotten = reconcile(url, jobs_folder())
    return RestoreTold(made=manifest.made, size=manifest.size, files=len(manifest.files), forgotten=forgotten,
                       found_again=found_again, aside=str(aside) if aside else "")


def _check_kind(manifest: Manifest, kind: str) -> None:
    if manifest.database == "postgresql" and kind != "postgresql":
        raise ExplorerError("This backup holds a database of PostgreSQL, and this server has a SQLite file, which "
                            "cannot take it. Set EXPLORER_DATABASE_URL to a database of PostgreSQL.")


def _check_stands_still(data: Path) -> None:
    """Check that no worker holds its lock, on this machine or, on a shared folder, on another."""
    for lock in sorted((data / "workers").glob("*.lock")):
        file = take(lock)
        if file is None:
            raise ExplorerError("A worker runs ({name}). Stop the app and its workers, then restore.", name=lock.stem)
        file.close()


def _in_the_way(data: Path, manifest: Manifest) -> list[str]:
    """Return the names of what lies in the data folder and would be mixed with what is in the backup. Data sets stay
    where the backup has none."""
    brought = {name.split("/")[1] for name in manifest.files if name.startswith(f"{DATA}/")}
    return [entry.name for entry in sorted(data.iterdir())
            if not entry.name.startswith((".", ASIDE, *PASSING)) and (entry.name in brought or entry.name not in REMADE)
            and not (entry.is_dir() and not any(entry.iterdir()))]


def _check_room(data: Path, manifest: Manifest) -> None:
    free, need = shutil.disk_usage(data).free, manifest.size + SPARE
    if free < need:
        raise ExplorerError("The backup takes {need} unpacked, and {folder} has {free} left. Make room there.",
                            need=size_text(need), folder=str(data), free=size_text(free))


@contextmanager
def _unpacked(source: Path, data: Path) -> Iterator[Path]:
    """Yield a folder beside where the files belong, with all of them in it; it is removed in the end."""
    fresh = data / f"{UNPACKED}{os.getpid()}"
    try:
        fresh.mkdir(mode=0o700)
        unpack(source, fresh)
        yield fresh
    except OSError as error:
        raise ExplorerError("{folder} cannot be written ({reason}). What was there before is kept.", folder=str(data),
                            reason=error.strerror or str(error)) from error
    finally:
        shutil.rmtree(fresh, ignore_errors=True)


def _put_aside(data: Path, url: str, old: list[str], *, is_used: bool) -> Path | None:
    """Move what is there, and a dump of the database, into a folder of its own; return that, None where it is empty."""
    aside = data / f"{ASIDE}{time.strftime('%Y%m%d-%H%M%S')}"
    if old or is_used:
        aside.mkdir(mode=0o700)
    dumps.put_aside(url, aside / DUMPS[dumps.kind_of(url)] if is_used else None)
    for name in old:
        (data / name).rename(aside / name)
    return aside if old or is_used else None


def _move_in(fresh: Path, data: Path) -> None:
    """Move the unpacked files to where they belong."""
    for entry in sorted((fresh / DATA).iterdir()) if (fresh / DATA).is_dir() else []:
        if (data / entry.name).is_dir():
            (data / entry.name).rmdir()  # empty, or it would have been put aside
        entry.rename(data / entry.name)
    if (fresh / LESSONS).is_dir():
        shutil.copytree(fresh / LESSONS, Path(settings().lessons or data / LESSONS), dirs_exist_ok=True)


def _fill(fresh: Path, manifest: Manifest, url: str, kind: str) -> None:
    """Fill the database."""
    if manifest.database == kind:
        dumps.load(url, fresh / DUMPS[kind])
    elif manifest.database == "sqlite":
        dumps.carry_over(fresh / DUMPS["sqlite"], url)
