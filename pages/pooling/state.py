"""The plan of *Pooling*: kept in the session, mirrored in the address bar, checked whenever it is read from there."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import streamlit as st

from explorer.convolution.pooling import LINK, PoolingPlan, Rows, read_link, to_link
from explorer.errors import Message

_PLAN, _LINK, _PROBLEMS, _VERSION, _VIEW = "po_plan", "po_link", "po_problems", "po_version", "po_viewed"


def open_link() -> None:
    """Take over what the address bar says, if that is not what this page wrote there itself."""
    link = {name: st.query_params[name] for name in LINK if name in st.query_params}
    if _PLAN in st.session_state and (not link or link == st.session_state.get(_LINK)):
        write_link()
        return
    st.session_state[_PLAN], st.session_state[_PROBLEMS] = read_link(link)
    _count_version()
    if not problems():
        write_link()


def write_link() -> None:
    """Put the plan of this session into the address bar; what it does not need goes."""
    link = to_link(now())
    st.session_state[_LINK] = link
    for name in LINK:
        if name in st.query_params and name not in link:
            del st.query_params[name]
    if link.items() - st.query_params.to_dict().items():
        st.query_params.update(link)


def now() -> PoolingPlan:
    """Return the plan as it is."""
    plan: PoolingPlan = st.session_state.get(_PLAN) or PoolingPlan()
    return plan


def version() -> int:
    """Return a number that changes whenever the grid was changed by something else than typing into it."""
    return int(st.session_state.get(_VERSION, 0))


def problems() -> tuple[Message, ...]:
    """Return what was wrong with the link or the text that the grid came from; empty after the next change."""
    return tuple(st.session_state.get(_PROBLEMS, ()))


def change(**changes: Any) -> None:
    """Change fields of the plan."""
    st.session_state[_PLAN] = replace(now(), **changes)
    st.session_state[_PROBLEMS] = ()
    if "grid" in changes:
        _count_version()


def put_grid(grid: Rows, found: tuple[Message, ...]) -> None:
    """Make ``grid`` the input; ``found`` names what could not be read."""
    change(grid=grid)
    st.session_state[_PROBLEMS] = found


def take_typed(text: str | None) -> None:
    """Take the grid that was typed into the component; it keeps what the reader sees there."""
    if text is not None:
        st.session_state[_PLAN], st.session_state[_PROBLEMS] = read_link({"grid": text}, now())


def show_view(key: str, names: dict[str, str]) -> None:
    """Open the tab that the plan names, unless the reader has just opened another one."""
    opened = st.session_state.get(key)
    if now().view != st.session_state.get(_VIEW) or opened is None:
        st.session_state[key] = names[now().view]


def open_view(view: str) -> None:
    """Note which tab is open."""
    st.session_state[_PLAN] = replace(now(), view=view)
    st.session_state[_VIEW] = view


def _count_version() -> None:
    st.session_state[_VERSION] = version() + 1
