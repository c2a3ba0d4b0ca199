"""What a reader looks at on *Feature maps*: a network, a layer, a map of it, and what is tried out on them.

The link holds ``network``, ``layer`` and ``channel``, and ``weights`` and ``side`` where they are not the network's
own; while something is compared, ``compared`` and ``compared_layer``; ``view`` where another tab is open; the photo
pickers add the photos. Which cell is marked, which part of the photo is grey and whether a channel is off are this
reader's own.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from explorer.errors import Message
from explorer.graph import INPUT
from pages.ui.pickers.network import Opened, activations, active_layer, first_layer
from pages.ui.pickers.network_page import Choice, choice_of, link_of, renewed
from pages.ui.state.address import number
from pages.ui.state.page_state import Codec, PageState

VIEWS = ("photo", "deeper")
"""Names of the tabs in links, in their order."""
TELLING = -1
MOST_FIRST = 64
"""Maps of a layer that a network is opened at, where it can be chosen: more are small in the sheet."""
BRIGHT, LOUD = 0.02, 0.5
"""Which share of a map's cells `telling` adds up; how high it rises at least, as a share of the highest of all."""


@dataclass(frozen=True, slots=True)
class MapChoice(Choice):
    """A network, a layer of it, a map of that layer, and what is tried out on them."""

    layer: str = ""
    channel: int = 0
    """`TELLING`: the one that tells most, as soon as the maps are there."""
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
    view: str = VIEWS[0]
    """The open tab."""


class MapCodec(Codec[MapChoice]):
    """How that stands in a link."""

    names = ("network", "layer", "channel", "weights", "side", "compared", "compared_layer", "view")

    def read(self, link: Mapping[str, str], first: MapChoice) -> tuple[MapChoice, tuple[Message, ...]]:
        """Return the map of a link; what the network does not have is replaced by `fitting`."""
        return MapChoice(**choice_of(link, first), layer=link.get("layer", ""),
                         channel=number(link, "channel", 0 if "network" in link else first.channel),
                         compared=link.get("compared", ""), compared_layer=link.get("compared_layer", ""),
                         comparing="compared" in link,
                         view=link["view"] if link.get("view") in VIEWS else VIEWS[0]), ()

    def write(self, value: MapChoice) -> dict[str, str]:
        """Return the link of a map."""
        link = link_of(value) | {"layer": value.layer}
        link |= {"channel": str(value.channel)} if value.channel != TELLING else {}
        if value.comparing:
            link |= {"compared": value.compared or value.network, "compared_layer": value.compared_layer}
        return link | ({"view": value.view} if value.view != VIEWS[0] else {})

    def changed(self, before: MapChoice, fields: Mapping[str, Any]) -> MapChoice:
        """Return another choice; what no longer fits goes: a cell with its layer, a patch with its network."""
        fields = renewed(before, fields, layer="", channel=0, patch=None)
        if fields.get("side", before.side) != before.side:
            fields = {"cell": None, "patch": None} | fields
        if fields.get("layer", before.layer) != before.layer:
            fields = {"cell": None, "off": False, "channel": 0} | fields
        if fields.get("channel", before.channel) != before.channel:
            fields = {"off": False} | fields
        return replace(before, **fields)


CODEC = MapCodec()
state = PageState("fm", CODEC)


def fitting(chosen: MapChoice, opened: Opened) -> MapChoice:
    """Return a choice with what the network does not have replaced by what it has."""
    if chosen.layer not in {INPUT, *opened.network.graph.places}:
        chosen = CODEC.changed(chosen, {"layer": first_maps(opened), "channel": chosen.channel})
    report, layer = opened.report, chosen.layer
    shape = report.input_shape if layer == INPUT else report[layer].output_shape or (1,)
    cells = shape[1] * shape[2] if len(shape) == 3 else 1
    _channels, height, width = report.input_shape
    return CODEC.changed(chosen, {
        "channel": chosen.channel if chosen.channel < shape[0] else 0,
        "patch": chosen.patch if chosen.patch and inside(chosen.patch, height, width) else None,
        "cell": chosen.cell if chosen.cell is not None and chosen.cell < cells else None})


def first_look(*, network: str, side: int) -> MapChoice:
    """Return what the page opens with where no link says so: the map that tells most is large."""
    return MapChoice(network, side=side, channel=TELLING)


def first_maps(opened: Opened) -> str:
    """Return the layer to open a network with: the third step of convolutions, where it ends with answers of units.

    Where it does not, as in EfficientNets, it is the last activation up to there whose maps fit into one look.
    """
    usual = first_layer(opened)
    if active_layer(opened, usual) == usual:
        return usual
    steps = [stage for stage in opened.stages if stage.family == "convolution"][:3]
    found = [name for stage in steps for name in activations(opened, stage)]
    few = [name for name in found if (opened.report[name].output_shape or (0,))[0] <= MOST_FIRST]
    return few[-1] if few else usual


def telling(maps: NDArray[np.floating]) -> int:
    """Return the number of the map (C, H, W) that answers loudly at few places: what a unit looks for shows best there.

    It is the one whose brightest cells hold the largest share of all it answers, among those that rise high.
    """
    values = np.abs(np.nan_to_num(maps)).reshape(len(maps), -1)
    highest = values.max(axis=1)
    cells = max(1, round(BRIGHT * values.shape[1]))
    shares = np.sort(values, axis=1)[:, -cells:].sum(axis=1) / np.maximum(values.sum(axis=1), np.finfo(np.float32).tiny)
    return int(np.where(highest >= LOUD * highest.max(), shares, -1).argmax())


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
