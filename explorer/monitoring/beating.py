"""The thread that lets a process tell the others how it is. What it needs is loaded with the first beat: an app that
has just started shows its first page before.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from threading import Event, Thread

from explorer import monitoring
from explorer.monitoring.faults import errors_noted
from explorer.monitoring.processes import OwnStatus
from explorer.runtime import switches

FIRST_S = 4.0
"""The first page has the processors to itself until then, s."""
TICK_S = 5.0
END_S = 2.0


def nobody() -> Mapping[str, int]:
    """Return the readers of a process that has none."""
    return {}


def nothing() -> int:
    """Return the bytes of a process that keeps none."""
    return 0


@contextmanager
def heartbeat(kind: str = "app", readers: Callable[[], Mapping[str, int]] = nobody,
              photos: Callable[[], int] = nothing) -> Iterator[None]:
    """Tell the others how this process is while this lasts; count its errors meanwhile.

    Args:
        kind: ``app`` or ``worker``.
        readers: returns how many readers are connected, by page.
        photos: returns what readers' own photos take, bytes.
    """
    over = Event()
    switches.awaited()
    heart = Thread(target=_beat, args=(over, OwnStatus(kind, readers, photos)), name="heartbeat", daemon=True)
    heart.start()
    try:
        with errors_noted():
            yield
    finally:
        over.set()
        heart.join(END_S)
        switches.heard()  # who ends before the first beat leaves nobody waiting for it


def _beat(over: Event, own: OwnStatus) -> None:
    if over.wait(FIRST_S):
        return
    heart = monitoring.Heart(monitoring.server_book(), own)
    while not over.is_set():
        heart.tick()
        over.wait(TICK_S)
    heart.leave()
