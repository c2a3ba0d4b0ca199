"""Where the jobs' files and database are. The folder is shared by all machines, and so is the database."""

from __future__ import annotations

import fcntl
import os
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO

from explorer.errors import Message, message
from explorer.settings import settings

ROOT = Path(__file__).parents[2]
"""The app's own folder; worker and children are started in it."""
PATIENT = {"OMP_WAIT_POLICY": "PASSIVE"}
"""Environment of every process that computes with torch, read when torch is loaded: threads that wait let others have
the processor. Otherwise, on a busy machine, they wait for one another in circles, and all crawl."""


def data_folder() -> Path:
    """Return the folder for all that is written, and make it where that can be done, for this user only."""
    folder = Path(settings().data).resolve()
    with suppress(OSError):  # Whoever writes there is told then; pages that only look must not break.
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder


def jobs_folder() -> Path:
    """Return the folder that holds one folder per job."""
    return data_folder() / "jobs"


def database_url() -> str:
    """Return the address of the database, as SQLAlchemy reads it."""
    url = settings().database_url
    if not url:
        return f"sqlite:///{data_folder() / 'jobs.sqlite'}"
    scheme, mark, rest = url.partition("://")
    return f"postgresql+psycopg{mark}{rest}" if scheme in {"postgres", "postgresql"} else url


def environment() -> dict[str, str]:
    """Return this process's environment for one that is started in ``ROOT``: the same data folder, wherever this is."""
    return PATIENT | os.environ | {"EXPLORER_DATA": str(data_folder())}


LEAST_FREE = 2**20
"""With less room than this on a disk nothing is begun, bytes."""


def no_room() -> Message | None:
    """Return what to tell readers while the disk is full; None where there is room."""
    try:
        free = shutil.disk_usage(data_folder()).free
    except OSError:
        return None
    if free >= LEAST_FREE:
        return None
    return message("The disk of this server is full. Jobs that run pause at their last finished epoch, and go on when "
                   "there is room. Delete jobs that you no longer need.")


PAUSE_S = 0.05


def take(path: Path) -> IO[bytes] | None:
    """Return ``path``, opened and held until it is closed, or None where another process holds it.

    The folder must exist; the file is made. On NFS, version 4 or a lock daemon is needed.
    """
    file = path.open("ab")
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        file.close()
        return None
    return file


@contextmanager
def held(path: Path, patience_s: float) -> Iterator[bool]:
    """Hold ``path``; yield whether that came about within ``patience_s``."""
    deadline = time.monotonic() + patience_s
    while (file := take(path)) is None and time.monotonic() < deadline:
        time.sleep(PAUSE_S)
    try:
        yield file is not None
    finally:
        if file is not None:
            file.close()
