"""The controls of the selected layer, or of the input, as data: the browser draws them and knows no layer.

A control is a mapping with ``kind`` (``"range"``, ``"switch"``, ``"choice"``, ``"sources"`` or ``"text"``), its label
and value, and the message that it sends, to which the browser adds the new ``value``.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from explorer.graph import INPUT, Layer, Report, Row, editing, given_to, kind_of, shape_text
from explorer.settings import settings
from pages.build_stack.hints import mending_deeds
from pages.build_stack.layer_changes import has_edges, level_of, parts_of, takes_words
from pages.build_stack.layer_options import COUNTS, Option, adding, options
from pages.build_stack.pasting import repairs
from pages.ui.text import _

LARGEST_SIDE = 512
"""Of the sliders of an input, px; larger ones are typed."""
MOST_CHANNELS = 16

Data = dict[str, Any]


def panel(report: Report, name: str) -> Data:
    """Return all that stands beside the table for the layer ``name``, or for the input."""
    if name == INPUT:
        return {"name": _("input"), "kind": shape_text(report.input_shape), "actions": [], "first": _sides(report),
                "more": [], "repairs": [], "add": adding(report, name)}
    row = report[name]
    kind = kind_of(row.layer)
    first, more = _arguments(row, kind)
    if kind.several_inputs:
        first.append(_sources(report, row))
    typed, buttons = repairs(report, name)
    if row.error and row.error == report.error and not buttons:
        buttons = [{"sign": "repair", "label": deed["label"], "can": True, "message": deed["message"]}
                   for deed in mending_deeds(report)]
    return {"name": name, "kind": kind.__name__, "actions": _actions(report, name), "first": [*first, *typed],
            "more": more, "repairs": buttons, "add": adding(report, name)}


def _actions(report: Report, name: str) -> list[Data]:
    graph = report.graph
    full = len(graph) >= settings().layers
    return [
        _action("earlier", _("Move towards the input"), {"do": "move", "layer": name, "step": -1},
                can=editing.can_move(graph, name, -1)),
        _action("later", _("Move towards the output"), {"do": "move", "layer": name, "step": 1},
                can=editing.can_move(graph, name, 1)),
        _action("copy", _("Copy this layer"), {"do": "copy", "layer": name}, can=not full),
        _action("delete", _("Delete this layer"), {"do": "delete", "layer": name}),
    ]


def _action(sign: str, label: str, message: Data, *, can: bool = True) -> Data:
    return {"sign": sign, "label": label, "can": can, "message": message}


def _arguments(row: Row, kind: type[Layer]) -> tuple[list[Data], list[Data]]:
    """Return the controls in front, and those behind *More*."""
    name, given, offered = row.name, given_to(row.layer), options(kind, given_to(row.layer))
    level = level_of(name, kind, given)
    first = [shown for option in offered if option.first for shown in _shown(name, kind, option, given, level)]
    more = [shown for option in offered if not option.first for shown in _shown(name, kind, option, given, level)]
    if kind.dims > 1 and ((more and "kernel_size" in given) or has_edges(kind, "padding")):
        more.insert(0, _level(name, kind, level))
    return first, more


def _level(name: str, kind: type[Layer], level: int) -> Data:
    choices = [[0, _("Alike")], [1, _("Per axis")], *([[2, _("Per edge")]] if has_edges(kind, "padding") else [])]
    return _control("level", _("Height and width"), "choice", level, {"do": "level", "layer": name}, choices=choices,
                    help=_("Give each axis, or each edge, a value of its own"))


def _shown(name: str, kind: type[Layer], option: Option, given: Data, level: int) -> list[Data]:
    """Return the control of one argument, or one for each axis or edge."""
    argument, value = option.argument, given[option.argument]
    message: Data = {"do": "set", "layer": name, "argument": argument}
    if option.control not in ("amount", "padding") or isinstance(value, str) or level == 0:
        return [_one(option, kind, given, value, option.label, argument, message)]
    edges = level == 2 and has_edges(kind, argument)
    labels = _edge_names(kind.dims) if edges else _axis_names(kind.dims)
    parts = parts_of(value, kind.dims, edges=edges)
    message["edges"] = edges
    return [_number(option, part, f"{option.label}, {label}", f"{argument}_{place}", {**message, "part": place})
            for place, (label, part) in enumerate(zip(labels, parts, strict=True))]


def _one(option: Option, kind: type[Layer], given: Data, value: Any, label: str, name: str, message: Data) -> Data:
    if option.control == "switch":
        return _control(name, label, "switch", value, message, help=option.help)
    if option.control == "choice":
        choices = [[key, _(title)] for key, title in option.choices.items()]
        return _control(name, label, "choice", value, message, choices=choices, help=option.help)
    if option.control == "share":
        return _range(name, label, value, message, min(0.0, value), max(1.0, value), step=0.01, help=option.help)
    if option.control == "count":
        stops = sorted({*_counts(name, given), value})
        return _range(name, label, value, message, option.least, stops[-1], stops=stops, help=option.help)
    if option.control == "padding" and takes_words(kind, name):
        numbers = [*range(max(option.most, value if isinstance(value, int) else 0) + 1)]
        words = ["same", *({value} - {"same", *numbers})]
        return _range(name, label, value, message, 0, numbers[-1], stops=[*words, *numbers], help=option.help)
    return _number(option, value, label, name, message)


def _number(option: Option, value: int, label: str, name: str, message: Data) -> Data:
    return _range(name, label, value, message, min(option.least, value), max(option.most, value), help=option.help)


def _counts(argument: str, given: Data) -> Sequence[int]:
    if argument != "groups" or "out_channels" not in given:
        return COUNTS
    outputs = given["out_channels"]
    return [count for count in range(1, min(outputs, 4096) + 1) if outputs % count == 0]


def _range(name: str, label: str, value: Any, message: Data, least: float, most: float, *, step: float = 1,
           stops: Sequence[Any] = (), help: str = "") -> Data:  # noqa: A002 (as in Streamlit)
    """Return a slider with a field into which any number can be typed; ``stops``: where the slider can stand."""
    return _control(name, label, "range", value, message, help=help,
                    range={"least": least, "most": most, "step": step, "stops": [*stops]})


def _control(name: str, label: str, kind: str, value: Any, message: Data, **more: Any) -> Data:
    return {"id": name, "label": label, "kind": kind, "value": value, "message": message, "help": "", **more}


def _sources(report: Report, row: Row) -> Data:
    graph = report.graph
    earlier = [INPUT, *(node.name for node in graph.nodes[:graph.places[row.name]])]
    return _control("inputs", _("Reads from"), "sources", list(row.node.inputs), {"do": "sources", "layer": row.name},
                    choices=[[name, name] for name in earlier],
                    help=_("The layers whose outputs are merged; at least two"))


def _sides(report: Report) -> list[Data]:
    shape = report.input_shape
    kinds = [[2, _("Picture, C × H × W")], [1, _("Signal, C × L")], [3, _("Volume, C × D × H × W")], [0, _("Values")]]
    labels = {0: (_("Values"),), 1: (_("Channels"), _("Length")), 2: (_("Channels"), _("Height"), _("Width")),
              3: (_("Channels"), _("Depth"), _("Height"), _("Width"))}[len(shape) - 1]
    found = [_control("axes", _("Kind"), "choice", len(shape) - 1, {"do": "axes"}, choices=kinds)]
    for place, (label, side) in enumerate(zip(labels, shape, strict=True)):
        most = LARGEST_SIDE if place or len(shape) == 1 else MOST_CHANNELS
        found.append(_range(f"side_{place}", label, side, {"do": "side", "place": place}, 1, max(most, side)))
    return found


def _axis_names(dims: int) -> tuple[str, ...]:
    return (_("depth"), _("height"), _("width"))[-dims:]


def _edge_names(dims: int) -> tuple[str, ...]:
    return (_("front"), _("back"), _("top"), _("bottom"), _("left"), _("right"))[-2 * dims:]
