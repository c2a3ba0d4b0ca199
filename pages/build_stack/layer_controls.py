"""The controls of the selected layer, or of the input, on *Build a stack*."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Any

import streamlit as st

from explorer.errors import SpecError
from explorer.graph import INPUT, Layer, Report, attempt, editing, given_to, kind_of, shape_text
from explorer.settings import settings
from pages.build_stack.layer_options import COUNTS, Option, options
from pages.build_stack.pasting import layer_repair
from pages.build_stack.state import put, state
from pages.ui.errors import plain, show
from pages.ui.state.widget import controlled
from pages.ui.text import _, say

EXAMPLES = {0: (64,), 1: (1, 128), 2: (3, 32, 32), 3: (1, 16, 32, 32)}
LARGEST_SIDE = 512
ICON_WIDTH = 18
"""px; cuts the label off behind the icon. It still names the button, and shows when pointed at, as a tooltip does."""


def layer_controls(report: Report) -> None:
    """Show the name, the actions and the arguments of the selected layer."""
    name = state.now.selected
    if name == INPUT:
        _input_controls(report.input_shape)
        return
    row = report[name]
    kind, given = kind_of(row.layer), given_to(row.layer)
    with st.container(horizontal=True, vertical_alignment="center", gap="xxsmall"):
        _heading(name, kind.__name__)
        _actions(name)
    offered = options(kind, given)
    level = _apart(name, kind, given)
    for option in offered:
        if option.first:
            _control(name, kind, option, given[option.argument], level)
    if kind.several_inputs:
        _sources(name)
    if any(not option.first for option in offered):
        more = st.expander(_("More"), key="bs_more", on_change="rerun")
        if more.open:
            with more:
                _more(name, kind, offered, given, level)
    if row.error:
        show(row.error)
    layer_repair(report, name)


def _heading(name: str, kind: str) -> None:
    st.markdown(f"**{plain(name)}**  \n:gray[{plain(kind)}]", width="stretch")


def _actions(name: str) -> None:
    graph = state.now.graph
    look: dict[str, Any] = {"type": "tertiary", "wrap": False, "width": ICON_WIDTH}
    for step, key, icon, told in ((-1, "bs_earlier", ":material/arrow_back:", _("Move towards the input")),
                                  (1, "bs_later", ":material/arrow_forward:", _("Move towards the output"))):
        st.button(told, icon=icon, key=key, disabled=not editing.can_move(graph, name, step),
                  on_click=_moved, args=(name, step), **look)
    st.button(_("Copy this layer"), icon=":material/content_copy:", key="bs_copy",
              on_click=_duplicated, args=(name,), disabled=len(graph) >= settings().layers, **look)
    st.button(_("Delete this layer"), icon=":material/delete:", key="bs_delete",
              on_click=_removed, args=(name,), **look)


def _more(name: str, kind: type[Layer], offered: list[Option], given: dict[str, Any], level: int) -> None:
    choices = {0: _("Alike"), 1: _("Per axis"), 2: _("Per edge")} if "padding_mode" in given else {
        0: _("Alike"), 1: _("Per axis")}
    if kind.dims > 1 and "kernel_size" in given:
        st.segmented_control(_("Height and width"), list(choices), format_func=choices.__getitem__, required=True,
                             help=_("Give each axis, or each edge, a value of its own"),
                             **controlled(f"bs_{name}_apart", level, partial(_levelled, name)))
    for option in offered:
        if not option.first:
            _control(name, kind, option, given[option.argument], level)


def _control(name: str, kind: type[Layer], option: Option, value: Any, level: int) -> None:
    """Show the control of one argument, or one for each axis or edge."""
    key = f"bs_{name}_{option.argument}"
    if option.control not in ("amount", "padding") or isinstance(value, str) or level == 0:
        _widget(name, option, value, option.label, controlled(key, value, partial(_changed, name, option.argument)))
        return
    edges = level == 2 and option.control == "padding" and "padding_mode" in kind.__dataclass_fields__
    labels = _edge_names(kind.dims) if edges else _axis_names(kind.dims)
    parts = _parts(value, kind.dims, edges)
    columns = st.columns(2 if edges else len(parts)) * (kind.dims if edges else 1)
    for place, (column, label, part) in enumerate(zip(columns, labels, parts, strict=True)):
        with column:
            _widget(name, option, part, f"{option.label}, {label}",
                    controlled(f"{key}_{place}", part, partial(_changed_part, name, option.argument, edges, place)),
                    part=True)


def _widget(name: str, option: Option, value: Any, label: str, shown: dict[str, Any], *, part: bool = False) -> None:
    # Each tooltip slows every rerun in the browser, so only the rare arguments behind "more" are explained by one.
    told = option.help if option.help and not option.first else None
    common: dict[str, Any] = {"help": told, **shown}
    if option.control == "switch":
        st.toggle(label, **common)
    elif option.control == "choice":
        st.selectbox(label, list(option.choices), format_func=lambda value: _(option.choices[value]), **common)
    elif option.control == "share":
        st.slider(label, min(0.0, value), max(1.0, value), step=0.01, **common)
    elif option.control == "count":
        st.select_slider(label, sorted({*_counts(name, option.argument), value}), **common)
    elif option.control == "padding" and not part:
        numbers = [*range(max(option.most, value if isinstance(value, int) else 0) + 1)]
        names = ["same"] if "padding_mode" in given_to(state.now.graph[name].layer) else []
        st.select_slider(label, [*names, *({value} - {*names, *numbers}), *numbers], **common)
    else:
        st.slider(label, option.least, max(option.most, value), **common)


def _counts(name: str, argument: str) -> Sequence[int]:
    if argument != "groups":
        return COUNTS
    outputs = given_to(state.now.graph[name].layer)["out_channels"]
    return [count for count in range(1, min(outputs, 4096) + 1) if outputs % count == 0]


def _sources(name: str) -> None:
    graph = state.now.graph
    earlier = [INPUT, *(node.name for node in graph.nodes[:graph.places[name]])]
    st.multiselect(_("Reads from"), earlier, help=_("The layers whose outputs are merged; at least two"),
                   **controlled(f"bs_{name}_inputs", list(graph[name].inputs), partial(_rewired, name)))


def _input_controls(shape: tuple[int, ...]) -> None:
    kinds = {2: _("Picture, C × H × W"), 1: _("Signal, C × L"), 3: _("Volume, C × D × H × W"), 0: _("Values")}
    _heading(_("input"), shape_text(shape))
    st.selectbox(_("Kind"), list(kinds), format_func=kinds.__getitem__, label_visibility="collapsed",
                 **controlled("bs_input_kind", len(shape) - 1, _input_kind))
    labels = {0: (_("Values"),), 1: (_("Channels"), _("Length")), 2: (_("Channels"), _("Height"), _("Width")),
              3: (_("Channels"), _("Depth"), _("Height"), _("Width"))}[len(shape) - 1]
    for place, (label, side) in enumerate(zip(labels, shape, strict=True)):
        most = LARGEST_SIDE if place or len(shape) == 1 else 16
        st.slider(label, 1, max(most, side), **controlled(f"bs_input_{place}", side, partial(_input_sized, place)))


def _apart(name: str, kind: type[Layer], given: dict[str, Any]) -> int:
    """Return how far axes are set apart: 0 alike, 1 per axis, 2 per edge; at least as far as the values are."""
    values = [value for value in given.values() if isinstance(value, tuple)] if kind.dims > 1 else []
    least = 2 if any(isinstance(part, tuple) for value in values for part in value) else int(bool(values))
    return max(least, int(st.session_state.get(f"bs_{name}_level", 0)))


def _parts(value: Any, dims: int, edges: bool) -> list[int]:
    axes = value if isinstance(value, tuple) else (value,) * dims
    if not edges:
        return [axis[0] if isinstance(axis, tuple) else axis for axis in axes]
    return [side for axis in axes for side in (axis if isinstance(axis, tuple) else (axis, axis))]


def _axis_names(dims: int) -> tuple[str, ...]:
    return (_("depth"), _("height"), _("width"))[-dims:]


def _edge_names(dims: int) -> tuple[str, ...]:
    return (_("front"), _("back"), _("top"), _("bottom"), _("left"), _("right"))[-2 * dims:]


def _changed(name: str, argument: str, value: Any) -> None:
    graph = state.now.graph
    if name not in graph:
        return
    kind, given = kind_of(graph[name].layer), given_to(graph[name].layer)
    if argument == "kernel_size" and kind.stem == "pool" and given["stride"] == given["kernel_size"]:
        given["stride"] = value
    put(editing.change(graph, name, attempt(kind, {**given, argument: value})))


def _changed_part(name: str, argument: str, edges: bool, place: int, part: int) -> None:
    """Change an argument along one axis, or on one edge."""
    graph = state.now.graph
    if name not in graph:
        return
    layer = graph[name].layer
    parts = _parts(given_to(layer)[argument], kind_of(layer).dims, edges)
    parts[place] = part
    _changed(name, argument, tuple(zip(parts[::2], parts[1::2], strict=True)) if edges else tuple(parts))


def _levelled(name: str, level: int) -> None:
    st.session_state[f"bs_{name}_level"] = level
    graph = state.now.graph
    kind, given = kind_of(graph[name].layer), given_to(graph[name].layer)
    plain = {argument: _levelled_value(value, level) for argument, value in given.items()}
    put(editing.change(graph, name, attempt(kind, plain)))


def _levelled_value(value: Any, level: int) -> Any:
    """Return an argument with the differences that ``level`` does not show taken away."""
    if not isinstance(value, tuple) or level == 2:
        return value
    axes = tuple(part[0] if isinstance(part, tuple) else part for part in value)
    return axes[0] if level == 0 else axes


def _rewired(name: str, sources: Sequence[str]) -> None:
    try:
        put(editing.rewire(state.now.graph, name, tuple(sources)))
    except SpecError as error:
        st.toast(plain(say(error.message)), icon=":material/error:")


def _moved(name: str, step: int) -> None:
    put(editing.move(state.now.graph, name, step))


def _duplicated(name: str) -> None:
    graph, copy = editing.duplicate(state.now.graph, name)
    put(graph, select_name=copy)


def _removed(name: str) -> None:
    graph = state.now.graph
    put(editing.remove(graph, name), select_name=graph[name].inputs[0])


def _input_kind(dims: int) -> None:
    put(state.now.graph, EXAMPLES[dims])


def _input_sized(place: int, side: int) -> None:
    stack = state.now
    sides = stack.input_shape
    put(stack.graph, (*sides[:place], max(1, side), *sides[place + 1:]))
