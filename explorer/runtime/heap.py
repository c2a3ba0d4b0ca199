"""Give memory back to the system: on Linux, C's ``malloc`` keeps what was freed, in an arena for each of many threads.

A page runs in a thread of its own each time, so that without a limit a server of many readers holds far more than it
uses (https://man7.org/linux/man-pages/man3/mallopt.3.html). On other systems, and with another ``malloc``, nothing is
done.
"""

from __future__ import annotations

import ctypes
from functools import cache

ARENAS = 2
M_ARENA_MAX = -8
"""From ``malloc.h``."""


def share_arenas() -> bool:
    """Let all threads of this process share a few arenas; say whether that could be done. To be called at the start."""
    c = _glibc()
    return bool(c and c.mallopt(M_ARENA_MAX, ARENAS))


def trim() -> bool:
    """Give the system what was freed; say whether anything was. It takes some milliseconds for each gigabyte."""
    c = _glibc()
    return bool(c and c.malloc_trim(0))


@cache
def _glibc() -> ctypes.CDLL | None:
    """Return the C library where it is the one that knows both calls."""
    try:
        found = ctypes.CDLL(None)
        found.gnu_get_libc_version  # noqa: B018 (asks whether it is there)
        return found
    except (AttributeError, OSError, TypeError):
        return None
