"""Numbers that follow a finger: what a page computes for its component without running, and without keeping anything.

A run of a page costs a browser some 40 ms before any number changes, as Streamlit then draws every element again. So a
component asks here while a slider is moved (``POST preview/<name>``), and tells its page what was chosen in the end. An
answer depends on nothing but the question, so any server of several may give it; questions are anybody's guess.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from pages.ui.components.scripts import base_path

Preview = Callable[[Any], dict[str, Any] | None]
LONGEST = 64 * 1024
"""Of a question, bytes."""

_KNOWN: dict[str, Preview] = {}


def offer(name: str, preview: Preview) -> None:
    """Let ``preview`` answer questions under ``name``; it returns None where a question makes no sense."""
    _KNOWN[name] = preview


def routes() -> list[Route]:
    """Return the route to give to ``st.App``."""
    return [Route(f"{base_path()}/preview/{{name}}", _answer, methods=["POST"])]


async def _answer(request: Request) -> Response:
    preview = _KNOWN.get(request.path_params["name"])
    if preview is None:
        return Response(status_code=404)
    body = b""
    async for part in request.stream():
        body += part
        if len(body) > LONGEST:
            return Response(status_code=413)
    try:
        asked = json.loads(body)
    except (ValueError, RecursionError):
        return Response(status_code=400)
    found = await run_in_threadpool(preview, asked)
    if found is None:
        return Response(status_code=422)
    return Response(json.dumps(found), media_type="application/json", headers={"cache-control": "no-store"})
