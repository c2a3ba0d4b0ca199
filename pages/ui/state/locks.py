"""Controls that a task locks: whatever a browser says of them, forged or not, is left out before anything hears of it.

A name is that of a widget or component without the turn that `widget.controlled` puts behind it, as a browser sees it
in the class ``st-key-...``. A page's field ``side`` under the prefix ``px`` has the name ``px_side``, as the
widget that shows it, so `page_state.PageState` keeps such a field whoever would change it.

Streamlit offers no place where all that a browser says of widgets comes by. `refuse_browsers` makes one.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from functools import wraps
from typing import Any

import streamlit as st
from streamlit.proto.WidgetStates_pb2 import WidgetStates
from streamlit.runtime.state.session_state import SessionState

LOCKED = "task_locked"
"""Where the session keeps the names."""
_TRIGGER = re.compile(r"^\$\$STREAMLIT_INTERNAL_KEY_(.+)__[^_]+$")
_ELEMENT = re.compile(r"^\$\$ID-[^-]*-(.+)$")


def lock(names: Iterable[str]) -> None:
    """Lock these controls, and no others."""
    st.session_state[LOCKED] = frozenset(names)


def is_locked(key: str) -> bool:
    """Say whether the control with this key is locked."""
    return name_of(key) in st.session_state.get(LOCKED, ())


def fields_under(prefix: str) -> tuple[str, ...]:
    """Return what is locked of the names that begin with a page's prefix, without it."""
    return tuple(sorted(name.removeprefix(f"{prefix}_") for name in st.session_state.get(LOCKED, ())
                        if name.startswith(f"{prefix}_")))


def name_of(key: str) -> str:
    """Return the name of a control from its key, as a browser has it in its class."""
    return re.sub("-[0-9]$", "", re.sub(r"[^A-Za-z0-9_-]", "-", key.strip()))


def key_of_widget(widget: str) -> str:
    """Return the key that a page gave a widget, of what Streamlit calls it; empty where it gave none."""
    inner = _TRIGGER.match(widget)
    found = _ELEMENT.match(inner[1] if inner else widget)
    return found[1] if found else ""


def refuse_browsers() -> None:
    """Let every session of this process leave out what browsers say of locked controls, before any callback."""
    if not hasattr(SessionState.on_script_will_rerun, "__wrapped__"):
        SessionState.on_script_will_rerun = _heeding(SessionState.on_script_will_rerun)  # type: ignore[method-assign]


def _heeding(hear: Callable[..., None]) -> Callable[..., None]:
    @wraps(hear)
    def heard(session: SessionState, fresh_widget_states: WidgetStates | None, **more: Any) -> None:
        locked = session[LOCKED] if LOCKED in session else frozenset()  # noqa: SIM401 (it has no get)
        if locked:
            fresh_widget_states = allowed(fresh_widget_states, locked)
            if "replay_trigger_states" in more:
                more["replay_trigger_states"] = allowed(more["replay_trigger_states"], locked)
        hear(session, fresh_widget_states, **more)
    return heard


def allowed(said: WidgetStates | None, locked: frozenset[str]) -> WidgetStates | None:
    """Return what a browser says of all controls but those that are ``locked``."""
    if said is None:
        return None
    return WidgetStates(widgets=[one for one in said.widgets if name_of(key_of_widget(one.id)) not in locked])
