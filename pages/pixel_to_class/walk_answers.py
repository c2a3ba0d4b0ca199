"""What *The walk* answers past Streamlit: maps of folded blocks, one map in full, one unit's sum, and a changed input.

A page registers what it shows under a token that nobody can guess; questions name the token, so that no network and no
picture of somebody else's can be asked for. After a restart, or of another process, there is no answer: the page runs
again and registers anew.
"""

from __future__ import annotations

import base64
import secrets
from collections.abc import Callable, Mapping
from hashlib import sha256
from typing import Any
from weakref import ref

import numpy as np
from numpy.typing import NDArray

from explorer import networks
from explorer.errors import ExplorerError, NetworkError
from explorer.figures import packed
from explorer.graph import INPUT
from explorer.runtime import Cache
from pages.pixel_to_class.unit_lines import lines_of
from pages.pixel_to_class.walk_data import maps_block
from pages.ui import previews
from pages.ui.mathml import formula_tree
from pages.ui.text import say, spoken_in

NAME = "p2c_walk"
KEPT_BYTES = 48 * 2**20
MOST_WINDOWS = 64
"""So many of a unit's windows are sent, those with the largest sums."""
MOST_NAMES = 400
_SECRET = secrets.token_bytes(32)

Changed = Callable[["networks.Network", Mapping[str, Any]], "networks.NetworkInput"]  # naming them brings torch
CHANGES: dict[str, Changed] = {}
"""What makes a new input of what a browser says, by the name of what it comes from, such as a pad to draw on."""


def register(network: networks.Network, prepared: networks.NetworkInput) -> str:
    """Return the token under which this network may be asked about this input."""
    text = b"%d " % network.number + prepared.key
    token = sha256(_SECRET + text).hexdigest()[:40]
    _known.get(token, lambda: (ref(network), prepared))
    return token


def answer(asked: object) -> dict[str, Any] | None:
    """Return what a component asks, as JSON; None where the question makes no sense or nobody knows the token."""
    found = _known.find(asked["token"]) if isinstance(asked, dict) and isinstance(asked.get("token"), str) else None
    network = found[0]() if found else None
    if found is None or network is None or not isinstance(asked, dict):
        return None
    work = _ANSWERS.get(str(asked.get("ask")))
    if work is None:
        return None
    with spoken_in(asked.get("language")):
        try:
            return work(network, found[1], asked)
        except ExplorerError as error:
            return {"error": say(error.message)}
        except (TypeError, ValueError, KeyError):
            return None


def _maps(network: networks.Network, prepared: networks.NetworkInput, asked: Mapping[str, Any]) -> dict[str, Any]:
    """Answer which maps some steps have, such as those of a block that was folded."""
    steps = networks.steps_of(network)
    names = [name for name in asked["names"][:MOST_NAMES] if name in steps]
    return {"block": _text(packed(*maps_block(network, prepared, names)))}


def _map(network: networks.Network, prepared: networks.NetworkInput, asked: Mapping[str, Any]) -> dict[str, Any]:
    """Answer what one map is in full."""
    layer, number = asked["layer"], asked["map"]
    if layer != INPUT and layer not in networks.steps_of(network):
        raise ValueError("no such step")
    maps = prepared.values if layer == INPUT else networks.all_maps(network, prepared.values, [layer])[layer]
    if type(number) is not int or not 0 <= number < len(maps):
        raise ValueError("no such map")
    return {"layer": layer, "map": number, "size": list(maps.shape[1:]), "values": _numbers(maps[number])}


def _unit(network: networks.Network, prepared: networks.NetworkInput, asked: Mapping[str, Any]) -> dict[str, Any]:
    """Answer how one unit comes by its value."""
    at = asked["at"]
    if not isinstance(at, list) or not all(type(one) is int for one in at):
        raise TypeError("no place")
    found = networks.unit_sum(network, prepared, asked["layer"], tuple(at))
    return {"layer": asked["layer"], "at": at, "kind": found.kind, "value": found.value, "total": found.total,
            "bias": found.bias, "reads": [_read(read, found.kind) for read in found.reads],
            "lines": [{"title": title, "tree": formula_tree(line)} for title, line in lines_of(found)]}


def _read(read: networks.UnitRead, kind: str) -> dict[str, Any]:
    sums = read.sums
    shown = np.argsort(-np.abs(sums), kind="stable")[:MOST_WINDOWS]
    return {"source": read.source, "maps": list(read.maps), "corner": list(read.corner), "spread": list(read.spread),
            "size": list(read.values.shape[1:]), "sums": _numbers(sums), "shown": shown.tolist(),
            "values": _numbers(read.values[shown]),
            "weights": None if read.weights is None or kind != "weighted" else _numbers(read.weights[shown]),
            "outside": read.outside.ravel().astype(int).tolist()}


def _live(network: networks.Network, _before: networks.NetworkInput, asked: Mapping[str, Any]) -> dict[str, Any]:
    """Answer what the network makes of a changed input."""
    change = CHANGES.get(str(asked.get("source")))
    if change is None:
        raise ValueError("no such source")
    prepared = change(network, asked)
    if prepared.values.shape != network.input_shape:
        raise NetworkError("This picture was prepared for another network than {network}.", network=network.name)
    names = [column.steps[-1].name for column in networks.columns_of(network)]
    header, arrays = maps_block(network, prepared, names)
    told = header | {"token": register(network, prepared), "size": list(prepared.pixels.shape[:2])}
    return {"block": _text(packed(told, [*arrays, prepared.pixels]))}


def _numbers(values: NDArray[Any]) -> str:
    return _text(np.ascontiguousarray(values, dtype="<f4").tobytes())


def _text(block: bytes) -> str:
    return base64.b64encode(block).decode()


_ANSWERS: Mapping[str, Callable[[networks.Network, networks.NetworkInput, Mapping[str, Any]], dict[str, Any]]] = {
    "maps": _maps, "map": _map, "unit": _unit, "live": _live}
_known: Cache[str, Any] = Cache(KEPT_BYTES, lambda kept: kept[1].values.nbytes + kept[1].pixels.nbytes)
previews.offer(NAME, answer)
