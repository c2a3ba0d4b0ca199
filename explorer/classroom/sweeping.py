"""Rooms that are over are deleted also where nobody comes by any more: a promise to those who answered in them."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Event, Thread

from explorer import classroom
from explorer.errors import RoomError
from explorer.jobs import database_url

EVERY_S = 600.0
SQLITE = "sqlite:///"
LOG = logging.getLogger(__name__)


@contextmanager
def rooms_swept(every_s: float = EVERY_S) -> Iterator[None]:
    """While this lasts, delete what is over now and then. Where there never was a room, no database is made."""
    over = Event()
    thread = Thread(target=_sweep, args=(over, every_s), name="rooms", daemon=True)
    thread.start()
    try:
        yield
    finally:
        over.set()


def _sweep(over: Event, every_s: float) -> None:
    while not over.wait(every_s):
        swept(database_url())


def swept(url: str) -> int:
    """Delete what is over in a database; return how many rooms that were. One that does not answer is asked later."""
    if url.startswith(SQLITE) and not Path(url.removeprefix(SQLITE)).exists():
        return 0  # Nothing is loaded either: most servers never open a room.
    try:
        return classroom.rooms().sweep(at_once=True) if classroom.rooms().store.exists() else 0
    except RoomError as error:
        LOG.warning("Rooms that are over cannot be deleted now: %s", error)
        return 0
