"""The reader's style of maps: the same on all pages, and the list and the box in the frame that change it.

A matter of taste and of eyes, so it is kept in a cookie and in no link: what somebody else shares opens in the reader's
own style. The last of the colours and the box each tell signs apart without any colour.
"""

from __future__ import annotations

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

from explorer import figures
from explorer.figures import MapStyle
from pages.ui.components import component
from pages.ui.text import _
from pages.ui.words import help_of

COOKIE = "explorer_colours"
KEY = "colour_map"
HATCHED = ".hatched"
"""Follows the name of the colours where signs are marked, in the cookie and in what the browser tells."""
_STATE = "colour_map_style"


def styles() -> dict[str, MapStyle]:
    """Return what can be chosen, by how a cookie calls it."""
    return {look + (HATCHED if hatched else ""): MapStyle(look, hatched)
            for look in figures.LOOKS for hatched in (False, True)}


_mount = component.register("colour_map")


def settle() -> None:
    """Settle the style of this reader; called in each whole run before anything is drawn."""
    state = st.session_state
    if chosen := component.clicked(KEY, styles()):
        state[_STATE] = styles()[chosen]
    elif _STATE not in state:
        state[_STATE] = styles().get(st.context.cookies.get(COOKIE, ""), figures.USUAL)
    figures.follow(chosen_style)


def chosen_style() -> MapStyle:
    """Return what this reader chose; the usual style where nobody reads, such as in a thread of the server's."""
    if get_script_run_ctx(suppress_warning=True) is None:
        return figures.USUAL
    style: MapStyle = st.session_state.get(_STATE, figures.USUAL)
    return style


def switch() -> None:
    """Show the colours, each by its name, and the box that marks signs."""
    style = chosen_style()
    _mount(key=KEY, on_selected_change=component.noted, data={
        "looks": dict(figures.LOOKS), "look": style.look, "hatched": style.hatched, "suffix": HATCHED, "words": {
            "label": _("Colours of maps"), "meaning": help_of("Colours of maps"), "hatch": _("Hatch below 0"),
            "why": _("Stripes tell negative values and arrows tell directions, without any colour.")},
        "cookie": COOKIE})
