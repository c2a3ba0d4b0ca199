"""What whoever runs the server asks it past Streamlit: whether it is alive, and whether to send readers to it.

Streamlit answers 200 and a page to every address that it does not know, so these answer with JSON, which says that it
was really they. They lie under the app's own path and, for whoever looks at a process from beside it, at the root.
"""

from __future__ import annotations

import json
from collections.abc import Mapping

import streamlit as st
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from explorer import monitoring

FRESH = {"cache-control": "no-store"}


def routes() -> list[Route]:
    """Return the routes to give to ``st.App``."""
    own = str(st.get_option("server.baseUrlPath") or "").strip("/")
    answers = {"healthz": _alive, "readyz": _ready}
    return [Route(f"{base}/{name}", answer, methods=["GET"])
            for base in dict.fromkeys((f"/{own}" if own else "", "")) for name, answer in answers.items()]


async def _alive(_request: Request) -> Response:
    """Say that this process answers; nothing else is looked at."""
    return _told({"process": "ok"})


async def _ready(_request: Request) -> Response:
    """Say of each part whether it works; 503 where one does not."""
    return _told(await run_in_threadpool(monitoring.health().parts))


def _told(parts: Mapping[str, str]) -> Response:
    works = all(says == "ok" for says in parts.values())
    return Response(json.dumps({"ok": works, "parts": parts}), 200 if works else 503, headers=FRESH,
                    media_type="application/json")
