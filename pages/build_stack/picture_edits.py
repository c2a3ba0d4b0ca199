"""What the reader may do to the stack in its picture: answers to messages of the browser.

Layers come as spans, first and last of each in the network's order, ``[["conv1", "relu1"], ["fc1", "fc1"]]``, as a
folded block of the picture stands for many. A gap is ``behind`` a layer and, if only one connection is meant,
``before`` another.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import streamlit as st

from explorer.errors import SpecError
from explorer.graph import INPUT, Graph, analyse, blocks, editing, whole_id
from explorer.settings import settings
from pages.build_stack.layer_options import fitting, titles
from pages.build_stack.messages import Message, NonsenseError, answers, layer_in, text_in, whole_in
from pages.build_stack.state import put, select, state
from pages.ui import own_stack

_COPIED, _NEW, _OPENED, _FOLDS = "bs_copied", "bs_made", "bs_opened_blocks", "bs_folds"
MOST_TIMES = 99
"""How often a piece is repeated at once; as in the field of the tools."""


@dataclass(frozen=True, slots=True)
class NewLayers:
    """Layers that a change made, and which change that was: the browser selects them once."""

    names: tuple[str, ...] = ()
    turn: int = 0


def new_layers() -> NewLayers:
    """Return what the last change in the picture made."""
    found: NewLayers = st.session_state.get(_NEW, NewLayers())
    return found


def copied() -> Graph:
    """Return the layers that the reader copied last; none at first."""
    found: Graph = st.session_state.get(_COPIED, Graph())
    return found


def opened_blocks() -> frozenset[str]:
    """Return which blocks the reader has unfolded."""
    found: frozenset[str] = st.session_state.get(_OPENED, frozenset())
    return found


def folds() -> bool | None:
    """Return whether the reader wants repeated blocks folded; None: as the size of the network asks for."""
    found: bool | None = st.session_state.get(_FOLDS)
    return found


@answers("remove")
def _removed(message: Message) -> None:
    names, graph = _names(message), state.now.graph
    before = graph[names[0]].inputs[0]
    _put(editing.remove_all(graph, names), before)


@answers("take")
def _taken(message: Message) -> None:
    st.session_state[_COPIED] = editing.copy_of(state.now.graph, _names(message))


@answers("paste")
def _pasted(message: Message) -> None:
    graph, names = editing.paste(state.now.graph, copied(), _gap(message))
    _put(graph, names[0], names)


@answers("drop")
def _dropped(message: Message) -> None:
    code, gap, stack = text_in(message, "code"), _gap(message), state.now
    if code not in titles():
        raise NonsenseError
    editing.check_count(len(stack.graph) + 1)
    report = analyse(stack.graph, stack.input_shape, partial=True)
    shape = report.input_shape if gap.behind == INPUT else report[gap.behind].output_shape
    graph, name = editing.insert_at(stack.graph, gap, fitting(code, shape))
    _put(graph, name, (name,))


@answers("shift")
def _shifted(message: Message) -> None:
    names = _names(message)
    _put(editing.move_to(state.now.graph, names, _gap(message)), names[0], names)


@answers("step")
def _stepped(message: Message) -> None:
    names = _names(message)
    _put(editing.move_by(state.now.graph, names, whole_in(message, "step", -1, 1)), names[0], names)


@answers("residual")
def _wrapped(message: Message) -> None:
    graph, name = editing.residual(state.now.graph, _names(message), state.now.input_shape)
    _put(graph, name, (name,))


@answers("parallel")
def _branched(message: Message) -> None:
    graph, name = editing.parallel(state.now.graph, _names(message), state.now.input_shape)
    _put(graph, name, (name,))


@answers("repeat")
def _repeated(message: Message) -> None:
    names = _names(message)
    graph, all_names = editing.repeat(state.now.graph, names, whole_in(message, "times", 1, MOST_TIMES))
    _put(graph, names[0], all_names)


@answers("join")
def _joined(message: Message) -> None:
    source, target = (layer_in({"layer": message.get(end)}, or_input=True) for end in ("source", "target"))
    merge = text_in(message, "merge")
    if merge not in editing.MERGES:
        raise NonsenseError
    graph, name = editing.join(state.now.graph, source, target, state.now.input_shape, merge=merge)
    _put(graph, name, (name,))


@answers("undo")
def _undone(_message: Message) -> None:
    state.undo()


@answers("redo")
def _redone(_message: Message) -> None:
    state.redo()


@answers("fold")
def _folded(message: Message) -> None:
    wanted = message.get("value")
    if type(wanted) is not bool:
        raise NonsenseError
    st.session_state[_FOLDS] = wanted
    st.session_state[_OPENED] = frozenset()


@answers("unfold")
def _unfolded(message: Message) -> None:
    shown = text_in(message, "id")
    found = blocks(analyse(state.now.graph, state.now.input_shape, partial=True))
    block = whole_id(found, shown)
    if block is None:
        raise NonsenseError
    st.session_state[_OPENED] = opened_blocks() | {block}
    if block.startswith("block"):
        select(block.partition(":")[2])


@answers("maps")
def _maps_opened(_message: Message) -> None:
    now = state.now
    st.switch_page("feature_maps/page.py", query_params={
        "network": own_stack.network_name(now.stack), "layer": now.selected})


def _put(graph: Graph, selected: str, names: Sequence[str] = ()) -> None:
    put(graph, select_name=selected if selected in graph else INPUT)
    st.session_state[_NEW] = NewLayers(tuple(names), new_layers().turn + 1)


def _names(message: Message) -> tuple[str, ...]:
    """Return the layers of a message, in the network's order."""
    spans, graph = message.get("layers"), state.now.graph
    if not isinstance(spans, list) or not 0 < len(spans) <= settings().layers:
        raise NonsenseError
    chosen: set[int] = set()
    for span in spans:
        if not isinstance(span, list) or len(span) != 2:
            raise NonsenseError
        first, last = (graph.places[layer_in({"layer": name})] for name in span)
        chosen.update(range(first, last + 1))
    names = tuple(node.name for place, node in enumerate(graph) if place in chosen)
    if not names:
        raise SpecError("No layer is selected. Select one, or several that follow each other.")
    return names


def _gap(message: Message) -> editing.Gap:
    behind = layer_in({"layer": message.get("behind")}, or_input=True)
    before = message.get("before")
    return editing.Gap(behind, None if before is None else layer_in({"layer": before}))
