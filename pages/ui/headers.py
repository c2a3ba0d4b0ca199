"""What each answer tells the browser: whose scripts to run, and what not to guess, tell or frame.

Streamlit sends none of these headers. What it needs itself is let through, and nothing from another host.
"""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any

import streamlit as st

from explorer.runtime import App, Event, Scope, by_https
from explorer.settings import settings

INLINE = re.compile("<{tag}>(.*?)</{tag}>".format(tag="script"), re.DOTALL)
POLICY = {
    "default-src": "'self'",
    # A component's loader is a blob to the browser.
    "script-src": "'self' blob:",
    # Streamlit, Plotly and formulas write styles into the page and into elements, and offer no nonce.
    "style-src": "'self' 'unsafe-inline'",
    "img-src": "'self' data: blob:",
    # One that Streamlit's own style sheet brings in itself.
    "font-src": "'self' data:",
    "media-src": "'self'",
    # The camera hands its photo over as an address with the picture in it.
    "connect-src": "'self' data:",
    "worker-src": "'self'",
    "frame-src": "'none'",
    "object-src": "'none'",
    "base-uri": "'self'",
    "form-action": "'self'",
    "frame-ancestors": "'self'",
}
"""Content Security Policy, level 3 (https://www.w3.org/TR/CSP3/)."""
USED = ("camera", "clipboard-write", "fullscreen")
UNUSED = ("accelerometer", "autoplay", "browsing-topics", "clipboard-read", "display-capture",
          "encrypted-media", "geolocation", "gyroscope", "hid", "identity-credentials-get", "idle-detection",
          "local-fonts", "magnetometer", "microphone", "midi", "payment", "picture-in-picture",
          "publickey-credentials-get", "screen-wake-lock", "serial", "usb", "window-management", "xr-spatial-tracking")
"""Features of browsers (https://www.w3.org/TR/permissions-policy/), all off but those that are used."""


class SecurityHeaders:
    """ASGI middleware: adds the headers to each answer."""

    def __init__(self, app: App) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Any, send: Any) -> None:
        """Serve a request; WebSockets pass unchanged."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        async def with_headers(event: Event) -> None:
            if event["type"] == "http.response.start":
                ours = headers() | (behind_tls() if is_tls else {})
                others = [(name, secured(value) if is_tls and name.lower() == b"set-cookie" else value)
                          for name, value in event["headers"] if name.lower() not in ours]
                event["headers"] = [*others, *ours.items()]
            await send(event)

        is_tls = by_https(scope)

        await self.app(scope, receive, with_headers)


@cache
def behind_tls() -> dict[bytes, bytes]:
    """Return what is told besides to browsers that came by https; by http they would complain of it."""
    # A window that a login opens may still speak with the one that opened it.
    told = {b"cross-origin-opener-policy": b"same-origin-allow-popups"}
    if settings().hsts == "on":
        told[b"strict-transport-security"] = b"max-age=31536000"
    return told


def secured(cookie: bytes) -> bytes:
    """Return a cookie that browsers send by https alone. Streamlit's own say nothing of that."""
    parts = [part.strip().lower() for part in cookie.split(b";")]
    return cookie if b"secure" in parts[1:] else cookie + b"; Secure"


@cache
def headers() -> dict[bytes, bytes]:
    """Return the headers by their names in small letters."""
    sites = settings().embed_from.split()
    told = {
        b"content-security-policy": policy(sites).encode("ascii"),
        b"x-content-type-options": b"nosniff",
        b"referrer-policy": b"same-origin",
        b"permissions-policy": permissions().encode("ascii"),
        b"cross-origin-resource-policy": b"same-origin",
        b"x-frame-options": b"SAMEORIGIN",
    }
    if sites:
        del told[b"x-frame-options"]  # it knows no lists of sites, and would keep them out
    return told


def permissions() -> str:
    """Return what pages may use of a device: the camera, which takes photos, and the clipboard, to write into it.

    Frames get nothing of it, as there are none; a page of another site that shows the app has to allow it, too.
    """
    return ", ".join([*(f"{name}=(self)" for name in USED), *(f"{name}=()" for name in UNUSED)])


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
