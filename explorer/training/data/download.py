"""A data set on its way here: its files one after the other, then unpacked, in a thread of its own."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from dataclasses import replace
from hashlib import md5
from pathlib import Path
from threading import Event, Lock, Thread

from explorer.errors import DataError, ExplorerError, NetworkError
from explorer.runtime import BLOCK, Download, DownloadProgress, size_text
from explorer.settings import settings
from explorer.training.data.catalogue import SETS, SetEntry
from explorer.training.data.opening import is_here
from explorer.training.data.published import File, files, home, unpack, waiting_room


class SetDownload:
    """Brings a data set to its folder, and starts at once; used like ``explorer.runtime.downloads.Download``.

    Files that have arrived are kept when a later one fails, so that the next try goes on from there.
    """

    def __init__(self, entry: SetEntry) -> None:
        self.entry = entry
        self.progress = DownloadProgress(total=entry.size)
        self._current: Download | None = None
        self._stop, self._over = Event(), Event()
        Thread(target=self._run, name=f"download-{entry.name}", daemon=True).start()

    def cancel(self) -> None:
        """Stop, for everybody who waits for it; nothing more is unpacked."""
        self._stop.set()
        if self._current:
            self._current.cancel()

    def wait(self, timeout_s: float | None = None) -> bool:
        """Wait until it is over, and say whether it is."""
        return self._over.wait(timeout_s)

    def result(self) -> Path:
        """Wait for the data set and return its folder.

        Raises:
            NetworkError: it failed or was cancelled.
            DataError: what arrived cannot be unpacked.
        """
        self.wait()
        if self.progress.error:
            raise self.progress.error
        if self.progress.state == "cancelled":
            raise NetworkError("The download of {title} was cancelled. Start it again when you need it.",
                               title=self.entry.title)
        return home(self.entry.name)

    def _run(self) -> None:
        broken = NetworkError("The download of {title} broke down on this server. Its log says why.",
                              title=self.entry.title)
        end = replace(self.progress, state="failed", error=broken)
        try:
            arrived = self._fetch()
            end = replace(self.progress, state="done" if arrived else "cancelled")
        except ExplorerError as error:
            end = replace(self.progress, state="failed", error=error)
        except OSError as error:
            end = replace(self.progress, state="failed", error=DataError(
                "{title} cannot be stored ({reason}). Make room on the disk of this server, and start again.",
                title=self.entry.title, reason=str(error.strerror)))
        finally:
            self.progress = end
            self._over.set()

    def _fetch(self) -> bool:
        """Bring all files and unpack them; say False where it was stopped."""
        wanted, done = files(self.entry.name), 0
        for file in wanted:
            if not self._bring(file, done):
                return False
            done += (waiting_room(self.entry.name) / file.name).stat().st_size
            self.progress = replace(self.progress, done=done)
        unpack(self.entry.name, wanted)
        return True

    def _bring(self, file: File, before: int) -> bool:
        path = waiting_room(self.entry.name) / file.name
        if self._stop.is_set():
            return False
        if path.is_file() and _md5(path) == file.md5:
            return True
        self._current = Download(file.url, path, file.md5, algorithm="md5")
        if self._stop.is_set():
            self._current.cancel()
        while not self._current.wait(0.2):
            self.progress = replace(self.progress, done=before + self._current.progress.done)
        if self._current.progress.error:
            raise self._explained(file, self._current.progress.error)
        return self._current.progress.state == "done"

    def _explained(self, file: File, error: ExplorerError) -> NetworkError:
        given = {"file": file.name, "title": self.entry.title, "url": file.url,
                 "folder": waiting_room(self.entry.name).name}
        host, reason = (error.message.values.get(key, "?") for key in ("host", "reason"))
        if "digits" in error.message.values:
            return NetworkError("What {host} sent as {file} is not what it should be: its MD5 is {reason}, not {md5}. "
                                "Nothing of it was kept. Try again, or use another connection.",
                                host=host, reason=reason, md5=file.md5, **given)
        return NetworkError("{file} of {title} did not arrive from {host} ({reason}). Check the internet connection "
                            "and start again: it goes on from there. Or fetch {url} elsewhere and put it into the "
                            "folder {folder} of this server's data sets. Digits, and shapes and textures, need no "
                            "internet.", host=host, reason=reason, **given)


_asking = Lock()
_downloads: dict[Path, SetDownload] = {}


def download_set(name: str) -> SetDownload:
    """Return the download of a data set, started now unless it is on its way already: all who ask share it.

    Raises:
        DataError: there is no such data set, or it needs no download.
        NetworkError: this server downloads nothing.
    """
    if name not in SETS or not SETS[name].downloaded:
        raise DataError("There is no data set {name!r} to download. Choose one of: {known}.", name=name,
                        known=", ".join(entry.name for entry in SETS.values() if entry.downloaded))
    if settings().downloads != "on":
        raise NetworkError("This server downloads nothing (EXPLORER_DOWNLOADS is {value!r}). Choose the digits, or "
                           "shapes and textures, or ask who runs it to fetch {title}.", value=settings().downloads,
                           title=SETS[name].title)
    with _asking:
        known = _downloads.get(home(name))
        if known is None or known.progress.state != "running":
            known = _downloads[home(name)] = SetDownload(SETS[name])
        return known


def under_way(name: str) -> SetDownload | None:
    """Return the last download of a data set that was asked for in this process, finished or not."""
    return _downloads.get(home(name))


def _md5(path: Path) -> str:
    found = md5(usedforsecurity=False)
    with path.open("rb") as file:
        while block := file.read(BLOCK):
            found.update(block)
    return found.hexdigest()


def main(arguments: Sequence[str] | None = None) -> int:
    """Run from the command line, or with ``arguments``; return the exit status."""
    parser = argparse.ArgumentParser(prog="python -m explorer.training.data.download",
                                     description="Download data sets into the data folder of this server.")
    parser.add_argument("names", nargs="+", choices=[entry.name for entry in SETS.values() if entry.downloaded])
    failed = 0
    for name in parser.parse_args(arguments).names:
        try:
            _fetch(name)
        except ExplorerError as error:
            failed += 1
            print(f"{name}: {error}", file=sys.stderr)
    return int(failed > 0)


def _fetch(name: str) -> None:
    if is_here(name):
        print(f"{name} is there already.")
        return
    started = download_set(name)
    while not started.wait(0.5):
        print(f"\r{_line(started)}", end="", flush=True)
    print(f"\r{_line(started)}")
    started.result()


def _line(started: SetDownload) -> str:
    progress = started.progress
    return f"{started.entry.title}: {size_text(progress.done)} of {size_text(progress.total)}"


if __name__ == "__main__":
    raise SystemExit(main())
