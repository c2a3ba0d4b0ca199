"""What a reader set on one page: one class for all pages, and what a page gives it, its codec.

The session is the truth, and the address bar its mirror (see `address`). A page keeps one frozen dataclass; its codec
says how that stands in a link, and what goes with a change. A codec is pure: it knows no Streamlit, and is tested
without a page.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from time import monotonic
from typing import Any, Generic, Protocol, TypeVar

import streamlit as st

from explorer.errors import ExplorerError, Message, message
from pages.ui.errors import plain
from pages.ui.state import address, locks
from pages.ui.state.widget import controlled
from pages.ui.text import _, say

T = TypeVar("T")
LATE_S = 3
"""How long an address that was replaced may still be the one that a reader comes back to, s: they left the page before
the new one had reached their browser."""
SHOWN_PROBLEMS = 5


class Codec(Protocol[T]):
    """How what a reader set on a page stands in a link."""

    names: tuple[str, ...]
    """Parameters of the page. Old links must open, so names stay."""

    def read(self, link: Mapping[str, str], first: T) -> tuple[T, tuple[Message, ...]]:
        """Return what is nearest to ``link``, as ``first`` where it says nothing, and what is wrong with it."""

    def write(self, value: T) -> dict[str, str]:
        """Return the link that brings ``value`` back."""

    def changed(self, before: T, fields: Mapping[str, Any]) -> T:
        """Return ``before`` with other ``fields``; what no longer fits goes with them."""
        return replace(before, **fields)  # type: ignore[type-var]


@dataclass(slots=True)
class _Kept(Generic[T]):
    """What a session keeps of one page."""

    now: T
    problems: tuple[Message, ...] = ()
    wrong: dict[str, str] | None = None
    """The link, while something is wrong with it: it stays in the address until the first change."""
    link: dict[str, str] = field(default_factory=dict)
    """What the address says."""
    replaced: tuple[float, dict[str, str]] = (0.0, {})
    """What it said before, and until when."""
    past: tuple[T, ...] = ()
    future: tuple[T, ...] = ()
    step: tuple[str, T, tuple[T, ...]] | None = None
    """The movement that made the last change: its name, and what was set and could be gone back to before it."""


class PageState(Generic[T]):
    """What a reader set on one page: kept in the session, mirrored in the address bar, with a way back."""

    def __init__(self, prefix: str, codec: Codec[T], *, undo: int = 0, apart: tuple[str, ...] = ()) -> None:
        """Name the page's state; make one per page, at import.

        Args:
            prefix: with which all keys of the page begin, such as ``"rf"``.
            codec: of the page.
            undo: how many changes can be taken back.
            apart: fields that say where the reader looks; changes of them are not taken back.
        """
        self.prefix, self._codec, self._undo, self._apart = prefix, codec, undo, apart
        self._key = f"{prefix}_state"

    def open(self, first: Callable[[], T]) -> bool:
        """Take over what the reader came with; without anything, all is as they left it, or as ``first`` makes it.

        Returns:
            Whether anything was taken over, so that it is not as the reader left it.
        """
        link = address.take(self._codec.names)
        before: _Kept[T] | None = st.session_state.get(self._key)
        begins = address.afresh(self._key)
        if before is not None and not begins and (not link or link == before.link or self._is_late(before, link)):
            return False
        now, problems = self._codec.read(link, first())
        kept = _Kept(now, problems, link if problems else None, link)
        if before is not None:
            kept.past = self._past_of(before.now, before.past, now)
        st.session_state[self._key] = kept
        return True

    def write(self) -> None:
        """Put what is set into the address bar; called once, at the end of the page."""
        kept = self._kept
        link = self._codec.write(kept.now) if kept.wrong is None else kept.wrong
        if link != kept.link:
            kept.replaced, kept.link = (monotonic(), kept.link), link
        address.mirror(link)

    @property
    def is_open(self) -> bool:
        """Say whether the page has been opened in this session."""
        return self._key in st.session_state

    @property
    def now(self) -> T:
        """Return what is set."""
        return self._kept.now

    @property
    def problems(self) -> tuple[Message, ...]:
        """Return what was wrong with the link, or with what was pasted; empty after the next change."""
        return self._kept.problems

    def change(self, **fields: Any) -> None:
        """Set fields."""
        self.make(lambda now: self._codec.changed(now, fields))

    def make(self, change: Callable[[T], T]) -> None:
        """Set what ``change`` makes of what is set; where it refuses, all stays, and `problems` says why."""
        try:
            self.put(change(self.now))
        except ExplorerError as error:
            self._kept.problems = (error.message,)

    def put(self, value: T, problems: Sequence[Message] = (), *, step: str | None = None) -> None:
        """Set everything, and say what of it could not be taken as it stood.

        Changes of one ``step``, such as a finger's on a slider, are taken back together.
        """
        kept, free = self._kept, self._within_locks(value)
        if free is None:
            kept.problems = (message("This task keeps what would have changed as it is."),)
            return
        value = free
        if step is None or kept.step is None or kept.step[0] != step:
            kept.step = None if step is None else (step, kept.now, kept.past)
        before, past = kept.step[1:] if kept.step else (kept.now, kept.past)
        past = self._past_of(before, past, value)
        if past is not kept.past:
            kept.past, kept.future = past, ()
        kept.now, kept.problems, kept.wrong = value, tuple(problems), None

    def settle(self, value: T, problems: Sequence[Message] = ()) -> None:
        """Replace what does not exist, as found out once a network is open: no change of the reader's, no step."""
        kept = self._kept
        kept.now, kept.problems = value, (*kept.problems, *problems)

    @property
    def before(self) -> T | None:
        """Return what was set before the last change that can be taken back; None: there is none."""
        past = self._kept.past
        return past[-1] if past else None

    @property
    def can_undo(self) -> bool:
        """Say whether there is a change to take back."""
        return bool(self._kept.past)

    @property
    def can_redo(self) -> bool:
        """Say whether there is a change that was taken back."""
        return bool(self._kept.future)

    def undo(self) -> None:
        """Take the last change back."""
        kept = self._kept
        if kept.past:
            self._go_to(kept.past[-1], kept.past[:-1], (kept.now, *kept.future)[:self._undo])

    def redo(self) -> None:
        """Make the change again that was taken back last."""
        kept = self._kept
        if kept.future:
            self._go_to(kept.future[0], (*kept.past, kept.now)[-self._undo:], kept.future[1:])

    def bind(self, name: str, *, take: Callable[[Any], Any] = lambda value: value) -> dict[str, Any]:
        """Return ``key``, ``on_change`` and ``args`` of a widget that shows a field and changes it.

        Args:
            name: of the field; the key is ``<prefix>_<name>``.
            take: makes of what the widget says what the field holds.
        """
        return controlled(f"{self.prefix}_{name}", getattr(self.now, name),
                          lambda value: self.change(**{name: take(value)}))

    @property
    def _kept(self) -> _Kept[T]:
        kept: _Kept[T] = st.session_state[self._key]
        return kept

    def _go_to(self, value: T, past: tuple[T, ...], future: tuple[T, ...]) -> None:
        kept, free = self._kept, self._within_locks(value)
        if free is None:
            return
        kept.now, kept.past, kept.future = self._looking_as(kept.now, free), past, future
        kept.problems, kept.wrong, kept.step = (), None, None

    def _within_locks(self, value: T) -> T | None:
        """Return ``value`` with what a task locks as it is; None where the rest does not go with that."""
        now = self.now
        kept = {name: getattr(now, name) for name in locks.fields_under(self.prefix)
                if getattr(now, name, None) != getattr(value, name, None)}
        if not kept:
            return value
        try:
            free = self._codec.changed(value, kept)
        except (ExplorerError, TypeError):  # a property, not a field
            return None
        return free if all(getattr(free, name) == one for name, one in kept.items()) else None

    def _looking_as(self, now: T, value: T) -> T:
        """Return ``value`` with the reader looking where they do now."""
        return replace(value, **{name: getattr(now, name) for name in self._apart})  # type: ignore[type-var]

    def _past_of(self, before: T, past: tuple[T, ...], value: T) -> tuple[T, ...]:
        """Return what can be gone back to from ``value``: one step more, if it is another and not only looked at so."""
        if not self._undo or self._looking_as(before, value) == before:
            return past
        return (*past, before)[-self._undo:]

    def _is_late(self, kept: _Kept[T], link: Mapping[str, str]) -> bool:
        since, replaced = kept.replaced
        return link == replaced and monotonic() < since + LATE_S


def show_problems(found: Sequence[Message], heading: str = "", *, icon: str = ":material/link_off:") -> None:
    """Say what could not be taken as it stood: in one message under a heading, or each for itself."""
    if not heading:
        for problem in found:
            st.warning(plain(say(problem)), icon=icon)
    if not heading or not found:
        return
    shown = "\n".join(f"- {plain(say(problem))}" for problem in found[:SHOWN_PROBLEMS])
    rest = len(found) - SHOWN_PROBLEMS
    more = "\n- " + _("and {count} more").format(count=rest) if rest > 0 else ""
    st.warning(f"{heading}\n{shown}{more}", icon=icon)
