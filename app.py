"""Start the CNN Explorer: ``streamlit run app.py``."""

import gc
import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import streamlit as st
from starlette.middleware import Middleware

from explorer.classroom import rooms_swept
from explorer.jobs import PATIENT, ReaderCookie, ready, server_key, worker_beside
from explorer.monitoring import heartbeat, leaving_is_told
from explorer.runtime import heap, settle_logs
from pages.contents import ENTRIES
from pages.ui.account.journey import Journey
from pages.ui.classroom_routes import routes as classroom_routes
from pages.ui.components.scripts import routes
from pages.ui.config_watch import stop_looking_for_settings
from pages.ui.errors import apologise
from pages.ui.frame import Frame
from pages.ui.headers import SecurityHeaders
from pages.ui.monitoring_routes import OwnStatistics, routes as monitoring_routes
from pages.ui.packed import Packed
from pages.ui.paper import routes as paper_routes
from pages.ui.previews import routes as preview_routes
from pages.ui.requests import Requests, UploadLimits, write_as_asked
from pages.ui.share.short_routes import routes as short_routes
from pages.ui.sockets import send_at_once
from pages.ui.visitors import connected, photo_bytes

for _name, _value in PATIENT.items():
    os.environ.setdefault(_name, _value)

heap.share_arenas()
ready(server_key)
settle_logs("app")
write_as_asked()


@asynccontextmanager
async def lifespan(_app: st.App) -> AsyncIterator[None]:
    """Keep a worker for jobs; exempt what is loaded by now from garbage collection: it lives as long as the server."""
    send_at_once()
    stop_looking_for_settings()
    gc.freeze()
    beating = heartbeat(readers=connected, photos=photo_bytes)
    with worker_beside(), rooms_swept(), leaving_is_told(), beating:
        yield


app = st.App("pages/main.py", lifespan=lifespan, on_script_error=apologise,
             routes=[*routes(), *paper_routes(), *preview_routes(), *classroom_routes(),
                              *short_routes(), *monitoring_routes()],
             middleware=[Middleware(Requests, pages=[entry.name for entry in ENTRIES]), *[
                 Middleware(one) for one in (
                     SecurityHeaders, Packed, OwnStatistics, UploadLimits, ReaderCookie, Journey, Frame)]])
