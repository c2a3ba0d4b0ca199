"""The desk of *Build a stack*: picture, controls, table and working, drawn by one component that follows the finger.

It stands in a fragment of its own, so that a number that changes costs one analysis and one message. All that is
slower (toolbar, charts, photo, address) follows in a run of the page's fragment, which the desk asks for once the
reader pauses (`follow`). Messages of the browser are answered by functions in a table, see `messages`.
"""

from __future__ import annotations

from typing import Any

import streamlit as st

from explorer.errors import ExplorerError
from explorer.graph import Report, analyse, to_pytorch
from pages.build_stack.layer_changes import PICKED
from pages.build_stack.layer_controls import panel
from pages.build_stack.messages import KEY, Message, NonsenseError, answers, hear, heard, refused
from pages.build_stack.picture_tools import picture_data
from pages.build_stack.state import state
from pages.build_stack.toolbar import convention, opened_preset
from pages.build_stack.working_card import notes_data, working_data
from pages.ui.components import component
from pages.ui.components.layer_table import table_data
from pages.ui.text import _, say

_CODE = "bs_live_code"

_mount = component.register("desk", parts=("strip", "layer_table"))
_follower = component.register("follow")


@st.fragment
def desk() -> None:
    """Show the stack; only this part runs while a finger is on a slider."""
    hear()
    stack = state.now
    report = analyse(stack.graph, stack.input_shape, partial=True)
    _mount(key=KEY, data=desk_data(report, stack.selected), on_selected_change=component.noted)


def follow() -> None:
    """Let the part of the page around this call run again once the reader pauses."""
    _follower(key="bs_follow", data={"event": "stack"}, on_selected_change=component.noted)


def desk_data(report: Report, selected: str) -> dict[str, Any]:
    """Return all that the desk shows."""
    counted, picked = convention(), str(st.session_state.get(PICKED, "params"))
    return {
        "answered": heard(),
        "picture": picture_data(report, selected),
        "table": table_data(report, counted, selected=selected, picked=picked),
        "panel": panel(report, selected),
        "working": working_data(report, counted, selected=selected, picked=picked),
        "notes": notes_data(report, counted, selected=selected, preset=opened_preset(report)),
        "code": _code(report),
        "refused": refused(),
        "words": {"more": _("More"), "code": _("Live code"), "remove": _("Remove {name}"),
                  "another": _("Add a source"), "controls": _("Controls of the selected layer"),
                  "working": _("How the number comes about")},
    }


def _code(report: Report) -> dict[str, Any]:
    """Return the network as PyTorch code, while the reader looks at it."""
    if not st.session_state.get(_CODE):
        return {"open": False, "text": "", "refused": ""}
    try:
        return {"open": True, "text": to_pytorch(report.graph, report.input_shape, say=say), "refused": ""}
    except ExplorerError as error:
        return {"open": True, "text": "", "refused": say(error.message)}


@answers("code")
def _code_opened(message: Message) -> None:
    shown = message.get("value")
    if type(shown) is not bool:
        raise NonsenseError
    st.session_state[_CODE] = shown
