"""What a reader looks at on *Receptive fields*: kept in the session, mirrored in the address bar, checked when read.

The link holds ``network``, ``layer`` and ``unit``, and ``channel``, ``textbook``, ``weights`` and ``side`` where they
are not what the page starts with; the photo picker adds the photo.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import streamlit as st

from explorer.errors import Message, message
from explorer.graph import INPUT, Report, shape_text
from pages.ui.pickers import network_page
from pages.ui.pickers.network import Opened
from pages.ui.state.url import number, read_link
from pages.ui.state.url import write_link as write

Unit = tuple[int, int]
_NOW, _LINK, _PROBLEMS = "rf_now", "rf_link", "rf_problems"
_PARAMETERS = ("network", "layer", "unit", "channel", "textbook", "weights", "side")


@dataclass(frozen=True, slots=True)
class Looking(network_page.Choice):
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


def open_link(first: str) -> None:
    """Take over what the address bar says, if that is not what this page wrote there itself."""
    link = read_link(_PARAMETERS, key=_LINK)
    if link is None:
        return
    channel = number(link, "channel", -1)
    st.session_state[_PROBLEMS] = []
    st.session_state[_NOW] = Looking(
        **network_page.choice_of(link, first), layer=link.get("layer", ""), unit=_unit(link),
        channel=channel if channel >= 0 else None, textbook=link.get("textbook") == "1")
    if "channel" in link and channel < 0:
        _note(message("The link's channel is not a whole number, so all channels are shown."))


def write_link() -> None:
    """Put what this reader looks at into the address bar."""
    looking = now()
    link = network_page.link_of(looking) | {"layer": looking.layer}
    link |= {"unit": "x".join(map(str, looking.unit))} if looking.unit else {}
    link |= {"channel": str(looking.channel)} if looking.channel is not None else {}
    link |= {"textbook": "1"} if looking.textbook else {}
    write(link, _PARAMETERS, key=_LINK)


def now() -> Looking:
    """Return what this reader looks at."""
    looking: Looking = st.session_state[_NOW]
    return looking


def change(**changes: Any) -> None:
    """Change what this reader looks at; another network starts afresh, another layer shows all of its channels."""
    looking = now()
    changes = network_page.renewed(looking, changes, layer="", unit=None, channel=None)
    if changes.get("layer", looking.layer) != looking.layer:
        changes = {"channel": None} | changes
    st.session_state[_NOW] = replace(looking, **changes)
    st.session_state[_PROBLEMS] = []


def problems() -> tuple[Message, ...]:
    """Return what was wrong with the link; empty after the reader's next change."""
    return tuple(st.session_state.get(_PROBLEMS, ()))


def settle(opened: Opened) -> Looking:
    """Return what this reader looks at, with what the network does not have replaced by what it has."""
    looking = now()
    layer = looking.layer
    if layer not in {INPUT, *opened.network.graph.places}:
        if layer:
            _note(message("This network has no layer {layer!r}, so another one is shown.", layer=layer[:60]))
        layer = first_layer(opened)
    shape = opened.report.input_shape if layer == INPUT else opened.report[layer].output_shape or (1,)
    channel, unit, grid = looking.channel, looking.unit, looking.grid
    if channel is not None and channel >= shape[0]:
        _note(message("{layer} has the channels 0 to {last}, not {channel}, so all are shown.", layer=layer,
                      last=shape[0] - 1, channel=channel))
        channel = None
    if len(shape) == 3:
        unit, grid = _fitting(unit, grid, (shape[1], shape[2]), layer), (shape[1], shape[2])
    st.session_state[_NOW] = replace(looking, layer=layer, channel=channel, unit=unit, grid=grid)
    return now()


def first_layer(opened: Opened) -> str:
    """Return the layer to open a network with: the first step of convolutions that sees a third of the photo's side."""
    found = [stage.name for stage in opened.stages if stage.family == "convolution"]
    last = found[-1] if found else opened.network.graph.output
    return next((name for name in found if _sees_a_third(opened.report, name)), last)


def _sees_a_third(report: Report, name: str) -> bool:
    field = report[name].field
    return field is not None and 3 * field.size >= max(report.input_shape[1:])


def _fitting(unit: Unit | None, grid: Unit | None, size: Unit, layer: str) -> Unit:
    """Return the unit of a map of ``size`` at the place of ``unit`` in a map of ``grid``, or the middle one."""
    if unit is None:
        return size[0] // 2, size[1] // 2
    if grid is not None and grid != size:
        return _moved(unit[0], grid[0], size[0]), _moved(unit[1], grid[1], size[1])
    if unit[0] < size[0] and unit[1] < size[1]:
        return unit
    _note(message("{layer} has {size} units, so there is none at {unit}; the middle one is shown.", layer=layer,
                  size=shape_text(size), unit=shape_text(unit)))
    return size[0] // 2, size[1] // 2


def _moved(place: int, size: int, other: int) -> int:
    return min(other - 1, int((place + 0.5) * other / size))


def _unit(link: dict[str, str]) -> Unit | None:
    parts = link["unit"].split("x") if "unit" in link else []
    if len(parts) == 2 and all(part.isascii() and part.isdigit() and len(part) < 6 for part in parts):
        return int(parts[0]), int(parts[1])
    if parts:
        _note(message("The link's unit is not a row and a column such as 3x5, so the middle one is shown."))
    return None


def _note(problem: Message) -> None:
    st.session_state[_PROBLEMS] = [*problems(), problem]
