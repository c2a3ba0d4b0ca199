"""What is looked at once, before the app or a worker begins: settings, the folder for all that is written, the secret.

A process that cannot begin ends with a sentence, and whoever started it need not look for it in the log of every page.
"""

from __future__ import annotations

import logging
import os
import stat
import sys
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

from explorer.errors import ExplorerError
from explorer.jobs.paths import data_folder
from explorer.settings import settings, unknown

OTHERS = 0o077
"""What other users of this machine may do with a file, as bits of its mode: nothing of it is granted."""
OURS = ("jobs", "jobs.sqlite*", "secret", "uploads", "upload_owners", "networks", "sets", "prepared", "workers",
        "replaced-*")
"""What the app writes into its folder. Whatever else lies there is not its own to close."""
LOG = logging.getLogger(__name__)


def ready(*checks: Callable[[], Any]) -> None:
    """Look at all that this process needs; end it with a sentence where something cannot be used.

    Args:
        checks: what this kind of process needs besides, such as the key of cookies; raise `ExplorerError`.
    """
    os.umask(OTHERS)
    try:
        for said in unknown(os.environ):
            LOG.warning("%s", said)
        settings()
        use(data_folder())
        for check in checks:
            check()
    except ExplorerError as error:
        sys.exit(str(error))


def use(folder: Path) -> None:
    """See to it that ``folder`` is there and closed to other users of this machine.

    A folder that cannot be written to is told of, not refused: what needs no jobs works without.

    Raises:
        ExplorerError: there is no such folder, or it is one that all users of this machine share.
    """
    if not folder.is_dir():
        raise ExplorerError("EXPLORER_DATA is {folder}, and no such folder can be made. Set it to a folder that this "
                            "user may write to.", folder=str(folder))
    if folder.stat().st_mode & stat.S_ISVTX:
        raise ExplorerError("EXPLORER_DATA is {folder}, which all users of this machine share. Set it to a folder of "
                            "its own, such as {own}.", folder=str(folder), own=str(folder / "explorer"))
    if not os.access(folder, os.W_OK | os.X_OK):
        LOG.warning("%s cannot be written to: no job can be submitted, and no picture kept, until it can", folder)
    _close(folder)
    for pattern in OURS:
        for path in folder.glob(pattern):
            _close(path)


def close_all(folder: Path) -> None:
    """Close all that the app has ever written into ``folder`` to other users. Versions before this one left it open."""
    for path in _written(folder):
        _close(path)


def _written(folder: Path) -> Iterator[Path]:
    for pattern in OURS:
        for path in folder.glob(pattern):
            yield path
            for room, folders, files in os.walk(path):
                yield from (Path(room, name) for name in (*folders, *files))


def _close(path: Path) -> None:
    """Take a file or folder from others. One that is gone by now, or somebody else's, is let be; so is a link."""
    with suppress(OSError):
        mode = path.lstat().st_mode
        if mode & OTHERS and not stat.S_ISLNK(mode):
            path.chmod(stat.S_IMODE(mode) & ~OTHERS)
