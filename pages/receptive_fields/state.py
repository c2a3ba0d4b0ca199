"""What a reader looks at on *Receptive fields*: a network, a layer of it and one of its units.

The link holds ``network``, ``layer`` and ``unit``, and ``channel``, ``textbook``, ``weights`` and ``side`` where they
are not what the page starts with; the photo picker adds the photo.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from explorer.errors import Message, message
from explorer.graph import INPUT, Report, shape_text
from pages.ui.pickers.network import Opened, active_layer
from pages.ui.pickers.network_page import Choice, choice_of, link_of, renewed
from pages.ui.state.address import number
from pages.ui.state.page_state import Codec, PageState

Unit = tuple[int, int]


@dataclass(frozen=True, slots=True)
class UnitChoice(Choice):
    """A network, a layer of it and one of its units."""

    layer: str = ""
    unit: Unit | None = None
    """Row and column in the map; None: its middle."""
    grid: Unit | None = None
    """Height and width of the map that ``unit`` was chosen in: another layer shows the unit at the same place."""
    channel: int | None = None
    """None: all channels together."""
    textbook: bool = False
    """Whether all weights count as 1 and ReLU lets everything through."""


class UnitCodec(Codec[UnitChoice]):
    """How that stands in a link."""

    names = ("network", "layer", "unit", "channel", "textbook", "weights", "side")

    def read(self, link: Mapping[str, str], first: UnitChoice) -> tuple[UnitChoice, tuple[Message, ...]]:
        """Return the unit of a link; whether the network has it is found out by `fitting`."""
        unit, channel = _unit(link.get("unit", "")), number(link, "channel", -1)
        problems = []
        if "unit" in link and unit is None:
            problems.append(message("The link's unit is not a row and a column such as 3x5, so the middle one is "
                                    "shown."))
        if "channel" in link and channel < 0:
            problems.append(message("The link's channel is not a whole number, so all channels are shown."))
        return UnitChoice(**choice_of(link, first), layer=link.get("layer", ""), unit=unit,
                          channel=channel if channel >= 0 else None,
                          textbook=link.get("textbook") == "1"), tuple(problems)

    def write(self, value: UnitChoice) -> dict[str, str]:
        """Return the link of a unit."""
        link = link_of(value) | {"layer": value.layer}
        link |= {"unit": "x".join(map(str, value.unit))} if value.unit else {}
        link |= {"channel": str(value.channel)} if value.channel is not None else {}
        return link | ({"textbook": "1"} if value.textbook else {})

    def changed(self, before: UnitChoice, fields: Mapping[str, Any]) -> UnitChoice:
        """Return another choice; another network starts afresh, another layer shows all of its channels."""
        fields = renewed(before, fields, layer="", unit=None, channel=None)
        if fields.get("layer", before.layer) != before.layer:
            fields = {"channel": None} | fields
        return replace(before, **fields)


def fitting(chosen: UnitChoice, opened: Opened) -> tuple[UnitChoice, tuple[Message, ...]]:
    """Return a choice with what the network does not have replaced by what it has, and what that was."""
    problems: list[Message] = []
    layer, channel, unit, grid = chosen.layer, chosen.channel, chosen.unit, chosen.grid
    if layer not in {INPUT, *opened.network.graph.places}:
        if layer:
            problems.append(message("This network has no layer {layer!r}, so another one is shown.", layer=layer[:60]))
        layer = first_layer(opened)
    shape = opened.report.input_shape if layer == INPUT else opened.report[layer].output_shape or (1,)
    if channel is not None and channel >= shape[0]:
        problems.append(message("{layer} has the channels 1 to {last}, not {channel}, so all are shown.", layer=layer,
                                last=shape[0], channel=channel + 1))
        channel = None
    if len(shape) == 3:
        size = shape[1], shape[2]
        unit, grid = _at_same_place(unit, grid, size), size
        if chosen.unit and chosen.grid in (None, size) and unit != chosen.unit:
            problems.append(message("{layer} has {size} units, so there is none in row {row}, column {column}; the "
                                    "middle one is shown.", layer=layer, size=shape_text(size), row=chosen.unit[0] + 1,
                                    column=chosen.unit[1] + 1))
    return replace(chosen, layer=layer, channel=channel, unit=unit, grid=grid), tuple(problems)


def first_layer(opened: Opened) -> str:
    """Return the layer to open a network with: in the first step of convolutions that sees a third of the photo's side,
    the last whose units answer.
    """
    found = [stage.name for stage in opened.stages if stage.family == "convolution"]
    last = found[-1] if found else opened.network.graph.output
    return active_layer(opened, next((name for name in found if _sees_a_third(opened.report, name)), last))


def _sees_a_third(report: Report, name: str) -> bool:
    field = report[name].local_field
    return field is not None and 3 * field.size >= max(report.input_shape[1:])


def _at_same_place(unit: Unit | None, grid: Unit | None, size: Unit) -> Unit:
    """Return the unit of a map of ``size`` at the place of ``unit`` in a map of ``grid``, or the middle one."""
    if unit is not None and grid is not None and grid != size:
        return _moved(unit[0], grid[0], size[0]), _moved(unit[1], grid[1], size[1])
    if unit is not None and unit[0] < size[0] and unit[1] < size[1]:
        return unit
    return size[0] // 2, size[1] // 2


def _moved(place: int, size: int, other: int) -> int:
    return min(other - 1, int((place + 0.5) * other / size))


def _unit(text: str) -> Unit | None:
    parts = text.split("x")
    if len(parts) == 2 and all(part.isascii() and part.isdigit() and len(part) < 6 for part in parts):
        return int(parts[0]), int(parts[1])
    return None


state = PageState("rf", UnitCodec())
