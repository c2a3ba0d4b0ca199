"""One place of a network that says where things are, as a classifier: which class is there, and why.

A pixel of a network for segmentation, a cell of a detector, or the class beside a box has one score for each class. The
network up to there, with that place taken out, answers like any classifier, so all that explains those explains it.

Source:
    Vinogradova, Dibrov & Myers (2020), Towards interpretable semantic segmentation via gradient-weighted class
    activation mapping, arXiv:2002.11434: Grad-CAM of a pixel, or of several.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import count
from weakref import WeakKeyDictionary

import numpy as np
from numpy.typing import NDArray
from torch import Tensor, nn

from explorer.arrays import Array, Floats
from explorer.detection import BOX_VALUES, DETECT_GRID
from explorer.errors import NetworkError
from explorer.graph import Graph, Node, Unread
from explorer.networks.inference.feature_maps import observe
from explorer.networks.network import Network, report_of
from explorer.networks.torch_graph.assembly import assemble
from explorer.networks.torch_graph.trace import taps

CLASS_AT = "class_at"
"""Name of the last layer of such a classifier."""
MOST_PLACES = 8
"""Places of a network kept."""
_numbers = count(-1, -1)


@dataclass(frozen=True, slots=True)
class Spot:
    """A place: which map, its cell, and which of the boxes that the cell puts out."""

    level: int = 0
    row: int = 0
    column: int = 0
    slot: int = 0


@dataclass(frozen=True, slots=True)
class ScoredMap:
    """A layer whose places have scores of classes."""

    node: str
    cells: tuple[int, int]
    """Height and width; 1 × 1 where there is one answer for the picture."""
    slots: int
    """Boxes of each cell."""
    values: int
    """Channels of each box."""
    first: int
    """Channel of a box where its scores of classes begin."""
    classes: int


def scored_maps(network: Network) -> tuple[ScoredMap, ...]:
    """Return the maps of a network whose places have one score for each class; empty: it has none.

    Of Faster R-CNN it is empty: its convolutions only say whether something is there.
    """
    known, shape = len(network.categories), report_of(network).output_shape or ()
    if network.task == "locate":
        return (ScoredMap(network.graph.output, (1, 1), 1, known, 0, known),)
    if network.task == "segment":
        return (ScoredMap(network.graph.output, (shape[1], shape[2]), 1, known, 0, known),)
    if network.task != "detect":
        return ()
    if network.whole is None:
        values = BOX_VALUES + known
        return (ScoredMap(network.graph.output, (shape[1], shape[2]), DETECT_GRID.slots, values, BOX_VALUES, known),)
    found: list[ScoredMap] = []
    while inside := list(taps(network.graph, f"steps.class_scores.{len(found)}")):
        channels, height, width = report_of(network)[inside[-1]].output_shape or (0, 1, 1)
        found.append(ScoredMap(inside[-1], (height, width), channels // known, known, 0, known))
    return tuple(found)


def class_at(network: Network, spot: Spot) -> Network:
    """Return ``network`` up to the scores of one place, as a classifier; it shares the weights.

    Raises:
        NetworkError: it has no such place.
    """
    maps = scored_maps(network)
    if spot.level not in range(len(maps)) or not _is_within(maps[spot.level], spot):
        raise NetworkError("{network} has no scores of classes at this place. Choose another place, or a classifier.",
                           network=network.name)
    kept = _kept.setdefault(network, {})
    if spot not in kept:
        while len(kept) >= MOST_PLACES:
            del kept[next(iter(kept))]
        kept[spot] = _classifier(network, maps[spot.level], spot)
    return kept[spot]


def surest_spot(network: Network, values: Floats) -> Spot:
    """Return the place where a network is surest of a thing that is not the ground.

    Args:
        network: with `scored_maps`.
        values: a picture as the network gets it, (C, H, W).
    """
    best, found = -1.0, Spot()
    for level, scored in enumerate(scored_maps(network)):
        sure = _certainty(network, scored, observe(network, values, scored.node).values)
        slot, row, column = (int(place) for place in np.unravel_index(int(sure.argmax()), sure.shape))
        if sure.max() > best:
            best, found = float(sure.max()), Spot(level, row, column, slot)
    return found


def _certainty(network: Network, scored: ScoredMap, maps: NDArray[np.float32]) -> Array:
    """Return how sure each box of each cell is of its likeliest thing, (slots, height, width)."""
    split = maps[:scored.slots * scored.values].reshape(scored.slots, scored.values, *scored.cells).astype(np.float64)
    scores = split[:, scored.first:scored.first + scored.classes]
    shares = np.exp(scores - scores.max(axis=1, keepdims=True))
    shares /= shares.sum(axis=1, keepdims=True)
    is_ground = network.task == "segment" or network.whole is not None  # the first class is what is behind all things
    sure: Array = shares[:, int(is_ground):].max(axis=1)
    return sure / (1 + np.exp(-split[:, 0])) if scored.first else sure  # times objectness


def _is_within(scored: ScoredMap, spot: Spot) -> bool:
    height, width = scored.cells
    return spot.row in range(height) and spot.column in range(width) and spot.slot in range(scored.slots)


def _classifier(network: Network, scored: ScoredMap, spot: Spot) -> Network:
    part = network.graph.up_to(scored.node)
    graph = Graph((*part.nodes, Node(CLASS_AT, Unread(output_size=scored.classes), (scored.node,))))
    modules: dict[str, nn.Module] = {node.name: network.module.get_submodule(node.name) for node in part}
    start = spot.slot * scored.values + scored.first
    modules[CLASS_AT] = _Taken(range(start, start + scored.classes), spot.row, spot.column)
    module = assemble(graph, modules).eval()
    return replace(network, module=module, graph=graph, task="classify", whole=None, prepare_at=None,
                   number=next(_numbers))


class _Taken(nn.Module):
    """Some channels at one place of maps, or some values of a row."""

    def __init__(self, channels: range, row: int, column: int) -> None:
        super().__init__()
        self.channels, self.row, self.column = channels, row, column

    def forward(self, maps: Tensor) -> Tensor:
        """Take maps (N, C, H, W) or rows (N, C), return (N, classes)."""
        chosen = maps[:, self.channels.start:self.channels.stop]
        return chosen[:, :, self.row, self.column] if chosen.ndim == 4 else chosen


_kept: WeakKeyDictionary[Network, dict[Spot, Network]] = WeakKeyDictionary()
