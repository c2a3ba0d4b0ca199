"""The desk of *Build a stack*: picture, controls, table and working, drawn by one component that follows the finger.

While a slider is moved, the browser asks `preview` for numbers, past Streamlit. What is chosen in the end is told in a
message, see `messages`; the desk stands in a fragment of its own, so that this costs one analysis and one element. All
that is slower (toolbar, charts, photo, address) follows in a run of the page's fragment, which the desk asks for once
the reader pauses (`follow`).
"""

from __future__ import annotations

from typing import Any

import streamlit as st

from explorer.graph import Report, analyse
from pages.build_stack.comparing import beside_next, following
from pages.build_stack.layer_changes import PICKED
from pages.build_stack.layer_controls import panel
from pages.build_stack.messages import KEY, Message, NonsenseError, answers, hear, heard, refused
from pages.build_stack.picture_tools import picture_data
from pages.build_stack.preview import numbers, question
from pages.build_stack.state import Build
from pages.build_stack.toolbar import convention, opened_preset
from pages.ui.components import component
from pages.ui.text import _

_CODE = "bs_live_code"

_mount = component.register("desk", parts=("strip", "layer_table"))
_follower = component.register("follow")


@st.fragment
def desk() -> None:
    """Show the stack; only this part runs while a finger is on a slider."""
    hear()
    stack = following()
    report = analyse(stack.graph, stack.input_shape, partial=True)
    _mount(key=KEY, data=desk_data(report, stack.selected, stack.beside), on_selected_change=component.noted)


def follow() -> None:
    """Let the part of the page around this call run again once the reader pauses."""
    _follower(key="bs_follow", data={"event": "stack"}, on_selected_change=component.noted)


def desk_data(report: Report, selected: str, beside: str = "") -> dict[str, Any]:
    """Return all that the desk shows; ``beside``: what the stack is compared with."""
    counted, picked = convention(), str(st.session_state.get(PICKED, "params"))
    code = bool(st.session_state.get(_CODE))
    return {
        "answered": heard(),
        "question": question(Build(report.graph, report.input_shape, selected, beside_next(beside)), counted,
                             picked=picked, code=code),
        "picture": picture_data(report, selected),
        **numbers(report, counted, selected=selected, picked=picked, code=code, preset=opened_preset(report),
                  beside=beside),
        "panel": panel(report, selected),
        "refused": refused(),
        "words": {"more": _("More"), "code": _("Live code"), "remove": _("Remove {name}"),
                  "another": _("Add a source"), "controls": _("Controls of the selected layer"),
                  "working": _("How the number comes about")},
    }


@answers("code")
def _code_opened(message: Message) -> None:
    shown = message.get("value")
    if type(shown) is not bool:
        raise NonsenseError
    st.session_state[_CODE] = shown
