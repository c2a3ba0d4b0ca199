"""What whoever runs the server asks it past Streamlit: whether it is alive, whether to send readers to it,
and what it counts and measures.

Streamlit answers 200 and a page to every address that it does not know, so these answer with JSON, which says that it
was really they. They lie under the app's own path and, for whoever looks at a process from beside it, at the root.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from explorer import monitoring
from explorer.runtime import App, Scope, all_in, header
from explorer.settings import settings
from pages.ui.components.scripts import base_path
from pages.ui.visitors import connected, photo_bytes

FRESH = {"cache-control": "no-store"}


def routes() -> list[Route]:
    """Return the routes to give to ``st.App``."""
    answers = {"healthz": _alive, "readyz": _ready, "metrics": _metrics}
    return [Route(f"{base}/{name}", answer, methods=["GET"])
            for base in dict.fromkeys((base_path(), "")) for name, answer in answers.items()]


async def _alive(_request: Request) -> Response:
    """Say that this process answers; nothing else is looked at."""
    return _told({"process": "ok"})


async def _ready(_request: Request) -> Response:
    """Say of each part whether it works; 503 where one does not."""
    return _told(await run_in_threadpool(monitoring.health().parts))


async def _metrics(request: Request) -> Response:
    """Tell what is counted and measured, to those who may know it."""
    if not may_read(request.scope):
        return Response("EXPLORER_METRICS_FROM says who may read this.\n", 403, headers=FRESH, media_type="text/plain")
    text = await run_in_threadpool(monitoring.metrics_text, connected(), photo_bytes())
    return Response(text, headers=FRESH, media_type="text/plain; version=0.0.4; charset=utf-8")


def may_read(scope: Scope) -> bool:
    """Say whether all that a request came through may read metrics: what nginx forwards is its reader's request."""
    forwarded = header(scope, b"x-forwarded-for")
    return all_in((scope.get("client") or ("",))[0], [forwarded] if forwarded else [], settings().metrics_from)


class OwnStatistics:
    """ASGI middleware: keeps Streamlit's own statistics, which it shows to everybody, for those who may read ours."""

    def __init__(self, app: App) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Any, send: Any) -> None:
        """Serve a request; whatever asks for no statistics passes unchanged."""
        asks = scope["type"] == "http" and scope["path"].endswith("/_stcore/metrics")
        refused = asks and not may_read(scope)
        await (Response(status_code=403, headers=FRESH) if refused else self.app)(scope, receive, send)


def _told(parts: Mapping[str, str]) -> Response:
    works = all(says == "ok" for says in parts.values())
    return Response(json.dumps({"ok": works, "parts": parts}), 200 if works else 503, headers=FRESH,
                    media_type="application/json")
