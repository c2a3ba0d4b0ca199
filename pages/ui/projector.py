"""Projector mode: what the last row of a lecture hall can read. No contents, text and strokes larger by two fifths,
controls in one row, and a ring around the pointer.

It is a parameter of the frame (``?present=1``), so it stays from page to page and goes with each link. The styles are
in ``pages/web/frame/present.css``; ``present.js`` beside it has them at hand before Streamlit draws anything.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

import streamlit as st
from streamlit.navigation.page import StreamlitPage

from pages.ui.state import address
from pages.ui.text import _

PARAMETER = "present"
_ON = "projector_on"


def is_on() -> bool:
    """Return whether the reader shows the page to others. What a link says counts once; then the button does."""
    on: bool = st.session_state.setdefault(_ON, address.asked(PARAMETER) == "1")
    return on


def offer(pages: Iterable[StreamlitPage], beside: Callable[[], None]) -> None:
    """Show the button that begins projector mode; in it, the one that ends it, and a way to the other ``pages``.

    ``beside`` shows what else stands in their row.
    """
    address.keep(PARAMETER, "1" if is_on() else None)
    with st.container(key="frame_controls", horizontal=True, width="content", gap="xsmall"):
        if is_on():
            _contents(pages)
        beside()
        title = _("Leave projector mode") if is_on() else _("Projector mode")
        says = _("Back to the contents and the usual size (Esc).") if is_on() else _(
            "For a lecture hall: no contents, larger text and strokes, a ring around the pointer.")
        st.button(title, icon=":material/close_fullscreen:" if is_on() else ":material/present_to_all:", help=says,
                  key="frame_present", on_click=_turn)


def _turn() -> None:
    st.session_state[_ON] = not is_on()


def _contents(pages: Iterable[StreamlitPage]) -> None:
    """Show the pages as a list that opens."""
    with st.popover(_("Pages"), icon=":material/menu:", key="frame_pages"):
        for page in pages:
            st.page_link(page)
