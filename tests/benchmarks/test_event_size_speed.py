"""What the server sends a browser over the websocket when a page opens, and for each thing that a reader moves there.

``pytest --benchmark -n 0 tests/benchmarks/test_event_size_speed.py``; no browser: messages are counted here.
"""

from __future__ import annotations

import asyncio
import random
from statistics import median

import pytest

from pages.contents import ENTRIES
from tests.benchmarks.deeds import offered
from tests.benchmarks.visitor import Visitor, new_cookie

EVENTS = 5
"""Widgets of a page that are moved one after another, each once; pressing and other networks take their own time."""
SHORT = "pooling"
PAGES = [SHORT, *(pytest.param(entry.name, marks=pytest.mark.full) for entry in ENTRIES if entry.name != SHORT)]


async def moved(url: str, page: str, most: int) -> tuple[float, dict[str, float]]:
    """Return what comes when ``page`` is opened, and for each widget that is moved then, kB."""
    visitor = Visitor(url, new_cookie(url))
    chance, came = random.Random(0), {}
    try:
        await visitor.open(page)
        opened = visitor.received
        while len(came) < most:
            left = {key: values for key, values in offered(visitor, chance)
                    if key not in came and not key.endswith("_network") and "trigger_value" not in values[0]}
            if not left:
                break
            key = next(iter(left))
            before = visitor.received
            await visitor.put(key, **left[key][0])
            came[key] = (visitor.received - before) / 1e3
    finally:
        await visitor.close()
    return opened / 1e3, came


@pytest.mark.parametrize("page", PAGES)
def test_an_event_brings_less_than_the_page(app_url, page, bench):
    opened, came = asyncio.run(moved(app_url, page, bench.size(EVENTS, 2)))
    each = ", ".join(f"{key} {size:.0f}" for key, size in sorted(came.items(), key=lambda one: -one[1]))
    middle = median(came.values()) if came else 0.0
    bench.tells(f"{page}: opened {opened:.0f} kB, an event {middle:.0f} kB (median; {each or 'nothing to move'})")
    assert opened > 0
    assert middle < opened
