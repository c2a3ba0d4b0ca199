"""Each request of the app: its name, what it was for, how it ended and how long it took; and uploads within limits.

Told and counted is the kind of a request and, of our own pages, which. Addresses are left out: they hold what readers
set up, secrets of rooms, and names of files.
"""

from __future__ import annotations

import math
import time
from collections.abc import Collection
from typing import Any

import streamlit.logger

from explorer.jobs import reader_of
from explorer.runtime import (
    ABOUT,
    LOG,
    REFUSED,
    App,
    Count,
    Event,
    Scope,
    adopt,
    allowances,
    came_from,
    header,
    headers_of,
    household,
    is_json,
    known_id,
    refusal,
)
from explorer.settings import settings
from pages.ui import asked_language
from pages.ui.components.scripts import base_path
from pages.ui.text import say, spoken_in

REQUESTS = Count("explorer_requests", "Requests, by what they were for and the first digit of the answer.",
                 ("route", "status"))
UPLOADS = Count("explorer_uploads", "Files of readers that came in.")
UPLOADED = Count("explorer_upload_bytes", "Bytes of readers' files that came in.")
UPLOAD = "_stcore/upload_file/"
ROUTES = {"_stcore/stream": "stream", "_stcore/health": "health", "_stcore": "streamlit", "static": "static",
          "web": "web", "media": "media", "component": "component", "s": "short_link", "pulse": "pulse",
          "healthz": "health", "readyz": "health", "metrics": "metrics", "qr.svg": "paper", "preview": "preview"}
"""What a request is for, by the first parts of its path."""


def write_as_asked() -> None:
    """Let Streamlit's loggers, also those that it makes later, write as the settings ask for."""
    if is_json():
        streamlit.logger.setup_formatter = adopt


class Requests:
    """ASGI middleware: names, counts and, where the log is JSON, logs each request.

    Args:
        pages: names of our own pages.
    """

    def __init__(self, app: App, pages: Collection[str] = ()) -> None:
        self.app, self.pages = app, frozenset(pages)

    async def __call__(self, scope: Scope, receive: Any, send: Any) -> None:
        """Serve a request; its answer carries its name."""
        if scope["type"] not in {"http", "websocket"}:
            await self.app(scope, receive, send)
            return
        began, name, status = time.perf_counter(), known_id(header(scope, b"x-request-id")), 0

        async def named(event: Event) -> None:
            nonlocal status
            if event["type"] == "http.response.start":
                status = event["status"]
                event["headers"] = [*event["headers"], (b"x-request-id", name.encode())]
            elif event["type"] == "websocket.accept":
                status = 101
            await send(event)

        token = ABOUT.set({"request": name})
        try:
            await self.app(scope, receive, named)
        finally:
            self._tell(scope, status, time.perf_counter() - began)
            ABOUT.reset(token)

    def _tell(self, scope: Scope, status: int, seconds: float) -> None:
        route, page = route_of(scope["path"], self.pages)
        REQUESTS.add(route, f"{status // 100}xx" if status else "none")
        if is_json():
            method = scope.get("method", "WEBSOCKET")
            told = {"route": route, "method": method, "status": status, "seconds": round(seconds, 4)}
            LOG.info("request", extra={"told": told | ({"page": page} if page else {})})


def route_of(path: str, pages: Collection[str] = ()) -> tuple[str, str]:
    """Return what a path is for, and which page it opens; the latter is empty where it opens none of ``pages``."""
    inside = path.removeprefix(base_path()).lstrip("/")
    if inside.startswith(UPLOAD):
        return "upload", ""
    first, _, rest = inside.partition("/")
    if route := ROUTES.get(f"{first}/{rest}") or ROUTES.get(first):
        return route, ""
    if first in pages and not rest:
        return "page", first
    return ("page", "home") if not inside else ("other", "")


class UploadLimits:
    """ASGI middleware: counts uploads, and refuses those of whoever uploads too often."""

    def __init__(self, app: App) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Any, send: Any) -> None:
        """Serve a request; whatever is no upload passes unchanged."""
        if (scope["type"] != "http" or scope["method"] not in {"PUT", "POST"}
                or not scope["path"].removeprefix(base_path()).lstrip("/").startswith(UPLOAD)):
            await self.app(scope, receive, send)
            return
        wait_s, by = allowances().wait_s("upload", reader_of(scope), household(address_of(scope)))
        if wait_s:
            REFUSED.add("upload", by)
            await _refuse(scope, receive, send, wait_s, by)
            return

        async def counted() -> Event:
            event: Event = await receive()
            UPLOADED.add(amount=len(event.get("body", b"")))
            return event

        async def noted(event: Event) -> None:
            if event["type"] == "http.response.start" and event["status"] < 300:
                UPLOADS.add()
            await send(event)

        await self.app(scope, counted, noted)


async def _refuse(scope: Scope, receive: Any, send: Any, wait_s: float, by: str) -> None:
    """Take the file and drop it, as a browser that still sends hears no answer; then say when to come back."""
    while (event := await receive())["type"] == "http.request" and event.get("more_body"):
        pass
    with spoken_in(asked_language.of_request(scope.get("query_string", b"").decode("latin-1"), headers_of(scope))):
        words = say(refusal("upload", wait_s, by).message).encode()
    await send({"type": "http.response.start", "status": 429, "headers": [
        (b"retry-after", str(math.ceil(wait_s)).encode()), (b"content-type", b"text/plain; charset=utf-8"),
        (b"content-length", str(len(words)).encode()), (b"cache-control", b"no-store")]})
    await send({"type": "http.response.body", "body": words})


def address_of(scope: Scope) -> str:
    """Return where a request comes from."""
    return came_from((scope.get("client") or ("",))[0], [header(scope, b"x-forwarded-for")], settings().proxies)
