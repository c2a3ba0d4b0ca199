"""What asks, past Streamlit, whether anything in a room has changed; the page runs again only then."""

from __future__ import annotations

import streamlit as st

from pages.ui.components import component
from pages.ui.text import _

PACE_MS = 1000
"""Between two questions of one browser; two hundred readers ask two hundred times a second, about 1 ms each."""

_mount = component.register("room_watch")


def room_watch(path: str, version: int, *, key: str) -> None:
    """Watch a room that the page shows in its ``version``; ``path`` below the app's own answers with the newest one.

    The part of the page in which this stands runs again when the room has another version.
    """
    words = {
        "lost": _("The connection is lost. What you sent is kept, and what you wrote stays here: send it when the "
                  "connection is back."),
        "back": _("The connection is back."),
    }
    _mount(key=key, on_selected_change=component.noted,
           data={"path": path, "version": version, "pace": PACE_MS, "words": words})


def has_changed(key: str) -> bool:
    """Say whether the room's change caused this run; what the browser says of its version is not believed."""
    state = st.session_state.get(key)
    return isinstance(state, dict) and isinstance(state.get("selected"), int)
