"""Where short links lead: ``/s/<code>`` sends a browser on to the page, past Streamlit."""

from __future__ import annotations

from html import escape

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import Route

from explorer import homework
from explorer.errors import Message, TaskError, message
from pages.ui import asked_language
from pages.ui.components.scripts import base_path
from pages.ui.text import _, say, spoken_in

FRESH = {"cache-control": "no-store"}


def routes() -> list[Route]:
    """Return the route to give to ``st.App``."""
    return [Route(f"{base_path()}/s/{{code}}", _answer, methods=["GET"])]


async def _answer(request: Request) -> Response:
    try:
        links = await run_in_threadpool(homework.short_links)
        target = await run_in_threadpool(links.target, request.path_params["code"])
    except TaskError as error:
        return _told(request, error.message, 503)
    if target is None:
        return _told(request, message("This short link has ended, or was written down wrongly."), 404)
    return RedirectResponse(f"{base_path()}/{target}", 302, headers=FRESH)


def _told(request: Request, says: Message, status: int) -> Response:
    """Return a small page that says what is wrong, with the way to the start page."""
    code = asked_language.of_request(request.url.query, request.headers)
    with spoken_in(code):
        words, home = escape(say(says)), escape(_("Go to the start page"))
    return HTMLResponse(
        f'<!doctype html><html lang="{code}"><meta charset="utf-8"><meta name="viewport" content="width=device-width">'
        f"<title>{words}</title><style>body {{ margin: 3rem auto; max-width: 34rem; padding: 0 1rem; color-scheme: "
        f"light dark; font: 1.2rem/1.5 system-ui }}</style><p>{words}</p>"
        f'<p><a href="{base_path()}/">{home}</a></p></html>',
        status, headers=FRESH)
