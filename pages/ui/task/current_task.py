"""The task that a reader came with: read from ``?task=...`` once, kept on every page, its controls locked.

Its text stands in the address as it is until the page has begun as the task says; from then on ``~`` stands before it,
so that a reload shows what the student has made, not the beginning again.
"""

from __future__ import annotations

from collections.abc import Iterable

import streamlit as st

from explorer.errors import Message, TaskError
from explorer.homework import SetTask, read_task
from pages.ui.state import address, locks
from pages.ui.task import task_draft

PARAMETER = "task"
BEGUN = "~"
_ASKED, _NOW, _TEXT, _PROBLEM = (f"task_{name}" for name in ("asked", "now", "text", "problem"))


def settle() -> None:
    """Take over what a link asks for; called in each whole run, once the open page is known and before it runs."""
    state = st.session_state
    asked, before = address.asked(PARAMETER), state.get(_ASKED)
    if asked is not None and asked != before:
        state[_ASKED] = asked
        _take(asked)
    task = None if task_draft.is_pointing() else now()
    locks.lock(task.refused if task else ())


def now() -> SetTask | None:
    """Return the task; None where there is none."""
    found: SetTask | None = st.session_state.get(_NOW)
    return found


def text() -> str:
    """Return how the task stands in its link; empty where there is none."""
    return str(st.session_state.get(_TEXT, ""))


def problem() -> Message | None:
    """Return what is wrong with the task of the link."""
    found: Message | None = st.session_state.get(_PROBLEM)
    return found


def is_here() -> bool:
    """Say whether the open page is the one of the task."""
    task = now()
    return task is not None and task.page == address.page()


def begin() -> None:
    """Let the page begin as the task says, whatever was made of it."""
    if task := now():
        address.bring(task.page, task.start)


def leave() -> None:
    """Do without the task from now on."""
    _set(None)


def _take(asked: str) -> None:
    told = asked.removeprefix(BEGUN)
    if told == text():
        return
    try:
        task = read_task(told) if told else None
    except TaskError as error:
        _set(None)
        st.session_state[_PROBLEM] = error.message
        return
    _set(task, told)
    if task and not asked.startswith(BEGUN) and is_here() and not _says_more(task.start):
        begin()
        address.arrive(task.page)


def _says_more(start: Iterable[str]) -> bool:
    """Say whether the link sets what the task would begin with."""
    return any(address.coming(name) is not None for name in start)


def _set(task: SetTask | None, told: str = "") -> None:
    state = st.session_state
    state[_NOW], state[_TEXT] = task, told
    state.pop(_PROBLEM, None)
    address.keep(PARAMETER, f"{BEGUN}{told}" if task else None)
