"""What each answer tells the browser: whose scripts to run, and what not to guess, tell or frame.

Streamlit sends none of these headers. What it needs itself is let through, and nothing from another host.
"""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Awaitable, Callable, MutableMapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import streamlit as st

from explorer.settings import settings

INLINE = re.compile("<{tag}>(.*?)</{tag}>".format(tag="script"), re.DOTALL)
POLICY = {
    "default-src": "'self'",
    # A component's loader is a blob to the browser.
    "script-src": "'self' blob:",
    # Streamlit and Plotly write their styles into the page.
    "style-src": "'self' 'unsafe-inline'",
    "img-src": "'self' data: blob:",
    "font-src": "'self' data:",
    "media-src": "'self' data: blob:",
    # The camera hands its photo over as an address with the picture in it.
    "connect-src": "'self' data:",
    "worker-src": "'self' blob:",
    "frame-src": "'none'",
    "object-src": "'none'",
    "base-uri": "'self'",
    "form-action": "'self'",
    "frame-ancestors": "'self'",
}
"""Content Security Policy, level 3 (https://www.w3.org/TR/CSP3/)."""
Scope = MutableMapping[str, Any]
App = Callable[[Scope, Any, Any], Awaitable[None]]


class SecurityHeaders:
    """ASGI middleware: adds the headers to each answer."""

    def __init__(self, app: App) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Any, send: Any) -> None:
        """Serve a request; WebSockets pass unchanged."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        async def with_headers(event: MutableMapping[str, Any]) -> None:
            if event["type"] == "http.response.start":
                ours = headers()
                others = [entry for entry in event["headers"] if entry[0].lower() not in ours]
                event["headers"] = [*others, *ours.items()]
            await send(event)

        await self.app(scope, receive, with_headers)


@cache
def headers() -> dict[bytes, bytes]:
    """Return the headers by their names in small letters."""
    sites = settings().embed_from.split()
    told = {
        b"content-security-policy": policy(sites).encode("ascii"),
        b"x-content-type-options": b"nosniff",
        b"referrer-policy": b"same-origin",
        b"x-frame-options": b"SAMEORIGIN",
    }
    if sites:
        del told[b"x-frame-options"]  # it knows no lists of sites, and would keep them out
    return told


def policy(sites: Sequence[str] = ()) -> str:
    """Return the policy; the scripts that stand in Streamlit's own page are let through by what they say.

    ``sites`` may show the app in a frame, beside its own.
    """
    page = (Path(st.__file__).with_name("static") / "index.html").read_text(encoding="utf-8")
    allowed = [f" '{digest(script)}'" for script in INLINE.findall(page)]
    more = {"script-src": "".join(allowed), "frame-ancestors": "".join(f" {site}" for site in sites)}
    return "; ".join(f"{name} {sources}{more.get(name, '')}" for name, sources in POLICY.items())


def digest(script: str) -> str:
    """Return what a policy calls the text of a script."""
    return f"sha256-{base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()}"
