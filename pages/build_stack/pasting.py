"""Paste code: a text of PyTorch or Keras becomes the stack; what does not fit is shown at its line, with a repair."""

from __future__ import annotations

from typing import Any

import streamlit as st

from explorer import networks
from explorer.errors import ExplorerError, Message
from explorer.graph import (
    Code,
    Report,
    Row,
    Unflatten,
    Unread,
    analyse,
    attempt,
    editing,
    fitting_number,
    lacks_flatten,
    read_code,
    repaired,
    repaired_text,
    shape_from_text,
    shape_to_text,
    with_shape,
)
from pages.build_stack.messages import Message as Said, NonsenseError, answers, layer_in, text_in
from pages.build_stack.state import first_layer, put, state
from pages.ui.errors import plain, show
from pages.ui.text import _, say

_TEXT, _READ, _REFUSED, IS_OPEN = "bs_code_text", "bs_code_read", "bs_code_refused", "bs_code_open"
EXAMPLE = "model = nn.Sequential(nn.Conv2d(1, 32, 5), nn.ReLU(), nn.MaxPool2d(2), nn.Flatten(), nn.Linear(1050, 10))"
MOST = 8
"""Problems that are listed; a first mistake brings others."""


def paste_code() -> None:
    """Ask for code, and make it the stack; stay where something in it does not fit."""
    st.caption(_("PyTorch or Keras: a Sequential, a class, or layers called one after the other; also what "
                 "`print(model)` or a summary prints. The text is read, never run."))
    st.text_area(_("Code"), key=_TEXT, height=260, placeholder=EXAMPLE, label_visibility="collapsed")
    st.button(_("Open the code"), icon=":material/play_arrow:", key="bs_code_go", on_click=_opened, type="primary")
    if st.session_state.pop(IS_OPEN, False):
        st.rerun()
    if refused := st.session_state.get(_REFUSED):
        _refusal(refused)
    if read := st.session_state.get(_READ):
        _problems(read)


def forget_code() -> None:
    """Forget what was said of the last code."""
    for key in (_READ, _REFUSED, IS_OPEN):
        st.session_state.pop(key, None)


def _opened() -> None:
    forget_code()
    session = st.session_state
    try:
        code = read_code(str(session.get(_TEXT, "")), known=networks.torchvision_graph)
    except ExplorerError as error:
        session[_REFUSED] = error.message
        return
    wrong = [row.name for row in code.report if row.error]
    put(code.graph, code.input_shape, select_name=wrong[0] if wrong else first_layer(code.graph))
    session["bs_opened"] = None
    if wrong or code.notes:
        session[_READ] = code
    else:
        session[IS_OPEN] = True


def _refusal(message: Message) -> None:
    show(message)
    lines = str(st.session_state.get(_TEXT, "")).split("\n")
    line, column = message.values.get("line"), message.values.get("column")
    if isinstance(line, int) and isinstance(column, int) and 0 < line <= len(lines) and lines[line - 1].strip():
        st.code(f"{lines[line - 1]}\n{' ' * (column - 1)}^", language=None)


def _problems(code: Code) -> None:
    st.success(_("The stack behind this window is the code’s, with an input of {shape}.").format(
        shape=shape_to_text(code.input_shape).replace("x", " × ")), icon=":material/check:")
    if code.notes:
        st.info("\n\n".join(plain(say(note)) for note in code.notes[:MOST]), icon=":material/info:")
    for place, row in enumerate([row for row in code.report if row.error][:MOST]):
        _problem(code, row, place)


def _problem(code: Code, row: Row, place: int) -> None:
    line = code.places[row.name].line
    with st.container(border=True):
        st.markdown(_("**Line {line}**").format(line=line))
        st.code(code.text.split("\n")[line - 1].strip(), language="python")
        if row.error:
            show(row.error)
        number = fitting_number(code, row.name)
        if number is not None:
            st.button(_("Write {number} in the code").format(number=f"{number:,}"), icon=":material/build:",
                      key=f"bs_code_repair_{place}", on_click=_repaired_text, args=(code, row.name))


def _repaired_text(code: Code, name: str) -> None:
    st.session_state[_TEXT] = repaired_text(code, name)
    _opened()


def repairs(report: Report, name: str) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Return controls and buttons that mend a layer that pasted code describes wrongly, or that is not read."""
    row = report[name]
    if isinstance(row.layer, Unread | Unflatten):
        shape = row.layer.unflattened_size if isinstance(row.layer, Unflatten) else row.output_shape or ()
        return [{"id": "shape", "label": _("Output shape"), "kind": "text", "help": _(
            "Channels x height x width of what this step puts out"), "value": shape_to_text(shape),
            "message": {"do": "shape", "layer": name}, "placeholder": "64x8x8"}], []
    if not row.error or row.node.takes is None or row.output_shape is None:
        return [], []
    label = _("Put a flatten before it") if lacks_flatten(report, name) else _("Take {number}").format(
        number=f"{row.arrives:,}")
    return [], [{"sign": "repair", "label": label, "can": True, "message": {"do": "repair", "layer": name}}]


@answers("repair")
def _repaired(said: Said) -> None:
    name, stack = layer_in(said), state.now
    report = analyse(stack.graph, stack.input_shape, partial=True)
    if not repairs(report, name)[1]:
        raise NonsenseError
    put(repaired(report, name), select_name=name)


@answers("shape")
def _shape_typed(said: Said) -> None:
    name, graph = layer_in(said), state.now.graph
    if not isinstance(graph[name].layer, Unread | Unflatten):
        raise NonsenseError
    shape = shape_from_text(text_in(said, "value").replace(" ", "").replace("×", "x"))
    layer = graph[name].layer
    put(editing.change(graph, name, attempt(Unflatten, {"unflattened_size": shape})) if isinstance(layer, Unflatten)
        else with_shape(graph, name, shape))
