"""The plan of *Pooling*: the same pooling in all parts of the page. What its link holds, `PoolingPlan` knows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import streamlit as st

from explorer.convolution.pooling import LINK, PoolingPlan, read_link, to_link
from explorer.errors import Message
from pages.ui.state.page_state import Codec, PageState

_VERSION = "po_version"


class PoolingCodec(Codec[PoolingPlan]):
    """How a plan stands in a link."""

    names = LINK

    def read(self, link: Mapping[str, str], first: PoolingPlan) -> tuple[PoolingPlan, tuple[Message, ...]]:
        """Return the plan nearest to a link, and what is wrong with it."""
        return read_link(link, first)

    def write(self, value: PoolingPlan) -> dict[str, str]:
        """Return the link of a plan."""
        return to_link(value)


state = PageState("po", PoolingCodec())


def version() -> int:
    """Return a number that changes whenever the grid was changed by something else than typing into it."""
    return int(st.session_state.get(_VERSION, 0))


def renew() -> None:
    """Let the browser take the grid over what was typed into it."""
    st.session_state[_VERSION] = version() + 1


def place(problems: tuple[Message, ...] = (), **fields: Any) -> None:
    """Set a grid, and what goes with it; ``problems`` name what could not be read."""
    state.put(replace(state.now, **fields), problems)
    renew()


def take_typed(text: str | None) -> None:
    """Take the grid that was typed into the component; it keeps what the reader sees there."""
    if text is not None:
        state.put(*read_link({"grid": text}, state.now))
