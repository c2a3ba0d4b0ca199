"""A data set on its way here: its files one after the other, then unpacked, off the page's thread."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from functools import partial
from pathlib import Path

from explorer.errors import DataError, NetworkError, message
from explorer.runtime import OnBytes, OnProgress, Task, digest, downloads, fetch, in_bytes, switches
from explorer.settings import settings
from explorer.training.data.catalogue import SETS, SetEntry
from explorer.training.data.opening import is_here
from explorer.training.data.published import File, files, home, unpack, waiting_room


def download_set(name: str, reader: str = "") -> Task[Path]:
    """Return the download of a data set, started now unless it is on its way already: all who ask share it.

    Its result is the folder of the set. Files that have arrived are kept when a later one fails, so that the next try
    goes on from there.

    Args:
        name: of the set.
        reader: who waits for it, by a name of their own.

    Raises:
        DataError: there is no such data set, or it needs no download.
        NetworkError: this server downloads nothing.
        LimitError: an admin has switched downloads off.
    """
    if name not in SETS or not SETS[name].downloaded:
        raise DataError("There is no data set {name!r} to download. Choose one of: {known}.", name=name,
                        known=", ".join(entry.name for entry in SETS.values() if entry.downloaded))
    if settings().downloads != "on":
        raise NetworkError("This server downloads nothing (EXPLORER_DOWNLOADS is {value!r}). Choose the digits, or "
                           "shapes and textures, or ask who runs it to fetch {title}.", value=settings().downloads,
                           title=SETS[name].title)
    switches.refuse_downloads()
    return downloads.start(home(name), partial(_bring, SETS[name]), reader,
                           title=message("The download of {title}", title=SETS[name].title))


def under_way(name: str) -> Task[Path] | None:
    """Return the download of a data set in this process, or the last one that failed or was cancelled."""
    return downloads.under_way(home(name))


def _bring(entry: SetEntry, report: OnProgress) -> Path:
    """Bring the files of a data set one after the other, unpack them, and return the set's folder."""
    wanted, done = files(entry.name), 0
    try:
        for file in wanted:
            told = in_bytes(report, entry.size, what=entry.title, before=done)
            told(0, 0)
            path = waiting_room(entry.name) / file.name
            if not path.is_file() or digest(path, "md5") != file.md5:
                _bring_file(entry, file, path, told)
            done += path.stat().st_size
        in_bytes(report, entry.size, what=entry.title)(done, entry.size)
        unpack(entry.name, wanted)
    except OSError as error:
        raise DataError("{title} cannot be stored ({reason}). Make room on the disk of this server, and start again.",
                        title=entry.title, reason=str(error.strerror)) from error
    return home(entry.name)


def _bring_file(entry: SetEntry, file: File, path: Path, told: OnBytes) -> None:
    try:
        fetch(file.url, path, file.md5, told, algorithm="md5")
    except NetworkError as error:
        raise _explained(entry, file, error) from error


def _explained(entry: SetEntry, file: File, error: NetworkError) -> NetworkError:
    values = {"file": file.name, "title": entry.title, "url": file.url, "folder": waiting_room(entry.name).name}
    host, reason = (error.message.values.get(key, "?") for key in ("host", "reason"))
    if "digits" in error.message.values:
        return NetworkError("What {host} sent as {file} is not what it should be: its MD5 is {reason}, not {md5}. "
                            "Nothing of it was kept. Try again, or use another connection.",
                            host=host, reason=reason, md5=file.md5, **values)
    return NetworkError("{file} of {title} did not arrive from {host} ({reason}). Check the internet connection "
                        "and start again: it goes on from there. Or fetch {url} elsewhere and put it into the "
                        "folder {folder} of this server's data sets. Digits, and shapes and textures, need no "
                        "internet.", host=host, reason=reason, **values)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run from the command line, or with ``arguments``; return the exit status."""
    parser = argparse.ArgumentParser(prog="python -m explorer.training.data.download",
                                     description="Download data sets into the data folder of this server.")
    parser.add_argument("names", nargs="+", choices=[entry.name for entry in SETS.values() if entry.downloaded])
    return downloads.from_terminal(parser.parse_args(arguments).names, lambda name: (
        f"{name} is there already." if is_here(name) else download_set(name)))


if __name__ == "__main__":
    raise SystemExit(main())
