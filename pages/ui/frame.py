"""What the page itself brings, before Streamlit draws in it: its language, styles of the frame, and scripts that
are needed soon.

Streamlit serves one page for all addresses and offers no way to add to it. `Frame` adds to it as it is sent.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from functools import cache
from pathlib import Path
from typing import Any

import streamlit as st

from explorer.runtime import Event, Scope, headers_of
from pages.ui import asked_language, warming
from pages.ui.components import scripts

END = b"</head>"
ENGLISH = b'<html lang="en">'
UNWANTED = {b"accept-encoding", b"if-none-match", b"if-modified-since", b"range"}
"""Headers of a request that would bring the page packed, in part, or not at all."""
STALE = {b"content-length", b"etag", b"last-modified"}
"""Headers that are true of the page as Streamlit has it."""
PARTS = ("BidiComponent", "Button", "ButtonGroup", "Checkbox", "DownloadButton", "ImageList", "NumberInput", "PageLink",
         "Selectbox", "Slider")
"""Of Streamlit's, that stand on most pages. It asks for each when it first draws one, and draws a bar of another size
meanwhile."""


class Frame:
    """ASGI middleware: adds to each page that is served."""

    def __init__(self, app: Callable[..., Awaitable[None]]) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Any, send: Callable[[Event], Awaitable[None]]) -> None:
        """Serve a request; whatever is not a page passes unchanged."""
        if not _asks_for_page(scope):
            await self.app(scope, receive, send)
            return

        warming.expect(scope.get("path", ""))
        code = asked_language.of_request(scope.get("query_string", b"").decode("latin-1"), headers_of(scope))
        tagged = f'<html lang="{code}">'.encode()
        start: Event = {}
        body: list[bytes] = []

        async def with_head(event: Event) -> None:
            if event["type"] == "http.response.start" and _is_page(event):
                start.update(event)
            elif start and event["type"] == "http.response.body":
                body.append(event.get("body", b""))
                if not event.get("more_body"):
                    await _send_page(start, b"".join(body).replace(ENGLISH, tagged, 1), send)
            else:
                await send(event)

        asked = [(name, value) for name, value in scope["headers"] if name not in UNWANTED]
        await self.app({**scope, "headers": asked}, receive, with_head)


@cache
def head() -> bytes:
    """Return what is added to a page's head. Addresses are relative, as Streamlit's: a page lies right under the app's
    own path."""
    kit = [scripts.address(file) for file in sorted((scripts.WEB / "kit").glob("*.js"))]
    soon = "".join(f'<link rel="modulepreload" crossorigin href="./{file}">' for file in (*parts(), *kit))
    own = scripts.read("frame/head.html").replace("FOLDER", scripts.folder())
    return f"{own}{soon}".encode()


def parts() -> list[str]:
    """Return the addresses of Streamlit's own parts that are needed soon, as far as it still calls them so."""
    folder = Path(st.__file__).parent / "static"
    return [file.relative_to(folder).as_posix() for name in PARTS for file in folder.glob(f"static/js/{name}.*.js")]


def _asks_for_page(scope: Scope) -> bool:
    return scope["type"] == "http" and scope["method"] == "GET" and any(
        name == b"accept" and b"text/html" in value for name, value in scope["headers"])


def _is_page(event: Event) -> bool:
    return event["status"] == 200 and any(
        name.lower() == b"content-type" and value.startswith(b"text/html") for name, value in event["headers"])


async def _send_page(start: Event, page: bytes, send: Callable[[Event], Awaitable[None]]) -> None:
    page = page.replace(END, head() + END, 1)
    headers = [(name, value) for name, value in start["headers"] if name.lower() not in STALE]
    await send({**start, "headers": [*headers, (b"content-length", str(len(page)).encode())]})
    await send({"type": "http.response.body", "body": page})
