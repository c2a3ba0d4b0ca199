"""Who asks: an anonymous name in a signed cookie, so that every browser has its own jobs."""

from __future__ import annotations

import hmac
import os
import secrets
from functools import cache
from pathlib import Path

from explorer.errors import ExplorerError
from explorer.jobs.paths import data_folder
from explorer.settings import settings

COOKIE = "explorer_reader"
SHORTEST_SECRET = 16


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

    Raises:
        ExplorerError: the secret is too short to keep anybody out.
    """
    text = settings().secret
    if text and len(text) < SHORTEST_SECRET:
        raise ExplorerError("EXPLORER_SECRET has {length} characters. Use {least} or more, or unset it.",
                            length=len(text), least=SHORTEST_SECRET)
    return text.encode() or _kept_key(data_folder() / "secret")


def _kept_key(path: Path) -> bytes:
    """Return what ``path`` holds; made where it is missing, readable by this user only, whole or not at all."""
    if not path.exists():
        aside = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
        with os.fdopen(os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.write(secrets.token_hex(32).encode())
        try:
            path.hardlink_to(aside)
        except FileExistsError:
            pass  # Another process was faster, and its key counts.
        finally:
            aside.unlink()
    return path.read_bytes()
