"""Widgets that show a state which other things change too: a click in a picture, undo, another widget.

With every event a browser says what it believes that all widgets show. While an answer is on its way this belief is
old, and to Streamlit it looks as if the reader had just set those widgets back. So a widget gets another key whenever
something else changed what it shows: what is still said about the one before is about a widget that is gone.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import streamlit as st
from streamlit.elements.lib.mutable_tab_container import TabContainer

from pages.ui.state import locks

_TURNS, _SAID = "showing_turns", "showing_said"
_KEYS = 8
"""Keys of one widget, used in turn: Streamlit remembers every key of a session, with its callback. No answer is so
late that eight changes lie between."""


def controlled(name: str, value: object, on_change: Callable[[Any], None]) -> dict[str, Any]:
    """Return ``key``, ``on_change`` and ``args`` of a widget that shows ``value``.

    Args:
        name: of the widget; its key begins with it.
        value: what it is to show in this run, whatever it showed before.
        on_change: called with what the reader chooses instead.
    """
    state, key = st.session_state, key_of(name)
    # What the reader has just said about this very widget may have been refused. It falls back where it stands, so
    # that the keyboard stays in it.
    own = state.get(_SAID) == name
    if own:
        del state[_SAID]
    elif key in state and state[key] != value:
        turns = state.setdefault(_TURNS, {})
        turns[name] = (turns.get(name, 0) + 1) % _KEYS
        key = key_of(name)
    if key not in state or state[key] != value:
        state[key] = value
    return {"key": key, "on_change": _heard, "args": (name, key, on_change)}


def key_of(name: str) -> str:
    """Return the key that the widget called ``name`` has now."""
    turn = st.session_state.get(_TURNS, {}).get(name)
    return f"{name}~{turn}" if turn else name


def tabs(names: Sequence[str], *, key: str) -> Sequence[TabContainer]:
    """Return tabs of which the open one alone is computed; it stays open when its name is said in another language."""
    state, places = st.session_state, f"{key}_place"
    if key in state and state[key] not in names:
        state[key] = names[state.get(places, 0)]
    shown = st.tabs(names, key=key, on_change="rerun")
    state[places] = next((place for place, tab in enumerate(shown) if tab.open), 0)
    return shown


def _heard(name: str, key: str, on_change: Callable[[Any], None]) -> None:
    if key == key_of(name) and not locks.is_locked(name):
        st.session_state[_SAID] = name
        on_change(st.session_state[key])


def follow_tab(titles: Mapping[str, str], opened: Callable[[], str], take: Callable[[str], None], *, key: str) -> None:
    """Take over which tab the reader has just opened, or open the one that a link names; before the tabs are made.

    Args:
        titles: of the tabs, by the names of the views.
        opened: tells the view that is open.
        take: opens another one.
        key: of the tabs.
    """
    state, before = st.session_state, f"{key}_opened"
    views = {title: view for view, title in titles.items()}
    chosen = views.get(state.get(key, ""))
    by_reader = opened() == state.get(before)
    if chosen and by_reader and chosen != opened():
        take(chosen)
    state[before] = opened()
    state[key] = titles[opened()]
