"""A grid of numbers that is pasted: the field, the button that takes it, and what could not be read."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import streamlit as st

from explorer.errors import GridError, Message
from pages.ui.errors import plain, show
from pages.ui.text import _, say

MOST_CHARS = 20_000


def grid_text(label: str, *, key: str, height: int = 130, placeholder: str = "", first: str = "") -> str:
    """Show the field and return what stands in it, at first ``first``."""
    if first and f"{key}_text" not in st.session_state:
        st.session_state[f"{key}_text"] = first
    return st.text_area(label, key=f"{key}_text", height=height, placeholder=placeholder, max_chars=MOST_CHARS)


def take_button(take: Callable[[str], None], *, key: str, text: str | None = None) -> None:
    """Show the button that takes the grid of the field of the same ``key``, and why it was not taken.

    Args:
        take: called with the text; raises ``GridError`` where nothing can be read.
        key: as that of the field.
        text: what stands in the field, where an empty one cannot be taken.
    """
    st.button(_("Use this grid"), key=f"{key}_use", icon=":material/check:", on_click=_taken, args=(take, key),
              disabled=text is not None and not text.strip())
    if refused := st.session_state.get(f"{key}_refused"):
        show(refused)


def first_of(said: Sequence[Message], most: int) -> list[str]:
    """Return the first sentences as markdown, and how many more there are."""
    more = [_("and {count} more").format(count=len(said) - most)] if len(said) > most else []
    return [*(plain(say(one)) for one in said[:most]), *more]


def _taken(take: Callable[[str], None], key: str) -> None:
    st.session_state.pop(f"{key}_refused", None)
    try:
        take(str(st.session_state.get(f"{key}_text", "")))
    except GridError as error:
        st.session_state[f"{key}_refused"] = error.message
