"""The reader's colours for maps: the same on all pages, and the list in the frame that changes them.

A matter of taste and of eyes, so it is kept in a cookie and in no link: what somebody else shares opens in the reader's
own colours. The last of them also tells signs apart without any colour.
"""

from __future__ import annotations

from typing import cast

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

from explorer import figures
from pages.ui.components import component
from pages.ui.text import _

COOKIE = "explorer_colours"
KEY = "colour_map"
_STATE = "colour_map_look"

_mount = component.register("colour_map")


def settle() -> None:
    """Settle the colours of this reader; called in each whole run before anything is drawn."""
    state = st.session_state
    if chosen := component.clicked(KEY, figures.LOOKS):
        state[_STATE] = chosen
    elif _STATE not in state:
        kept = st.context.cookies.get(COOKIE)
        state[_STATE] = kept if kept in figures.LOOKS else figures.USUAL
    figures.follow(chosen_look)


def chosen_look() -> figures.Look:
    """Return what this reader chose; the usual colours where nobody reads, such as in a thread of the server's."""
    if get_script_run_ctx(suppress_warning=True) is None:
        return figures.USUAL
    return cast(figures.Look, st.session_state.get(_STATE, figures.USUAL))


def switch() -> None:
    """Show the colours, each by its name."""
    _mount(key=KEY, on_selected_change=component.noted, data={
        "looks": dict(figures.LOOKS), "look": chosen_look(), "label": _("Colours of maps"), "cookie": COOKIE})
