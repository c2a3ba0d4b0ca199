"""The stack a reader builds: kept in the session with its history, mirrored in the address bar.

The link holds ``stack`` (layers), ``input`` (shape) and ``layer`` (the selected one). It is read when the page opens
and whenever the browser goes back or forward; whatever is wrong in it is named, and the nearest stack is shown.
"""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import urlencode

import streamlit as st

from explorer.errors import Message, SpecError
from explorer.graph import (
    INPUT,
    PRESETS,
    Graph,
    History,
    Shape,
    Stack,
    read_text,
    shape_from_text,
    shape_to_text,
    to_text,
)

FIRST = "lenet5"
_PARAMETERS = ("stack", "input", "layer")
_HISTORY, _LINK, _SELECTED, _PROBLEMS = "bench_history", "bench_link", "bench_selected", "bench_problems"


def open_link() -> None:
    """Take over what the address bar says, if that is not what this page wrote there itself."""
    stack, shape, layer = link = tuple(st.query_params.get(name) for name in _PARAMETERS)
    known, past = st.session_state.get(_LINK, ()), st.session_state.get(_HISTORY)
    if past and (link == known or stack is None):
        return
    if not past or (stack, shape) != known[:2]:
        read, st.session_state[_PROBLEMS] = _read(stack, shape)
        st.session_state[_HISTORY] = past.then(read) if past else History(read)
    st.session_state[_LINK] = link
    if layer is not None and layer in (INPUT, *now().graph.places):
        select(layer)
    elif st.session_state.get(_SELECTED) not in now().graph:
        select(first_layer(now().graph))


def write_link() -> None:
    """Put the stack of this session into the address bar; a link that was wrong stays there until the first change."""
    if problems():
        return
    stack = now()
    link = (to_text(stack.graph), shape_to_text(stack.input_shape), selected())
    st.session_state[_LINK] = link
    wanted = dict(zip(_PARAMETERS, link, strict=True))
    if wanted.items() - st.query_params.to_dict().items():
        st.query_params.update(wanted)


def now() -> Stack:
    """Return the stack as it is."""
    history: History = st.session_state[_HISTORY]
    return history.now


def known() -> Stack | None:
    """Return the stack of this session, or None where nobody has opened one yet; for other pages."""
    return now() if _HISTORY in st.session_state else None


def selected() -> str:
    """Return the name of the selected layer; ``"input"`` for the input."""
    name: str = st.session_state.get(_SELECTED, INPUT)
    return name if name in now().graph else INPUT


def select(name: str) -> None:
    """Select a layer."""
    st.session_state[_SELECTED] = name


def first_layer(graph: Graph) -> str:
    """Return the layer to open a network with: the second convolution, which has more to show than the first."""
    convolutions = [node.name for node in graph if node.layer.family == "convolution"]
    return next(iter(convolutions[1:2] or convolutions), graph.nodes[0].name if graph.nodes else INPUT)


def link() -> str:
    """Return the full address of this page with the stack in it."""
    base = (st.context.url or "").partition("?")[0]
    return f"{base}?{urlencode(st.query_params.to_dict())}"


def network_name() -> str:
    """Return the name under which other pages open the stack of this session."""
    stack = now()
    return f"stack/{shape_to_text(stack.input_shape)}/{to_text(stack.graph)}"


def problems() -> list[Message]:
    """Return what was wrong with the link this stack came from; empty after the first change."""
    found: list[Message] = st.session_state.get(_PROBLEMS, [])
    return found


def put(graph: Graph, input_shape: Shape | None = None, *, select_name: str | None = None) -> None:
    """Make ``graph`` the stack, with a step back to the one before."""
    _step(lambda history: history.then(Stack(graph, input_shape or history.now.input_shape)))
    if select_name:
        select(select_name)


def undo() -> None:
    """Go one change back."""
    _step(History.undo)


def redo() -> None:
    """Go one change forward again."""
    _step(History.redo)


def can_undo() -> bool:
    """Say whether there is a change to take back."""
    return bool(st.session_state[_HISTORY].past)


def can_redo() -> bool:
    """Say whether there is a change that was taken back."""
    return bool(st.session_state[_HISTORY].future)


def _step(change: Callable[[History], History]) -> None:
    st.session_state[_HISTORY] = change(st.session_state[_HISTORY])
    st.session_state[_PROBLEMS] = []


def _read(text: str | None, shape: str | None) -> tuple[Stack, list[Message]]:
    preset = PRESETS[FIRST]
    graph, found = read_text(text) if text is not None else (preset.graph, [])
    try:
        return Stack(graph, shape_from_text(shape) if shape else preset.input_shape), found
    except SpecError as error:
        return Stack(graph, preset.input_shape), [*found, error.message]
