"""Give every browser its cookie with the page, before its first WebSocket opens (which then brings it along)."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, MutableMapping
from http.cookies import CookieError, SimpleCookie
from typing import Any

from explorer.jobs.readers import COOKIE, checked, new_reader, signed

Scope = MutableMapping[str, Any]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]
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

        async def with_cookie(event: MutableMapping[str, Any]) -> None:
            if event["type"] == "http.response.start" and _is_page(scope, event):
                event["headers"] = [*event["headers"], (b"set-cookie", _cookie(scope).encode("latin-1"))]
            await send(event)

        await self.app(scope, receive, with_cookie)


def _is_page(scope: Scope, answer: MutableMapping[str, Any]) -> bool:
    """Say whether a page is sent, or a browser is told to show the one that it keeps."""
    if answer["status"] == 304:
        return "text/html" in _header(scope, b"accept")
    return any(name.lower() == b"content-type" and value.startswith(b"text/html") for name, value in answer["headers"])


def _cookie(scope: Scope) -> str:
    """Return the header's value. It is left out of requests that other sites make, and scripts cannot read it."""
    secure = "; Secure" if _is_https(scope) else ""
    reader = _reader(scope) or new_reader()
    return f"{COOKIE}={signed(reader)}; Path=/; Max-Age={KEPT_S}; HttpOnly; SameSite=Lax{secure}"


def _reader(scope: Scope) -> str | None:
    try:
        found = SimpleCookie(_header(scope, b"cookie")).get(COOKIE)
    except CookieError:
        return None
    return checked(found.value) if found else None


def _is_https(scope: Scope) -> bool:
    return scope.get("scheme") == "https" or _header(scope, b"x-forwarded-proto").split(",")[0].strip() == "https"


def _header(scope: Scope, wanted: bytes) -> str:
    return "; ".join(value.decode("latin-1") for name, value in scope["headers"] if name == wanted)
