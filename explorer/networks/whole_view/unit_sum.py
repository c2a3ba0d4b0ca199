"""How one unit comes by its value: what it reads, its weights, the sum, and what is then done to the sum."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from explorer.errors import NetworkError
from explorer.graph import (
    INPUT,
    BatchNorm,
    ConvNd,
    Edge,
    Layer,
    MaxPool,
    Pad2d,
    Reach,
    WalkStep,
    codes,
    works_on_each_value,
)
from explorer.networks.inference.all_maps import LayerMaps, all_maps
from explorer.networks.inference.network_input import NetworkInput
from explorer.networks.network import Network, report_of
from explorer.networks.whole_view.learned_numbers import learned
from explorer.networks.whole_view.walk import steps_of

Kind = Literal["weighted", "maximum", "mean", "sum", "product", "copy", "given"]
Place = tuple[int, int, int]
"""Map, row, column."""
Wide = NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class UnitRead:
    """What a unit reads of one step before it: a window in each of n maps."""

    source: str
    maps: tuple[int, int]
    """First and, not included, last map."""
    corner: tuple[int, int]
    """Row and column of the windows' first cell; less than 0 where it lies in the padding."""
    spread: tuple[int, int]
    """Rows and columns from one cell of a window to the next: the dilation."""
    values: NDArray[np.float32]
    """(n, k, l): what stands there; 0 in the padding."""
    weights: NDArray[np.float32] | None
    """(n, k, l): what it is multiplied with; None: nothing."""
    outside: NDArray[np.bool_]
    """(k, l): whether a cell lies in the padding."""
    counted: NDArray[np.bool_]
    """(k, l): whether a cell counts in a largest value or a mean, as zeros of the padding may."""

    @property
    def sums(self) -> Wide:
        """Return the sum of products of each map, (n,); without weights the sum of values."""
        products = self.values.astype(np.float64) * (1 if self.weights is None else self.weights)
        sums: Wide = products.sum(axis=(1, 2))
        return sums


@dataclass(frozen=True, slots=True)
class AfterSum:
    """What one layer then does to the value: ``numbers`` are its own, such as a batch norm's mean."""

    layer: str
    kind: str
    before: float
    after: float
    numbers: Mapping[str, float]


@dataclass(frozen=True, slots=True, eq=False)
class UnitSum:
    """How a unit comes by its value."""

    kind: Kind
    value: float
    """What the network puts out there."""
    total: float
    """Of what it reads, ``bias`` included."""
    bias: float | None
    reads: tuple[UnitRead, ...]
    after: tuple[AfterSum, ...]


def unit_sum(network: Network, prepared: NetworkInput, layer: str, unit: Place) -> UnitSum:
    """Return how a unit comes by its value.

    Args:
        network: from :func:`explorer.networks.load`.
        prepared: the picture as it gets it.
        layer: the last one of a step; ``"input"``: nothing is computed there.
        unit: map, row and column in what it puts out.

    Raises:
        NetworkError: there is no such step or unit.
        BusyError, MemoryShortError: see :func:`explorer.networks.run`.
    """
    step = None if layer == INPUT else steps_of(network).get(layer)
    if step is None and layer != INPUT:
        raise NetworkError("{network} has no step {layer!r} to look into.", network=network.name, layer=layer[:80])
    shape = prepared.values.shape if step is None else step.shape
    if len(unit) != 3 or not all(0 <= at < most for at, most in zip(unit, shape, strict=True)):
        raise NetworkError("{layer} has no such unit.", layer=layer)
    if step is None:
        value = float(prepared.values[unit])
        return UnitSum("given", value, value, None, (), ())
    maps = all_maps(network, prepared.values, [*(edge.source for edge in step.edges), *step.layers])
    return _summed(network, step, maps, unit)


def _summed(network: Network, step: WalkStep, maps: LayerMaps, unit: Place) -> UnitSum:
    layer = report_of(network)[step.layers[0]].layer
    kind, numbers = _kind(layer, step), learned(network, step, unit[0])
    own = numbers[step.layers[0]]
    reads = tuple(_reads(network, step, maps, own.weight, unit)) if kind != "given" else ()
    bias = own.bias if kind == "weighted" else None
    total = _total(kind, reads, bias) if reads else float(maps[step.layers[0]][unit])
    after, before = [], total
    for name in step.layers[0 if _only_works_on_each(network, step) else 1:]:
        value = float(maps[name][unit])
        after.append(AfterSum(name, type(report_of(network)[name].layer).__name__, before, value, numbers[name].told))
        before = value
    return UnitSum(kind, float(maps[step.name][unit]), total, bias, reads, tuple(after))


def _only_works_on_each(network: Network, step: WalkStep) -> bool:
    return works_on_each_value(network.graph[step.layers[0]])


def _kind(layer: Layer, step: WalkStep) -> Kind:
    if isinstance(layer, codes.Conv2d) or (isinstance(layer, codes.Linear) and step.shape[1:] == (1, 1)):
        return "weighted"
    if isinstance(layer, codes.MaxPool2d | codes.AdaptiveMaxPool2d) and step.edges[0].reaches:
        return "maximum"
    if isinstance(layer, codes.AvgPool2d | codes.AdaptiveAvgPool2d) and step.edges[0].reaches:
        return "mean"
    if isinstance(layer, codes.Add | codes.Multiply):
        return "sum" if isinstance(layer, codes.Add) else "product"
    is_each = isinstance(layer, BatchNorm) or (layer.family == "activation" and not isinstance(layer, codes.Softmax))
    return "copy" if isinstance(layer, codes.Concat) or is_each else "given"


def _reads(network: Network, step: WalkStep, maps: LayerMaps, weight: NDArray[np.float32] | None,
           unit: Place) -> Iterator[UnitRead]:
    node = network.graph[step.layers[0]]
    for edge, source in zip(step.edges, node.inputs, strict=True):
        before = None if source == INPUT else network.graph[source].layer
        if edge.first <= unit[0] < edge.first + edge.count:
            pad = before if isinstance(before, Pad2d) else None
            yield _read(node.layer, pad, edge, maps[edge.source], weight, unit)


def _read(layer: Layer, pad: Pad2d | None, edge: Edge, source: NDArray[np.float32],
          weight: NDArray[np.float32] | None, unit: Place) -> UnitRead:
    """Return what a unit reads of one source, (C, H, W), of which ``pad`` is a step's own before it."""
    size = len(source) // edge.groups
    first = (unit[0] - edge.first) // (edge.count // edge.groups) * size
    spread = _spread(layer)
    mode = pad.beyond if pad else layer.padding_mode if isinstance(layer, ConvNd) else "zeros"
    lanes, counted = [], []
    for axis, most in enumerate(source.shape[1:]):
        reach = edge.reaches[axis] if edge.reaches else Reach(most, 0, 0)
        step = spread[axis] if edge.reaches else 1
        start = unit[1 + axis] * reach.stride - reach.before
        lanes.append(_lane(start, reach.extent, step, most, mode))
        counted.append(_counted(layer, pad, start, axis, most, lanes[-1]))
    (rows, is_row), (columns, is_column) = lanes
    outside = ~np.outer(is_row, is_column)
    read = source[first:first + size]
    values = np.where(outside, 0, read[:, rows.clip(0, source.shape[1] - 1)[:, None],
                                       columns.clip(0, source.shape[2] - 1)])
    return UnitRead(edge.source, (first, first + size), (int(rows[0]), int(columns[0])), spread,
                    values.astype(np.float32), None if weight is None else weight.reshape(values.shape), outside,
                    np.outer(*counted))


def _counted(layer: Layer, pad: Pad2d | None, start: int, axis: int, most: int,
             lane: tuple[NDArray[np.intp], NDArray[np.bool_]]) -> NDArray[np.bool_]:
    """Return which cells of one axis of a window count: those of the map and of a step of padding before it.

    Zeros that a mean pads with count where it says so, but not what a window that is rounded up has beyond them.
    """
    places, is_one = lane
    before, after = pad.pads()[axis] if pad else (0, 0)
    if isinstance(layer, codes.AvgPool2d) and layer.count_include_pad:
        own = layer.per_axis("padding")[axis]
        before, after = before + own, after + own
    reached = start + np.arange(len(places)) * _spread(layer)[axis]
    return is_one | ((reached >= -before) & (reached < most + after))


def _spread(layer: Layer) -> tuple[int, int]:
    if not isinstance(layer, ConvNd | MaxPool):
        return 1, 1
    rows, columns = layer.per_axis("dilation")
    return rows, columns


def _lane(start: int, extent: int, spread: int, most: int, mode: str) -> tuple[NDArray[np.intp], NDArray[np.bool_]]:
    """Return which of ``most`` cells an axis of a window reads, and whether each is one, not padding."""
    places = np.arange(start, start + extent, spread)
    if mode == "reflect":
        places = most - 1 - np.abs(most - 1 - np.abs(places))
    elif mode == "replicate":
        places = places.clip(0, most - 1)
    elif mode == "circular":
        places %= most
    return places, (places >= 0) & (places < most)


def _total(kind: Kind, reads: tuple[UnitRead, ...], bias: float | None) -> float:
    values = np.concatenate([read.values[:, read.counted].ravel() for read in reads]).astype(np.float64)
    if kind == "maximum":
        return float(values.max())
    if kind == "product":
        return float(values.prod())
    if kind == "mean":
        return float(values.mean())
    return float(sum(read.sums.sum() for read in reads)) + (bias or 0.0)
