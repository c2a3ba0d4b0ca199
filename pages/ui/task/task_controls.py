"""Controls of a page as a task sees them: locked or hidden for a student, pointed at by the teacher who sets it."""

from __future__ import annotations

import re
from collections.abc import Iterable

import streamlit as st

from explorer.homework import LONGEST_NAME, MOST_NAMES, SetTask
from pages.ui.components import component
from pages.ui.text import _

LOCKS, POINTER = "task_locks", "task_pointer"
LONGEST = MOST_NAMES * (LONGEST_NAME + 1) + 20
"""Characters of what a browser says was pointed at."""
_POINTED = re.compile(r"([A-Za-z0-9_,-]*);([A-Za-z0-9_,-]*)")
Pointed = tuple[tuple[str, ...], tuple[str, ...]]

_mount = component.register("task_controls")


def lock_controls(task: SetTask) -> None:
    """Let controls that the task hides not be seen, and those that it locks not be worked."""
    st.html(f"<style>{styles(task)}</style>")
    _mount(key=LOCKS, on_selected_change=component.noted, data={
        "locked": sorted(task.refused), "hidden": [], "pointing": False, "words": _words()})


def styles(task: SetTask) -> str:
    """Return the styles; names of a task are letters, digits, ``-`` and ``_``."""
    rules = []
    if task.hidden:
        rules.append(f"{_worked(task.hidden)} {{ display: none !important; }}")
    if task.locked:
        locked = _worked(task.locked)
        rules.append(f"{locked} {{ cursor: not-allowed; opacity: 0.62; }}")
        rules.append(f"{locked} > * {{ pointer-events: none; }}")
    return " ".join(rules)


def point_at_controls(locked: Iterable[str], hidden: Iterable[str]) -> None:
    """Let the reader point at controls of the page, from those on that are locked and hidden already."""
    _mount(key=POINTER, on_selected_change=component.noted, data={
        "locked": list(locked), "hidden": list(hidden), "pointing": True, "words": _words()})


def pointed() -> Pointed | None:
    """Return what the reader has just pointed at, once they are done; None: they are not, or it makes no sense."""
    state = st.session_state.get(POINTER)
    told = state.get("selected") if isinstance(state, dict) else None
    found = _POINTED.fullmatch(told) if isinstance(told, str) and len(told) <= LONGEST else None
    return (_names(found[1]), _names(found[2])) if found else None


def _names(told: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(one for one in told.split(",") if 0 < len(one) <= LONGEST_NAME))[:MOST_NAMES]


def _worked(names: Iterable[str]) -> str:
    """Return what names the parts of controls that are worked: of tabs their row, not what they show."""
    of_all = _selector(names)
    return f":is({of_all}:not(:has([role=tabpanel])), {of_all} > [role=tablist], {of_all} > * > [role=tablist])"


def _selector(names: Iterable[str]) -> str:
    """Return what names the elements of controls; behind a name may stand ``-`` and the turn of a widget's key."""
    return ":is({})".format(", ".join(f'.st-key-{name}, [class*="st-key-{name}-"]' for name in names))


def _words() -> dict[str, str]:
    return {
        "does": _("Press a control: once locks it, twice hides it, three times leaves it free."),
        "locked": _("locked"), "hidden": _("hidden"), "count": _("{locked} locked, {hidden} hidden"),
        "pause": _("Use the page"), "go_on": _("Go on pointing"), "done": _("Done"),
        "told": _("Locked in this task"),
    }
