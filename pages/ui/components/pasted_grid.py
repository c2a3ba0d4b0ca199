"""A grid of numbers that is pasted: the form that takes it, and what could not be read."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import streamlit as st

from explorer.errors import GridError, Message
from pages.ui.errors import plain, show
from pages.ui.text import _, say

MOST_CHARS = 20_000


def paste_form(label: str, take: Callable[[str], None], *, key: str, height: int = 130, placeholder: str = "",
               first: str = "") -> None:
    """Show a field for a grid, the button that takes it, and why it was not taken; Ctrl+Enter presses the button.

    Args:
        label: of the field.
        take: called with the text; raises ``GridError`` where nothing can be read.
        key: of all of it.
        height: of the field, px.
        placeholder: what stands in an empty field.
        first: what stands in the field at first.
    """
    if first and f"{key}_text" not in st.session_state:
        st.session_state[f"{key}_text"] = first
    with st.form(f"{key}_form", border=False):
        st.text_area(label, key=f"{key}_text", height=height, placeholder=placeholder, max_chars=MOST_CHARS)
        st.form_submit_button(_("Use this grid"), key=f"{key}_use", icon=":material/check:", on_click=_taken,
                              args=(take, key))
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
