"""How much memory work keeps: what leaks grows each time, a new arena of the allocator comes only now and then."""

from __future__ import annotations

import gc
import resource
from collections.abc import Callable
from pathlib import Path

import pytest

_STATM = Path("/proc/self/statm")
needs_statm = pytest.mark.skipif(not _STATM.exists(), reason="memory is read from Linux's /proc")


def resident_mib() -> float:
    """Return the memory of this process, MiB, after a collection of garbage."""
    gc.collect()
    pages = int(_STATM.read_text().split()[1])
    return pages * resource.getpagesize() / 2**20


def least_growth_mib(*rounds: Callable[[], object]) -> float:
    """Run ``rounds`` one after another; return by how much memory grew in that one in which it grew least, MiB."""
    growths = []
    for work in rounds:
        before = resident_mib()
        work()
        growths.append(resident_mib() - before)
    return min(growths)
