"""What the reader may do to the selected layer and to the input: answers to messages of the browser."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import streamlit as st

from explorer.errors import LimitError
from explorer.graph import Layer, Pad2d, attempt, editing, given_to, kind_of, shape_from_text, shape_to_text
from explorer.settings import settings
from pages.build_stack.layer_options import Option, options
from pages.build_stack.messages import (
    LARGEST,
    Message,
    NonsenseError,
    answers,
    layer_in,
    number_in,
    step_in,
    text_in,
    whole_in,
)
from pages.build_stack.state import Build, put, select, state
from pages.ui.components.layer_table import COLUMNS

PICKED = "bs_picked"
EXAMPLES = {0: (64,), 1: (1, 128), 2: (3, 32, 32), 3: (1, 16, 32, 32)}
"""Inputs to begin with, by the number of axes behind the channels."""
SAME = ("same", "valid")
MOST_SOURCES = 15
"""Layers that one merge reads: as many as a link says."""
MOST_SHARE = 1000.0


def level_of(name: str, kind: type[Layer], arguments: dict[str, Any]) -> int:
    """Return how far axes are set apart: 0 alike, 1 per axis, 2 per edge; at least as far as the values are."""
    values = [value for value in arguments.values() if isinstance(value, tuple)] if kind.dims > 1 else []
    least = 2 if any(isinstance(part, tuple) for value in values for part in value) else int(bool(values))
    return max(least, int(st.session_state.get(f"bs_{name}_level", 0)))


def has_edges(kind: type[Layer], argument: str) -> bool:
    """Say whether each edge may have a padding of its own."""
    return takes_words(kind, argument) or (argument == "padding" and issubclass(kind, Pad2d))


def takes_words(kind: type[Layer], argument: str) -> bool:
    """Say whether an argument may also be 'same' or 'valid'."""
    return argument == "padding" and "padding_mode" in kind.__dataclass_fields__


def parts_of(value: Any, dims: int, *, edges: bool) -> list[int]:
    """Return an argument as one number per axis, or two: before and after."""
    axes = value if isinstance(value, tuple) else (value,) * dims
    if not edges:
        return [axis[0] if isinstance(axis, tuple) else axis for axis in axes]
    return [side for axis in axes for side in (axis if isinstance(axis, tuple) else (axis, axis))]


@answers("select")
def _selected(message: Message) -> None:
    select(layer_in(message, or_input=True))


@answers("pick")
def _picked(message: Message) -> None:
    name, _bar, column = text_in(message, "cell").rpartition("|")
    if column not in COLUMNS:
        raise NonsenseError
    select(layer_in({"layer": name}, or_input=True))
    st.session_state[PICKED] = column


def with_argument(stack: Build, message: Message) -> Build:
    """Return the stack with another value of one argument, along all axes, along one, or on one edge."""
    name = layer_in(message, stack.graph)
    layer = stack.graph[name].layer
    kind, given = kind_of(layer), given_to(layer)
    option = next((one for one in options(kind) if one.argument == message.get("argument")), None)
    if option is None:
        raise NonsenseError
    value = _value(option, kind, message)
    if message.get("part") is not None:
        value = _with_part(option, kind, given, message, value)
    if option.argument == "kernel_size" and kind.stem == "pool" and given["stride"] == given["kernel_size"]:
        given["stride"] = value
    return replace(stack, graph=editing.change(stack.graph, name, attempt(kind, {**given, option.argument: value})))


def with_side(stack: Build, message: Message) -> Build:
    """Return the stack with another side of its input.

    Raises:
        TextError: the input would be larger than this server takes.
    """
    sides = list(stack.input_shape)
    place = whole_in(message, "place", 0, len(sides) - 1)
    sides[place] = whole_in(message, "value", 1, 999_999)
    return replace(stack, input_shape=shape_from_text(shape_to_text(tuple(sides))))


CHANGES: dict[str, Callable[[Build, Message], Build]] = {"set": with_argument, "side": with_side}
"""What a slider does, by what its message says is to be done."""


@answers("set")
@answers("side")
def _changed(message: Message) -> None:
    stack = CHANGES[str(message["do"])](state.now, message)
    put(stack.graph, stack.input_shape, step=step_in(message))


def _value(option: Option, kind: type[Layer], message: Message) -> Any:
    """Return the value of a message, of the kind that the control gives."""
    value = message.get("value")
    if option.control == "switch":
        if type(value) is not bool:
            raise NonsenseError
        return value
    if option.control == "choice":
        return _among(value, option.choices)
    if option.control == "share":
        return number_in(message, "value", -MOST_SHARE, MOST_SHARE)
    if isinstance(value, str):
        return _among(value, SAME if takes_words(kind, option.argument) else ())
    return whole_in(message, "value", option.least, LARGEST)


def _among(value: object, known: Any) -> str:
    if not isinstance(value, str) or value not in known:
        raise NonsenseError
    return value


def _with_part(option: Option, kind: type[Layer], given: dict[str, Any], message: Message, part: Any) -> Any:
    """Return an argument with another value along one axis, or on one edge."""
    before, edges = given[option.argument], message.get("edges") is True
    if isinstance(before, str) or isinstance(part, str) or option.control not in ("amount", "padding") or not kind.dims:
        raise NonsenseError
    if edges and not has_edges(kind, option.argument):
        raise NonsenseError
    parts = parts_of(before, kind.dims, edges=edges)
    parts[whole_in(message, "part", 0, len(parts) - 1)] = part
    return tuple(zip(parts[::2], parts[1::2], strict=True)) if edges else tuple(parts)


@answers("level")
def _levelled(message: Message) -> None:
    name, level = layer_in(message), whole_in(message, "value", 0, 2)
    graph = state.now.graph
    kind, given = kind_of(graph[name].layer), given_to(graph[name].layer)
    st.session_state[f"bs_{name}_level"] = level
    plain = {argument: _with_level(value, level) for argument, value in given.items()}
    put(editing.change(graph, name, attempt(kind, plain)))


def _with_level(value: Any, level: int) -> Any:
    """Return an argument with the differences that ``level`` does not show taken away."""
    if not isinstance(value, tuple) or level == 2:
        return value
    axes = tuple(part[0] if isinstance(part, tuple) else part for part in value)
    return axes[0] if level == 0 else axes


@answers("sources")
def _rewired(message: Message) -> None:
    sources = message.get("value")
    if not isinstance(sources, list) or len(sources) > MOST_SOURCES or not all(isinstance(one, str) for one in sources):
        raise NonsenseError
    put(editing.rewire(state.now.graph, layer_in(message), tuple(dict.fromkeys(sources))))


@answers("move")
def _moved(message: Message) -> None:
    step = whole_in(message, "step", -1, 1)
    if step:
        put(editing.move(state.now.graph, layer_in(message), step))


@answers("copy")
def _copied(message: Message) -> None:
    name = layer_in(message)
    if len(state.now.graph) >= (most := settings().layers):
        raise LimitError("A stack here has at most {most} layers.", most=most)
    graph, copy = editing.duplicate(state.now.graph, name)
    put(graph, select_name=copy)


@answers("delete")
def _removed(message: Message) -> None:
    graph, name = state.now.graph, layer_in(message)
    put(editing.remove(graph, name), select_name=graph[name].inputs[0])


@answers("axes")
def _axes_chosen(message: Message) -> None:
    put(state.now.graph, EXAMPLES[whole_in(message, "value", min(EXAMPLES), max(EXAMPLES))])
