"""Start the CNN Explorer: ``streamlit run app.py``."""

import gc
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import streamlit as st

from pages.ui.errors import apologise


@asynccontextmanager
async def lifespan(_app: st.App) -> AsyncIterator[None]:
    """Exempt what is loaded by now from garbage collection: it lives as long as the server."""
    gc.collect()
    gc.freeze()
    yield


app = st.App("pages/main.py", lifespan=lifespan, on_script_error=apologise)
