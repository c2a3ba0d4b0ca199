"""What an ASGI request says of itself: its headers, its cookies, and whether it came by https."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, MutableMapping
from http.cookies import CookieError, SimpleCookie
from typing import Any

Scope = MutableMapping[str, Any]
Event = MutableMapping[str, Any]
App = Callable[[Scope, Any, Any], Awaitable[None]]


def header(scope: Scope, wanted: bytes) -> str:
    """Return what a request says under a name, given in small letters; several values in one line."""
    between = "; " if wanted == b"cookie" else ", "
    return between.join(value.decode("latin-1") for name, value in scope["headers"] if name == wanted)


def headers_of(scope: Scope) -> dict[str, str]:
    """Return the headers of a request by their names in small letters; the last one of each."""
    return {name.decode("latin-1").lower(): value.decode("latin-1") for name, value in scope["headers"]}


def cookies(scope: Scope) -> dict[str, str]:
    """Return the cookies that a request brings; none where they cannot be read."""
    try:
        return {name: one.value for name, one in SimpleCookie(header(scope, b"cookie")).items()}
    except CookieError:
        return {}


def by_https(scope: Scope) -> bool:
    """Say whether a browser came by https, to us or to the proxy before us."""
    return scope.get("scheme") == "https" or header(scope, b"x-forwarded-proto").split(",")[0].strip() == "https"
