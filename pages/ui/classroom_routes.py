"""Whether anything is new in a room, told past Streamlit: pages ask once a second, and run again only when it is so.

``GET pulse/<ticket>`` answers with a few numbers, `RoomPulse`, or that the room is over. Those who were let into a room
have its ticket from their page; whatever else is asked touches no database.
"""

from __future__ import annotations

import json

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from explorer import classroom
from explorer.errors import RoomError
from pages.ui.components.scripts import base_path

FRESH = {"cache-control": "no-store"}


def routes() -> list[Route]:
    """Return the route to give to ``st.App``."""
    return [Route(f"{base_path()}/pulse/{{ticket}}", _answer, methods=["GET"])]


async def _answer(request: Request) -> Response:
    code = classroom.read_ticket(request.path_params["ticket"])
    if not code:
        return Response(status_code=404, headers=FRESH)
    pulses = classroom.rooms().pulses
    try:
        # What was found a moment ago needs no thread, and that is what nearly all of a class are told.
        found = pulses.remembered(code) or (await run_in_threadpool(pulses.of, code),)
    except RoomError:
        return Response(status_code=503, headers=FRESH)
    return Response(json.dumps(classroom.pulse_record(found[0])), media_type="application/json", headers=FRESH)
