"""A file that one process at a time holds; the system lets go of it when that process ends, however it ends."""

from __future__ import annotations

import fcntl
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

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
