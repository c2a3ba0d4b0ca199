"""What this reader may do how often: asked before each deed that costs the server something.

Uploads are not asked for here: `pages.ui.requests` refuses them before their file comes in.
"""

from __future__ import annotations

import streamlit as st

from explorer.runtime import Deed, allowances, came_from, household
from explorer.settings import settings
from pages.ui.account.role import times
from pages.ui.reader import reader

HERE = "127.0.0.1"
"""Streamlit does not tell the address of whoever comes from this machine."""


def spend(deed: Deed, times: int = 1) -> None:
    """Let this reader do something, or not yet.

    Args:
        times: how many are done at once.

    Raises:
        LimitError: when to try again.
    """
    for _ in range(times):
        allowances().spend(deed, reader(), household(address()), factor())


def address() -> str:
    """Return where this reader comes from."""
    peer = st.context.ip_address
    forwarded = [value for name, value in st.context.headers.items() if name.lower() == "x-forwarded-for"]
    return came_from(peer if isinstance(peer, str) else HERE, forwarded, settings().proxies)


def factor() -> float:
    """Return how many times as much as others this reader may do."""
    return times()
