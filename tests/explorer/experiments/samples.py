"""Experiments that live runs are tested with: they compute nothing, and do what experiments should not."""

from __future__ import annotations

import os
import time

from explorer.errors import LimitError


def count(*, steps, pause=0.0, **_more):
    for step in range(1, steps + 1):
        time.sleep(pause)
        print("said aside")
        yield step, {"square": step * step, "process": os.getpid()}


def refuse():
    yield 1, {}
    raise LimitError("{count} are too many.", count=7)


def crash():
    yield 1, {}
    raise ZeroDivisionError


def hang():
    yield 1, {}
    time.sleep(600)
