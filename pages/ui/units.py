"""Numbers as readers see them: thousands separators, a unit, no more digits than help."""

from __future__ import annotations


def count_text(count: int) -> str:
    """Return a count: all digits up to a million, from there in millions (M) or thousands of millions (G)."""
    if count >= 10**9:
        return f"{count / 10**9:,.3f} G"
    return f"{count / 10**6:.2f} M" if count >= 10**6 else f"{count:,}"


def share_text(share: float) -> str:
    """Return a share, 0 to 1, in per cent: ``78.0 %``."""
    return f"{100 * share:.1f} %"
