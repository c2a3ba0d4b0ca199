"""The way to the login and back: to the very page and link that a reader was on, with a word if it failed.

Streamlit sends everybody to the start page, and answers with a bare line where the provider is away.
"""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable
from typing import Any
from urllib.parse import quote, unquote, urlsplit

from explorer.jobs import reader_of
from explorer.runtime import Event, Scope, by_https, cookies, header
from pages.ui.account.session import FAILED, note_log_out
from pages.ui.components.scripts import base_path

Headers = list[tuple[bytes, bytes]]
BACK = "explorer_back"
KEPT_S, FAILED_S = 900, 20
"""How long a reader may take to log in until the way back is forgotten; how long it is known that they failed, s."""
LONGEST = 3500
"""Characters of an address that a cookie keeps; of longer ones the page alone."""
_OURS = re.compile(r"/(?![/\\])[\x21-\x7e]*")
USER = b"_streamlit_user="


class Journey:
    """ASGI middleware: keeps where a reader comes from while they log in or out, and sends them back there."""

    def __init__(self, app: Callable[..., Awaitable[None]]) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Any, send: Any) -> None:
        """Serve a request; whatever is no log-in or log-out passes unchanged."""
        step = _step(scope)
        if not step:
            await self.app(scope, receive, send)
            return
        if step == "auth/logout" and (name := reader_of(scope)):
            note_log_out(name)
        replaced = False

        async def led(event: Event) -> None:
            nonlocal replaced
            if event["type"] == "http.response.start":
                replaced = event["status"] >= 400
                event = _returned(scope, event) if step == "oauth2callback" else _sent_off(scope, event, step)
            elif replaced:
                event = {**event, "body": b""}
            await send(event)

        await self.app(scope, receive, led)


def _sent_off(scope: Scope, event: Event, step: str) -> Event:
    """Return the answer to who logs in or out, with what is needed to come back."""
    back = _came_from(scope)
    if event["status"] >= 400:
        return _redirect(scope, event, back, [_cookie(scope, FAILED, "1", FAILED_S)])
    if step == "auth/logout" and _location(event) == _home():
        return _redirect(scope, event, back, [])
    kept = _cookie(scope, BACK, f"{step.removeprefix('auth/')} {back}", KEPT_S)
    return {**event, "headers": [*_secured(scope, event["headers"]), kept]}


def _returned(scope: Scope, event: Event) -> Event:
    """Return the answer to who comes back from the provider: to where they were."""
    step, _, back = unquote(cookies(scope).get(BACK, "")).partition(" ")
    came_in = any(name == b"set-cookie" and value.startswith(USER) and not value.startswith(USER + b'""')
                  for name, value in event["headers"])
    failed = [] if came_in or step != "login" else [_cookie(scope, FAILED, "1", FAILED_S)]
    return _redirect(scope, event, back if _is_ours(back) else _home(), [*failed, _cookie(scope, BACK, "", 0)])


def _redirect(scope: Scope, event: Event, to: str, cookies: Headers) -> Event:
    dropped = {b"location", b"content-length", b"content-type"}
    kept = [(name, value) for name, value in event["headers"] if name.lower() not in dropped]
    return {**event, "status": 302, "headers": [*_secured(scope, kept), (b"location", to.encode("ascii")),
                                                (b"content-length", b"0"), *cookies]}


def _secured(scope: Scope, headers: Headers) -> Headers:
    """Let browsers send the cookies of the login by https only, where that is how they came."""
    if not by_https(scope):
        return list(headers)
    return [(name, value + b"; Secure") if name.lower() == b"set-cookie" and b"secure" not in value.lower()
            else (name, value) for name, value in headers]


def _step(scope: Scope) -> str:
    """Return which step of a login a request is; empty: none."""
    if scope["type"] != "http" or scope["method"] != "GET":
        return ""
    inside = scope["path"].removeprefix(_home().rstrip("/")).lstrip("/")
    return inside if inside in {"auth/login", "auth/logout", "oauth2callback"} else ""


def _came_from(scope: Scope) -> str:
    """Return the page that a browser was on, and its link; the start page where it does not tell, or was elsewhere."""
    at = urlsplit(header(scope, b"referer"))
    whole = f"{at.path}?{at.query}" if at.query else at.path
    back = whole if len(quote(whole)) <= LONGEST else at.path
    return back if _is_ours(back) and at.netloc == header(scope, b"host") else _home()


def _is_ours(address: str) -> bool:
    """Say whether an address leads to a page of this app: a path, below its own, and to no other host."""
    return bool(_OURS.fullmatch(address)) and address.startswith(_home())


def _home() -> str:
    return f"{base_path()}/"


def _location(event: Event) -> str:
    return next((value.decode("latin-1") for name, value in event["headers"] if name.lower() == b"location"), "")


def _cookie(scope: Scope, name: str, value: str, age_s: int) -> tuple[bytes, bytes]:
    secure = "; Secure" * by_https(scope)
    text = f"{name}={quote(value, safe='')}; Path={_home()}; Max-Age={age_s}; HttpOnly; SameSite=Lax{secure}"
    return b"set-cookie", text.encode("ascii")
