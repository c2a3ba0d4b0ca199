"""Memory that was freed goes back to the system, and threads share what is kept."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from explorer.runtime import heap

ROOT = Path(heap.__file__).parents[2]
GNU = heap._glibc() is not None
ARENAS = """
import ctypes, sys, threading
from explorer.runtime import heap
if "share" in sys.argv:
    assert heap.share_arenas()
c = ctypes.CDLL(None)
c.malloc.restype, c.fdopen.restype = ctypes.c_void_p, ctypes.c_void_p
barrier = threading.Barrier(12)
def work():
    barrier.wait()
    for _ in range(50):
        c.malloc(20_000)
    barrier.wait()
threads = [threading.Thread(target=work) for _ in range(12)]
[thread.start() for thread in threads]
[thread.join() for thread in threads]
file = ctypes.c_void_p(c.fdopen(1, b"w"))
c.malloc_info(0, file)
c.fflush(file)
"""
FREED = """
from pathlib import Path
from explorer.runtime import heap
def resident():
    return int(Path("/proc/self/statm").read_text().split()[1]) * 4096
pieces = [bytes(2_000) for _ in range(50_000)]
top = bytes(2_000)  # keeps the end of the heap where it is
full = resident()
pieces.clear()
heap.trim()
print(full - resident())
"""


def told(script, *words):
    return subprocess.run([sys.executable, "-c", script, *words], cwd=ROOT, capture_output=True, text=True,
                          check=True).stdout


@pytest.mark.skipif(not GNU, reason="The C library is another one, whose heap is left as it is.")
def test_threads_share_a_few_arenas():
    assert told(ARENAS).count("<heap nr=") > heap.ARENAS
    assert told(ARENAS, "share").count("<heap nr=") <= heap.ARENAS


@pytest.mark.skipif(not GNU, reason="The C library is another one, whose heap is left as it is.")
def test_what_was_freed_goes_back_to_the_system():
    assert int(told(FREED)) > 50_000_000


def test_another_c_library_is_left_alone(monkeypatch):
    monkeypatch.setattr(heap, "_glibc", lambda: None)
    assert not heap.share_arenas()
    assert not heap.trim()
