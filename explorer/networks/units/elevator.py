"""Stepping back from a picture: at each floor of a network what it sees, what it found, and what it looks for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from explorer.arrays import Floats, Pixels
from explorer.errors import NetworkError
from explorer.graph import INPUT, Floor, floors
from explorer.networks.inference.all_maps import LayerMaps, all_maps
from explorer.networks.inference.last_step import last_step
from explorer.networks.inference.network_input import NetworkInput
from explorer.networks.network import Network, report_of
from explorer.networks.units.best_patches import best_patches
from explorer.networks.units.dreams import dreamed, dreamed_units
from explorer.networks.units.top_patches import TopPatch
from explorer.runtime import Cache

KEPT_BYTES = 24 * 2**20
SHOWN_MAPS = 9
SHOWN_PATCHES = 6


@dataclass(frozen=True, slots=True, eq=False)
class FloorView:
    """One floor as a picture is seen from it."""

    floor: Floor
    channels: tuple[int, ...]
    """Those whose maps are shown: the chosen one first, then by what they answered most."""
    maps: Floats
    """Their maps (k, h, w); for values without a place, (k, 1, 1)."""
    patches: tuple[TopPatch, ...]
    """What the chosen channel likes best, the most first; none on the ground floor."""
    dream: Pixels | None
    """A picture made to excite the chosen channel, (H, W, 3); None: there is none ready."""

    @property
    def chosen(self) -> int:
        """Channel whose patches and dream stand beside the maps."""
        return self.channels[0]


def elevator(network: Network, shown: NetworkInput, chosen: Mapping[str, int] | None = None) -> tuple[FloorView, ...]:
    """Return all floors of ``network`` for one picture, from the picture up to the classes.

    Args:
        network: a classifier.
        shown: the picture as the network gets it.
        chosen: channel looked at, by layer; others get the one that answers most. What a layer lacks is passed over.

    Raises:
        NetworkError: it does not name what a photo shows; see also :func:`explorer.networks.run`.
    """
    if network.task != "classify":
        raise NetworkError("{network} says where things are: there is no one class at the top of it. Choose a network "
                           "that names what a photo shows.", network=network.name)
    found = floors(report_of(network))
    maps = all_maps(network, shown.values, [floor.layer for floor in found])
    return tuple(_view(network, floor, maps, dict(chosen or {})) for floor in found)


def surest_place(network: Network, shown: NetworkInput, views: Sequence[FloorView]) -> tuple[float, float]:
    """Return where in the picture the network found most of what it names, down and across, shares of its sides.

    That is the largest value of the class activation map; without one, of the highest floor whose maps have places.
    """
    try:
        step = last_step(network, shown.values)
        values = step.class_map(int(step.scores.argmax()))
    except NetworkError:
        values = None
    if values is None:
        values = next((view.maps[0] for view in reversed(views) if max(view.maps.shape[1:]) > 1), views[0].maps[0])
    row, column = np.unravel_index(int(np.nan_to_num(values).argmax()), values.shape)
    return (float(row) + 0.5) / values.shape[0], (float(column) + 0.5) / values.shape[1]


def _view(network: Network, floor: Floor, maps: LayerMaps, chosen: Mapping[str, int]) -> FloorView:
    values = maps[floor.layer]
    if floor.layer == INPUT:
        return FloorView(floor, tuple(range(len(values))), values, (), None)
    channel = chosen.get(floor.layer, -1)
    order = ranked_channels(values)
    first = channel if 0 <= channel < len(values) else _first(network, floor.layer, order)
    shown = (first, *(int(one) for one in order if one != first))[:SHOWN_MAPS]
    liked = _with_places(network, floor)
    patches = _patches.get((network.number, liked, first), lambda: best_patches(network, liked, first, SHOWN_PATCHES))
    return FloorView(floor, shown, values[list(shown)], patches, dreamed(network, floor.layer, first))


def _first(network: Network, layer: str, order: NDArray[np.intp]) -> int:
    """Return which channel is looked at first: of those that answer most, one that a picture was made for, if any.

    On the highest floor it is the answer itself.
    """
    made_for = dreamed_units(network, layer) if layer != network.graph.output else ()
    return next((int(channel) for channel in order[:SHOWN_MAPS] if channel in made_for), int(order[0]))


def ranked_channels(values: NDArray[np.float32]) -> NDArray[np.intp]:
    """Return the channels of maps (C, H, W) by their largest value, the largest first."""
    return np.argsort(-np.nan_to_num(values.max(axis=(1, 2)), nan=-np.inf), kind="stable")


def _with_places(network: Network, floor: Floor) -> str:
    """Return the layer whose places a floor tells of: of means of whole maps, the layer of those maps."""
    source = network.graph[floor.layer].inputs[0]
    before = network.input_shape if source == INPUT else report_of(network)[source].output_shape or ()
    pooled = floor.shape[1:] == (1, 1) and len(before) == 3 and before[0] == floor.shape[0]
    return source if pooled and source != INPUT else floor.layer


_patches: Cache[tuple[int, str, int], tuple[TopPatch, ...]] = Cache(
    KEPT_BYTES, lambda found: sum(one.pixels.nbytes for one in found))
