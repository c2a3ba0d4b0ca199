"""One file on its way here, in a thread of its own."""

from __future__ import annotations

import hashlib
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from http.client import HTTPException, HTTPResponse
from pathlib import Path
from threading import Event, Thread
from typing import Literal
from urllib.error import HTTPError
from urllib.parse import urlsplit

from explorer.errors import ExplorerError, NetworkError

BLOCK = 2**18
PATIENCE_S = 20.0
"""Longest silence of the other side, s."""
TRIES = 3
"""How often a download that breaks off is taken up again by itself."""
DownloadState = Literal["running", "done", "failed", "cancelled"]


@dataclass(frozen=True, slots=True)
class DownloadProgress:
    """How far a download is, bytes. ``total``: 0 until it is known. ``error``: why it failed."""

    state: DownloadState = "running"
    done: int = 0
    total: int = 0
    error: ExplorerError | None = None

    @property
    def share(self) -> float:
        """What has arrived, 0 to 1."""
        return min(1.0, self.done / self.total) if self.total else 0.0


class _Cancelled(Exception):  # noqa: N818
    pass


class _Wrong(Exception):  # noqa: N818
    pass


class Download:
    """Brings ``url`` to ``path``, and starts at once.

    The file is written aside as ``<path>.part`` and renamed once its hash is right. What has arrived before a break is
    kept, so that the next try goes on from there; it is removed if it is wrong or no longer wanted.

    Args:
        digits: how the file's hash begins, hexadecimal.
        algorithm: of the hash: ``sha256``, or ``md5`` where nothing better was published.
    """

    def __init__(self, url: str, path: Path, digits: str, *, algorithm: str = "sha256") -> None:
        self.url, self.path, self.digits, self.algorithm = url, path, digits, algorithm
        self.part = path.with_name(f"{path.name}.part")
        self.progress = DownloadProgress()
        self._stop, self._over = Event(), Event()
        Thread(target=self._run, name=f"download-{path.name}", daemon=True).start()

    def cancel(self) -> None:
        """Stop, for everybody who waits for it."""
        self._stop.set()

    def wait(self, timeout_s: float | None = None) -> bool:
        """Wait until it is over, and say whether it is."""
        return self._over.wait(timeout_s)

    def result(self) -> Path:
        """Wait for the file and return where it lies.

        Raises:
            NetworkError: it failed or was cancelled.
        """
        self.wait()
        if self.progress.state == "cancelled":
            raise NetworkError("The download of {file} was cancelled. Start it again when you need it.",
                               file=self.path.name)
        if self.progress.error:
            raise self.progress.error
        return self.path

    def _run(self) -> None:
        end = replace(self.progress, state="failed", error=NetworkError(
            "The download of {file} broke down on this server. Its log says why.", file=self.path.name))
        try:
            self._fetch()
            end = replace(self.progress, state="done")
        except _Cancelled:
            self.part.unlink(missing_ok=True)
            end = replace(self.progress, state="cancelled")
        except (OSError, HTTPException, _Wrong) as error:
            end = replace(self.progress, state="failed", error=self._explained(error))
        finally:
            self.progress = end
            self._over.set()

    def _fetch(self) -> None:
        self.path.parent.mkdir(parents=True, exist_ok=True)
        for last in (*[False] * (TRIES - 1), True):
            try:
                self._receive()
                break
            except HTTPError:
                raise
            except (OSError, HTTPException):
                if last or not self.progress.done:
                    raise
        self._check()
        self.part.replace(self.path)

    def _receive(self) -> None:
        """Write what comes behind what is there, or from the start where the other side cannot go on."""
        have = self.part.stat().st_size if self.part.exists() else 0
        with _opened(self.url, have) as answer:
            resumed = answer.status == 206
            have = have if resumed else 0
            length = int(answer.headers.get("Content-Length") or 0)
            self.progress = DownloadProgress(done=have, total=have + length if length else 0)
            with self.part.open("ab" if resumed else "wb") as file:
                while block := answer.read(BLOCK):
                    if self._stop.is_set():
                        raise _Cancelled
                    file.write(block)
                    self.progress = replace(self.progress, done=self.progress.done + len(block))
        if self._stop.is_set():
            raise _Cancelled
        if self.progress.done < self.progress.total:
            raise ConnectionError("the connection broke off")

    def _check(self) -> None:
        found = hashlib.new(self.algorithm)
        with self.part.open("rb") as file:
            while block := file.read(BLOCK):
                found.update(block)
        if not found.hexdigest().startswith(self.digits):
            self.part.unlink()
            raise _Wrong(found.hexdigest()[:len(self.digits)])

    def _explained(self, error: Exception) -> NetworkError:
        reason = str(getattr(error, "reason", error)) or type(error).__name__
        given = {"file": self.path.name, "host": urlsplit(self.url).hostname, "url": self.url,
                 "folder": self.path.parent.name, "reason": reason}
        if isinstance(error, _Wrong):
            return NetworkError("What {host} sent as {file} is not what it should be: its SHA-256 begins with "
                                "{reason}, not with {digits}. Nothing was kept. Try again, or use another connection.",
                                digits=self.digits, **given)
        if isinstance(error, HTTPError):
            return NetworkError("{host} does not give {file} (HTTP {status}). Try later, or fetch {url} elsewhere and "
                                "put it into the folder {folder} of torch's cache.", status=error.code, **given)
        if self.progress.done:
            return NetworkError("The download of {file} broke off after {done:,} of {total:,} bytes ({reason}). Start "
                                "it again: it goes on from there.", done=self.progress.done,
                                total=self.progress.total, **given)
        return NetworkError("{host} cannot be reached ({reason}), so {file} was not downloaded. Check the internet "
                            "connection, or fetch {url} on another machine and put it into the folder {folder} of "
                            "torch's cache. Bundled networks need no internet.", **given)


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
