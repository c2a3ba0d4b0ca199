"""Who asks: an anonymous name in a signed cookie, so that every browser has its own jobs."""

from __future__ import annotations

import fcntl
import hmac
import logging
import os
import secrets
from collections.abc import Awaitable, Callable
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import Any

from explorer.errors import ExplorerError
from explorer.jobs.paths import data_folder
from explorer.runtime import Event, Scope, by_https, cookies, header
from explorer.settings import SHORTEST_SECRET, settings

COOKIE = "explorer_reader"
LOG = logging.getLogger(__name__)


def new_reader() -> str:
    """Return a name that nobody has or can guess, 32 hexadecimal digits."""
    return secrets.token_hex(16)


def signed(reader: str, key: bytes | None = None) -> str:
    """Return the cookie's text: the name and its HMAC-SHA256 under ``key`` (this server's where none is given)."""
    return f"{reader}.{_digest(reader, key)}"


def checked(text: str, key: bytes | None = None) -> str | None:
    """Return the name in the cookie's ``text``, or None where this server did not sign it."""
    reader, _, digest = text.partition(".")
    return reader if reader and hmac.compare_digest(digest.encode(), _digest(reader, key).encode()) else None


def _digest(reader: str, key: bytes | None) -> str:
    return hmac.digest(key or server_key(), reader.encode(), "sha256").hex()


@cache
def server_key() -> bytes:
    """Return the key of this server, ``EXPLORER_SECRET`` or one that is made once and kept in the data folder.

    Where that folder cannot be written to, it is a key that is forgotten when this process ends.

    Raises:
        ExplorerError: there is a key, and it cannot be read.
    """
    return settings().secret.encode() or kept_key(data_folder() / "secret")


def kept_key(path: Path) -> bytes:
    """Return what ``path`` holds; made where it is missing or too short to keep anybody out."""
    try:
        while len((key := _read(path)).strip()) < SHORTEST_SECRET:
            _remove_weak(path)
            _make_key(path)
    except OSError as error:
        if path.exists():
            raise ExplorerError("The secret in {path} cannot be read or replaced ({reason}). Let this user read it, or "
                                "set EXPLORER_SECRET.", path=str(path), reason=error.strerror or str(error)) from error
        LOG.warning("No secret can be kept in %s (%s). Readers lose their jobs when the app is started again; set "
                    "EXPLORER_SECRET, or make room", path.parent, error.strerror)
        return secrets.token_bytes(32)
    return key


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return b""


def _remove_weak(path: Path) -> None:
    """Remove a key that is too short, unless another process has put a better one in its place meanwhile."""
    with suppress(FileNotFoundError), path.open("r+b") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        if len(file.read().strip()) < SHORTEST_SECRET and os.path.samestat(os.fstat(file.fileno()), path.stat()):
            LOG.warning("%s is too short to keep anybody out, and a new one is made. Readers lose sight of their jobs; "
                        "an older copy of this file brings them back", path)
            path.unlink()


def _make_key(path: Path) -> None:
    """Write a new key, readable by this user only, whole or not at all; another process's counts if it was faster."""
    aside = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    try:
        with os.fdopen(os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.write(secrets.token_hex(32).encode())
            file.flush()
            os.fsync(file.fileno())
        with suppress(FileExistsError):
            path.hardlink_to(aside)
    finally:
        aside.unlink(missing_ok=True)


Send = Callable[[Event], Awaitable[None]]
KEPT_S = 400 * 86400
"""The longest that browsers keep a cookie; each visit starts it anew, s."""


class ReaderCookie:
    """ASGI middleware: each page that is served sets the reader's cookie, new or renewed."""

    def __init__(self, app: Callable[..., Awaitable[None]]) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Any, send: Send) -> None:
        """Serve a request; whatever is not a page passes unchanged."""
        if scope["type"] != "http" or scope["method"] != "GET":
            await self.app(scope, receive, send)
            return

        async def with_cookie(event: Event) -> None:
            if event["type"] == "http.response.start" and _is_page(scope, event):
                event["headers"] = [*event["headers"], (b"set-cookie", _cookie(scope).encode("latin-1"))]
            await send(event)

        await self.app(scope, receive, with_cookie)


def _is_page(scope: Scope, answer: Event) -> bool:
    """Say whether a page is sent, or a browser is told to show the one that it keeps."""
    if answer["status"] == 304:
        return "text/html" in header(scope, b"accept")
    return any(name.lower() == b"content-type" and value.startswith(b"text/html") for name, value in answer["headers"])


def _cookie(scope: Scope) -> str:
    """Return the header's value.

    Scripts cannot read it, and it is left out of requests of other sites, unless the app may stand in their frames.
    """
    secure = by_https(scope)
    # In a frame of another site a browser keeps and sends it only like this, and without https not at all.
    site = "None" if secure and settings().embed_from else "Lax"
    reader = reader_of(scope) or new_reader()
    return f"{COOKIE}={signed(reader)}; Path=/; Max-Age={KEPT_S}; HttpOnly; SameSite={site}{'; Secure' * secure}"


def reader_of(scope: Scope) -> str:
    """Return the reader whose cookie a request brings; empty where it brings none that this server signed."""
    return checked(cookies(scope).get(COOKIE, "")) or ""
