"""Which job a reader looks at on *Jobs*, and which others it is compared with: in the session and in the link."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

import streamlit as st

from explorer.jobs import Job
from pages.ui.state import url

_NOW, _LINK, _ASKED, _POLLED = "jo_now", "jo_link", "jo_asked", "jo_polled"
_PARAMETERS = ("job", "with")
MOST_COMPARED = 5


@dataclass(frozen=True, slots=True)
class Looking:
    """A job, others to compare it with, and the cell of its confusion matrix whose pictures are shown."""

    job: str = ""
    others: tuple[str, ...] = ()
    cell: tuple[int, int] | None = None


def open_link() -> None:
    """Take over what the address bar says, if that is not what this page wrote there itself."""
    link = url.read_link(_PARAMETERS, key=_LINK)
    if link is not None:
        others = tuple(dict.fromkeys(filter(None, link.get("with", "").split(","))))
        st.session_state[_NOW] = Looking(link.get("job", ""), others[:MOST_COMPARED])
        st.session_state[_ASKED] = link.get("job", "")


def write_link() -> None:
    """Put what this reader looks at into the address bar."""
    looking = now()
    link = ({"job": looking.job} if looking.job else {}) | (
        {"with": ",".join(looking.others)} if looking.others else {})
    url.write_link(link, _PARAMETERS, key=_LINK)


def now() -> Looking:
    """Return what this reader looks at."""
    looking: Looking = st.session_state.setdefault(_NOW, Looking())
    return looking


def change(**changes: Any) -> None:
    """Change what this reader looks at; another job has another confusion matrix."""
    looking = now()
    if "job" in changes:
        st.session_state[_ASKED] = ""
    if changes.get("job", looking.job) != looking.job:
        changes = {"cell": None, "others": ()} | changes
    st.session_state[_NOW] = replace(looking, **changes)


def is_polled() -> bool:
    """Say whether the page asks each second how the jobs are."""
    return bool(st.session_state.get(_POLLED))


def poll(wanted: bool) -> None:
    """Let the page ask each second from its next whole run on, or no more."""
    st.session_state[_POLLED] = wanted


def is_lost(found: Iterable[Job]) -> bool:
    """Say, until another job is chosen, whether the link names one that is not among those ``found``."""
    asked = st.session_state.get(_ASKED, "")
    lost = bool(asked) and asked not in {job.id for job in found}
    if not lost:
        st.session_state[_ASKED] = ""
    return lost


def settle(found: Iterable[Job]) -> Looking:
    """Return what this reader looks at, without jobs that are not among those ``found``; the newest, if none is."""
    names = [job.id for job in found]
    looking = now()
    if looking.job not in names:
        st.session_state[_NOW] = Looking(names[0] if names else "")
    change(others=tuple(name for name in now().others if name in names and name != now().job))
    return now()
