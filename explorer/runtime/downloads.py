"""Files from the internet: each arrives whole and as it should be, or not at all."""

from __future__ import annotations

import hashlib
import sys
import urllib.request
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from http.client import HTTPException, HTTPResponse
from pathlib import Path
from urllib.error import HTTPError
from urllib.parse import urlsplit

from explorer.errors import ExplorerError, Message, NetworkError, message
from explorer.runtime.sizes import size_text
from explorer.runtime.tasks import Cancelled, OnProgress, Task, Tasks

BLOCK = 2**18
PATIENCE_S = 20.0
"""Longest silence of the other side, s."""
TRIES = 3
"""How often a download that breaks off is taken up again by itself."""
OnBytes = Callable[[int, int], None]
"""Told how many bytes have arrived, and how many there are in all (0: not known); may raise ``Cancelled``."""
_tasks = Tasks(most_bytes=0)  # what has arrived lies on the disk, and may be removed there and fetched again


def start(path: Path, work: Callable[[OnProgress], Path], reader: str = "", *, title: Message) -> Task[Path]:
    """Return the task that brings ``path``, started now unless it is on its way already: all who ask share it."""
    return _tasks.start(path, work, reader, title)


def under_way(path: Path) -> Task[Path] | None:
    """Return the task of this process that brings ``path``, or the last one that failed or was cancelled."""
    return _tasks.find(path)


def from_terminal(names: Iterable[str], begin: Callable[[str], Task[Path] | str]) -> int:
    """Bring what is named one after the other, telling the terminal how far it is; return the exit status.

    Args:
        names: what to bring.
        begin: starts one download, or says why there is nothing to bring.
    """
    failed = 0
    for name in names:
        try:
            started = begin(name)
            if isinstance(started, str):
                print(started)
                continue
            while not started.wait(0.5):
                print(f"\r{started.note or name}", end="", flush=True)
            print(f"\r{started.note or name}")
            started.outcome()
        except ExplorerError as error:
            failed += 1
            print(f"{name}: {error}", file=sys.stderr)
    return int(failed > 0)


def in_bytes(report: OnProgress, expected: int, *, what: str, before: int | None = None) -> OnBytes:
    """Return what tells ``report`` how many bytes have arrived.

    Args:
        report: of the task.
        expected: how many there are in all, as far as is known before.
        what: is on its way, as readers know it.
        before: how many arrived before this file; None: there is just one.
    """
    def told(done: int, total: int) -> None:
        arrived, in_all = done + (before or 0), total if total and before is None else expected
        report(arrived / max(1, in_all), message("{what}: {done} of {total}", what=what, done=size_text(arrived),
                                                 total=size_text(in_all)))
    return told


def fetch(url: str, path: Path, digits: str, told: OnBytes, *, algorithm: str = "sha256") -> Path:
    """Bring ``url`` to ``path``, and return that.

    The file is written aside as ``<path>.part`` and renamed once its hash is right. What has arrived before a break is
    kept, so that the next try goes on from there; it is removed if it is wrong or no longer wanted.

    Args:
        url: where it is.
        path: where it belongs; the folder is made.
        digits: how the file's hash begins, hexadecimal.
        told: called after each block.
        algorithm: of the hash: ``sha256``, or ``md5`` where nothing better was published.

    Raises:
        NetworkError: it cannot be had, or is not what it should be.
        Cancelled: ``told`` says so.
    """
    arriving = _Arriving(url, path, told)
    try:
        arriving.all()
        if not (found := digest(arriving.part, algorithm)).startswith(digits):
            arriving.part.unlink()
            raise NetworkError("What {host} sent as {file} is not what it should be: its SHA-256 begins with {reason}, "
                               "not with {digits}. Nothing was kept. Try again, or use another connection.",
                               digits=digits, **arriving.about, reason=found[:len(digits)])
        arriving.part.replace(path)
    except Cancelled:
        arriving.part.unlink(missing_ok=True)
        raise
    except (OSError, HTTPException) as error:
        raise arriving.explained(error) from error
    return path


def digest(path: Path, algorithm: str = "sha256") -> str:
    """Return the hash of a file, hexadecimal."""
    found = hashlib.new(algorithm, usedforsecurity=False)
    with path.open("rb") as file:
        while block := file.read(BLOCK):
            found.update(block)
    return found.hexdigest()


class _BrokeOffError(ConnectionError):
    """Less has arrived than was promised."""


class _Arriving:
    """A file on its way to ``part``."""

    def __init__(self, url: str, path: Path, told: OnBytes) -> None:
        self.url, self.told = url, told
        self.part = path.with_name(f"{path.name}.part")
        self.about = {"file": path.name, "host": urlsplit(url).hostname, "url": url, "folder": path.parent.name}
        self.done = self.total = 0

    def all(self) -> None:
        """Receive all of it, and take it up again where it breaks off."""
        self.part.parent.mkdir(parents=True, exist_ok=True)
        for last in (*[False] * (TRIES - 1), True):
            try:
                self._receive()
                return
            except HTTPError:
                raise
            except (OSError, HTTPException):
                if last or not self.done:
                    raise

    def _receive(self) -> None:
        """Write what comes behind what is there, or from the start where the other side cannot go on."""
        have = self.part.stat().st_size if self.part.exists() else 0
        with _opened(self.url, have) as answer:
            resumed = answer.status == 206
            self.done = have if resumed else 0
            length = int(answer.headers.get("Content-Length") or 0)
            self.total = self.done + length if length else 0
            with self.part.open("ab" if resumed else "wb") as file:
                while block := answer.read(BLOCK):
                    file.write(block)
                    self.done += len(block)
                    self.told(self.done, self.total)
        if self.done < self.total:
            raise _BrokeOffError

    def explained(self, error: Exception) -> NetworkError:
        """Return what to tell the reader of ``error``."""
        reason = message("the connection broke off") if isinstance(error, _BrokeOffError) else (
            str(getattr(error, "reason", error)) or type(error).__name__)
        values = self.about | {"reason": reason}
        if isinstance(error, HTTPError):
            return NetworkError("{host} does not give {file} (HTTP {status}). Try later, or fetch {url} elsewhere and "
                                "put it into the folder {folder} of torch's cache.", status=error.code, **values)
        if self.done:
            return NetworkError("The download of {file} broke off after {done:,} of {total:,} bytes ({reason}). Start "
                                "it again: it goes on from there.", done=self.done, total=self.total, **values)
        return NetworkError("{host} cannot be reached ({reason}), so {file} was not downloaded. Check the internet "
                            "connection, or fetch {url} on another machine and put it into the folder {folder} of "
                            "torch's cache. Bundled networks need no internet.", **values)


@contextmanager
def _opened(url: str, have: int) -> Iterator[HTTPResponse]:
    """Open ``url`` from byte ``have`` on; from the start where that is beyond the end of the file."""
    request = urllib.request.Request(url, headers={"Range": f"bytes={have}-"} if have else {})
    try:
        answer = urllib.request.urlopen(request, timeout=PATIENCE_S)
    except HTTPError as error:
        if error.code != 416:
            raise
        answer = urllib.request.urlopen(url, timeout=PATIENCE_S)
    with answer:
        yield answer
