"""How one process is: what it holds in memory, who is connected to it, and what waits in it.

Only what is loaded is asked: nothing here imports torch, and a process that has shown no network loads none for this.
"""

from __future__ import annotations

import os
import secrets
import socket
import sys
import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

from explorer.monitoring import runs
from explorer.monitoring.versions import own_version
from explorer.runtime import Cache

SERVICE = "explorer.networks.inference.service"
OURS = ("explorer.", "pages.")


@dataclass(frozen=True, slots=True)
class CacheUse:
    """A cache of one process, or the same cache of several."""

    name: str
    """The module that it belongs to."""
    entries: int
    used: int
    """Bytes, or, where a cache counts otherwise, what it counts."""
    most: int
    in_bytes: bool
    hits: int = 0
    """How often what was asked for was there, since the process began."""
    misses: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class ProcessStatus:
    """What a process last told of itself."""

    name: str
    kind: str
    """``app`` or ``worker``."""
    host: str
    pid: int
    version: str
    started: float
    """s since 1970."""
    age_s: float = 0.0
    """How long ago it was heard, s."""
    memory: int = 0
    """Bytes that it takes (resident)."""
    pages: Mapping[str, int] = field(default_factory=dict)
    """Readers that are connected, by the page that they are on."""
    photos: int = 0
    """Readers' own photos, bytes."""
    waiting: Mapping[str, int] = field(default_factory=dict)
    """Requests that wait, by device."""
    caches: tuple[CacheUse, ...] = ()
    runs: Mapping[str, Any] = field(default_factory=dict)
    """What `runs.RunTimes.told` returned."""

    @property
    def readers(self) -> int:
        """Return how many readers are connected."""
        return sum(self.pages.values())


def new_name() -> str:
    """Return a name for this process that no other has."""
    return f"{socket.gethostname()}-{os.getpid()}-{secrets.token_hex(3)}"


class OwnStatus:
    """What this process tells of itself.

    Args:
        kind: ``app`` or ``worker``.
        readers: returns how many readers are connected, by page.
        photos: returns what readers' own photos take, bytes.
    """

    def __init__(self, kind: str, readers: Callable[[], Mapping[str, int]], photos: Callable[[], int]) -> None:
        self.kind, self.readers, self.photos = kind, readers, photos
        self.started = time.time()
        self.host, self.pid, self.version = socket.gethostname(), os.getpid(), own_version()

    def told(self) -> dict[str, Any]:
        """Return what there is to tell now, as plain JSON."""
        return {"kind": self.kind, "host": self.host, "pid": self.pid, "version": self.version,
                "started": round(self.started), "memory": memory(), "pages": dict(self.readers()),
                "photos": self.photos(), "waiting": waiting(), "runs": runs.OWN.told(),
                "caches": [[one.name, one.entries, one.used, one.most, one.in_bytes] for one in caches()]}


def read_status(age_s: float, told: Mapping[str, Any]) -> ProcessStatus:
    """Return what a process told, which may be of another version of this app."""
    known = {name: told[name] for name in ("memory", "pages", "photos", "waiting", "runs") if name in told}
    return ProcessStatus(name=told["name"], kind=told.get("kind", "app"), host=told.get("host", ""),
                         pid=told.get("pid", 0), version=told.get("version", ""), started=told.get("started", 0.0),
                         age_s=age_s, caches=tuple(CacheUse(*one) for one in told.get("caches", ())), **known)


def memory() -> int:
    """Return what this process takes of the machine's memory, bytes; 0 where the system does not tell."""
    try:
        pages = Path("/proc/self/statm").read_text(encoding="ascii").split()[1]
    except OSError:
        return 0
    return int(pages) * os.sysconf("SC_PAGE_SIZE")


def waiting() -> dict[str, int]:
    """Return how many requests wait for each device of this process; none where no network was run yet."""
    service = sys.modules.get(SERVICE)
    found = dict(service._services) if service else {}
    return {str(one.device): one._queue.qsize() for one in found.values()}


def caches() -> list[CacheUse]:
    """Return the caches of this process that hold something."""
    return [CacheUse(name, len(one), one.used, one.most_bytes, one.most_bytes >= 2**16, one.hits, one.misses)
            for name, one in _caches() if len(one)]


def caches_of_all(found: Iterable[ProcessStatus]) -> list[CacheUse]:
    """Return the caches of several processes, those of the same name added up, the largest first."""
    known: dict[str, CacheUse] = {}
    for one in (cache for process in found for cache in process.caches):
        before = known.get(one.name, CacheUse(one.name, 0, 0, 0, one.in_bytes))
        known[one.name] = CacheUse(one.name, before.entries + one.entries, before.used + one.used,
                                   before.most + one.most, one.in_bytes)
    return sorted(known.values(), key=lambda one: (one.in_bytes, one.used), reverse=True)


def empty_caches() -> None:
    """Empty the caches of this process. Whoever uses what was in them keeps it."""
    for _name, one in _caches():
        one.clear()


def _caches() -> list[tuple[str, Cache[Any, Any]]]:
    """Return the caches that belong to modules of this app, with the module's name."""
    return _caches_of(len(sys.modules))


@lru_cache(maxsize=1)
def _caches_of(_modules: int) -> list[tuple[str, Cache[Any, Any]]]:
    """Look through all modules, which takes some milliseconds, as often as there are more of them."""
    return [(f"{name}.{variable}".replace("._", "."), value)
            for name, module in list(sys.modules.items()) if name.startswith(OURS)
            for variable, value in list(vars(module).items()) if isinstance(value, Cache)]
