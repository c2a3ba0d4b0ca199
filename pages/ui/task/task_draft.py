"""A task while a teacher sets it: kept in the session, so that nothing is lost while controls are pointed at."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import streamlit as st

from explorer.homework import SetTask
from pages.ui.state import address
from pages.ui.task.task_controls import pointed

_DRAFT, _POINTING = "task_draft", "task_pointing"


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskDraft:
    """What is set so far.

    Attributes:
        page: the page of the task.
        says, asks, answer: as in `SetTask`.
        options: one a line.
        from_now: whether the task begins with what the page shows, not as the page begins by itself.
        locked, hidden: names of controls.
    """

    page: str
    says: str = ""
    asks: str = ""
    answer: str = ""
    options: str = ""
    from_now: bool = True
    locked: tuple[str, ...] = ()
    hidden: tuple[str, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Whether nothing is set yet."""
        return not (self.says.strip() or self.asks.strip() or self.locked or self.hidden)

    def task(self, shown: Mapping[str, str]) -> SetTask:
        """Return the task, of a page that shows what these parameters say.

        Raises:
            TaskError: the answer cannot be marked, or it is too much for a task.
        """
        return SetTask(page=self.page, says=self.says, start=dict(shown) if self.from_now else {},
                          locked=self.locked, hidden=self.hidden, asks=self.asks, answer=self.answer,
                          options=tuple(self.options.splitlines()))


def draft() -> TaskDraft:
    """Return what is set for the open page; another page begins with its words alone, as it has other controls."""
    found = st.session_state.get(_DRAFT) or TaskDraft(page=address.page())
    if found.page != address.page():
        found = replace(found, page=address.page(), locked=(), hidden=())
    st.session_state[_DRAFT] = found
    return found


def note(**fields: Any) -> None:
    """Set some of it."""
    st.session_state[_DRAFT] = replace(draft(), **fields)


def begin_pointing() -> None:
    """Let controls be pointed at, from the next run on."""
    st.session_state[_POINTING] = address.page()


def is_pointing() -> bool:
    """Say whether controls of the open page are pointed at; another page ends it."""
    if st.session_state.get(_POINTING) != address.page():
        st.session_state.pop(_POINTING, None)
        return False
    return True


def ended_pointing() -> bool:
    """Take over what was pointed at, and say whether the reader has just finished; called before the page runs."""
    if not is_pointing() or (found := pointed()) is None:
        return False
    note(locked=found[0], hidden=found[1])
    del st.session_state[_POINTING]
    return True
