"""How many examples Hypothesis draws: a quarter with every run, all with ``--hypothesis-profile thorough``."""

from __future__ import annotations

from hypothesis import settings


def examples(count: int) -> int:
    """Return how many of ``count`` examples this run tries."""
    return max(count * settings.default.max_examples // 100, 1)
