"""Sizes in bytes: how many, and as readers see them. MB is 10^6 bytes and MiB 2^20, here and everywhere."""

from __future__ import annotations

from typing import Literal

SizeUnit = Literal["MB", "MiB"]
STEPS: dict[SizeUnit, tuple[int, tuple[str, ...]]] = {
    "MB": (1000, ("B", "kB", "MB", "GB", "TB")), "MiB": (1024, ("B", "KiB", "MiB", "GiB", "TiB"))}
CLOSE = 5
"""Digits that tell a size from the limit that it is just above."""


def size_text(count: float, unit: SizeUnit = "MB", *, digits: int = 3) -> str:
    """Return a number of bytes with its unit: ``12.8 MB``, ``18.4 KiB``, ``143 MiB``.

    Args:
        count: bytes.
        unit: ``MB``: in powers of 1000, ``MiB``: in powers of 1024.
        digits: so many are shown, but all of those before the point.
    """
    step, names = STEPS[unit]
    value, place = float(count), 0
    while value >= step and place < len(names) - 1:
        value, place = value / step, place + 1
    decimals = max(0, digits - len(f"{value:.0f}")) if place else 0
    text = f"{value:,.{decimals}f}"
    return f"{text.rstrip('0').rstrip('.') if decimals else text} {names[place]}"


def mebibytes(count: int) -> int:
    """Return whole MiB, at least 1: what Streamlit takes as the largest upload, though it says MB."""
    return max(1, count // STEPS["MiB"][0] ** 2)
