"""Numbers as readers see them: thousands separators, a unit, no more digits than help."""

from __future__ import annotations

from explorer.graph import Convention

STEPS = {"MiB": (1024, ("B", "KiB", "MiB", "GiB", "TiB")), "MB": (1000, ("B", "kB", "MB", "GB", "TB"))}


def memory_text(size: int, convention: Convention) -> str:
    """Return a number of bytes in the unit of ``convention``: ``18.4 KiB``."""
    step, units = STEPS[convention.memory]
    value, place = float(size), 0
    while value >= step and place < len(units) - 1:
        value, place = value / step, place + 1
    return f"{value:,.0f} {units[place]}" if place == 0 or value >= 100 else f"{value:.3g} {units[place]}"


def count_text(count: int) -> str:
    """Return a count: all digits up to a million, from there in millions (M) or thousands of millions (G)."""
    if count >= 10**9:
        return f"{count / 10**9:,.3f} G"
    return f"{count / 10**6:.2f} M" if count >= 10**6 else f"{count:,}"


def share_text(share: float) -> str:
    """Return a share, 0 to 1, in per cent: ``78.0 %``."""
    return f"{100 * share:.1f} %"
