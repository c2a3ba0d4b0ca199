"""Start the CNN Explorer: ``streamlit run app.py``."""

import gc
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import streamlit as st
from starlette.middleware import Middleware

from explorer.jobs.cookie import ReaderCookie
from explorer.jobs.keeping import worker_beside
from pages.ui.errors import apologise


@asynccontextmanager
async def lifespan(_app: st.App) -> AsyncIterator[None]:
    """Keep a worker for jobs; exempt what is loaded by now from garbage collection: it lives as long as the server."""
    gc.collect()
    gc.freeze()
    with worker_beside():
        yield


app = st.App("pages/main.py", lifespan=lifespan, middleware=[Middleware(ReaderCookie)], on_script_error=apologise)
