"""Streamlit's own scripts, packed: a page's first load asks for 3 to 9 MB of them, packed for a third of that.

Streamlit sends them as they lie, since to pack them for each reader anew costs more than it saves. Here each is packed
once for all readers, on a thread, and kept; browsers keep theirs for a year. A server before the app that packs by
itself finds them packed.
"""

from __future__ import annotations

import asyncio
import gzip
from functools import lru_cache
from pathlib import Path
from typing import Any

import streamlit as st

from explorer.runtime import App, Scope
from pages.ui.components.scripts import CACHE_FOR_A_YEAR, base_path

STATIC = (Path(st.__file__).parent / "static").resolve()
KINDS = {".js": b"text/javascript; charset=utf-8", ".css": b"text/css; charset=utf-8",
         ".ttf": b"font/ttf"}
"""What gets smaller; woff2 fonts and pictures are packed already."""
LEAST = 1024  # bytes; less is one packet either way
LEVEL = 6  # 9 makes them a four-hundredth smaller, for a third more time


class Packed:
    """ASGI middleware: answers for Streamlit's scripts, styles and plain fonts where a browser takes them packed."""

    def __init__(self, app: App) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Any, send: Any) -> None:
        """Serve a request; whatever is not such a file passes unchanged."""
        file = asked(scope)
        if file is None:
            await self.app(scope, receive, send)
            return
        body = await asyncio.to_thread(packed, file)
        headers = [(b"content-type", KINDS[file.suffix]), (b"content-encoding", b"gzip"), (b"vary", b"accept-encoding"),
                   (b"cache-control", CACHE_FOR_A_YEAR.encode()), (b"content-length", str(len(body)).encode())]
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        await send({"type": "http.response.body", "body": body})


def asked(scope: Scope) -> Path | None:
    """Return the file that a request asks for and takes packed; None for all else."""
    if scope["type"] != "http" or scope["method"] != "GET":
        return None
    said = dict(scope["headers"])
    folder = f"{base_path()}/static/"
    if not scope["path"].startswith(folder) or b"gzip" not in said.get(b"accept-encoding", b"") or b"range" in said:
        return None
    return files().get(scope["path"].removeprefix(folder))


@lru_cache(maxsize=1)
def files() -> dict[str, Path]:
    """Return the files that get smaller, by their place below Streamlit's folder of such files."""
    folder = STATIC / "static"
    found = [file for file in folder.rglob("*") if file.suffix in KINDS and file.stat().st_size >= LEAST]
    return {file.relative_to(folder).as_posix(): file for file in found}


@lru_cache(maxsize=1024)
def packed(file: Path) -> bytes:
    """Return what a file says, packed."""
    return gzip.compress(file.read_bytes(), LEVEL, mtime=0)
