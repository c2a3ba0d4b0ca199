"""What a reader looks at on *Feature maps*: kept in the session, mirrored in the address bar, checked when read there.

The link holds ``network``, ``layer`` and ``channel``, and ``weights`` and ``side`` where they are not the network's
own; while something is compared, ``compared`` and ``compared_layer``; the photo pickers add the photos. Which cell is
marked, which part of the photo is grey and whether a channel is off are this reader's own.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import streamlit as st

from explorer.graph import INPUT
from pages.ui.pickers import network_page
from pages.ui.pickers.network import Opened
from pages.ui.state import url

_NOW, _LINK = "fm_now", "fm_link"
_PARAMETERS = ("network", "layer", "channel", "weights", "side", "compared", "compared_layer")


@dataclass(frozen=True, slots=True)
class Looking(network_page.Choice):
    """A network, a layer of it, a map of that layer, and what is tried out on them."""

    layer: str = ""
    channel: int = 0
    cell: int | None = None
    """The marked cell of the map, counted row by row."""
    patch: tuple[int, int, int, int] | None = None
    """The part of the input that is painted grey: top, left, bottom, right, px."""
    off: bool = False
    """Whether the channel is switched off."""
    compared: str = ""
    """Name of the network that is compared with; empty: the same one."""
    compared_layer: str = ""
    comparing: bool = False
    """Whether the comparison is open."""


def open_link(first: str) -> None:
    """Take over what the address bar says, if that is not what this page wrote there itself."""
    link = url.read_link(_PARAMETERS, key=_LINK)
    if link is None:
        return
    st.session_state[_NOW] = Looking(
        **network_page.choice_of(link, first), layer=link.get("layer", ""), channel=url.number(link, "channel"),
        compared=link.get("compared", ""), compared_layer=link.get("compared_layer", ""), comparing="compared" in link)


def write_link() -> None:
    """Put what this reader looks at into the address bar."""
    looking = now()
    link = network_page.link_of(looking) | {"layer": looking.layer, "channel": str(looking.channel)}
    if looking.comparing:
        link |= {"compared": looking.compared or looking.network, "compared_layer": looking.compared_layer}
    url.write_link(link, _PARAMETERS, key=_LINK)


def now() -> Looking:
    """Return what this reader looks at."""
    looking: Looking = st.session_state[_NOW]
    return looking


def change(**changes: Any) -> None:
    """Change what this reader looks at; what no longer fits goes: a cell with its layer, a patch with its network."""
    looking = now()
    changes = network_page.renewed(looking, changes, layer="", channel=0, patch=None)
    if changes.get("side", looking.side) != looking.side:
        changes = {"cell": None, "patch": None} | changes
    if changes.get("layer", looking.layer) != looking.layer:
        changes = {"cell": None, "off": False, "channel": 0} | changes
    if changes.get("channel", looking.channel) != looking.channel:
        changes = {"off": False} | changes
    st.session_state[_NOW] = replace(looking, **changes)


def settle(opened: Opened) -> Looking:
    """Return what this reader looks at, with what the network does not have replaced by what it has."""
    looking = now()
    names = {INPUT, *opened.network.graph.places}
    layer = looking.layer if looking.layer in names else first_layer(opened)
    shape = opened.report.input_shape if layer == INPUT else opened.report[layer].output_shape or (1,)
    cells = shape[1] * shape[2] if len(shape) == 3 else 1
    _channels, height, width = opened.report.input_shape
    patch = looking.patch if looking.patch and inside(looking.patch, height, width) else None
    change(layer=layer)
    change(channel=looking.channel if looking.channel < shape[0] else 0, patch=patch,
           cell=looking.cell if looking.cell is not None and looking.cell < cells else None)
    return now()


def first_layer(opened: Opened) -> str:
    """Return the layer to open a network with: its third step of convolutions, or the last of fewer."""
    found = [stage.name for stage in opened.stages if stage.family == "convolution"]
    return found[:3][-1] if found else opened.network.graph.output


def inside(box: tuple[int, int, int, int], height: int, width: int) -> bool:
    """Say whether a box is a part of a picture."""
    top, left, bottom, right = box
    return 0 <= top < bottom <= height and 0 <= left < right <= width


def read_box(text: object) -> tuple[int, int, int, int] | None:
    """Return the box written as ``top,left,bottom,right``, or None."""
    parts = text.split(",") if isinstance(text, str) and len(text) < 40 else []
    if len(parts) != 4 or not all(part.isascii() and part.isdigit() for part in parts):
        return None
    top, left, bottom, right = map(int, parts)
    return top, left, bottom, right
