"""The launcher."""

from __future__ import annotations

import asyncio
import gc

import app
from pages.ui.errors import apologise


def test_what_is_loaded_at_the_start_is_exempt_from_garbage_collection():
    async def start_and_stop() -> int:
        async with app.lifespan(app.app):
            return gc.get_freeze_count()

    gc.unfreeze()
    try:
        assert asyncio.run(start_and_stop()) > 10_000
    finally:
        gc.unfreeze()


def test_a_crash_is_answered_by_the_apology():
    assert app.app._on_script_error is apologise
