"""A network as the steps one walks through: a window of the maps before it, a sum, and what is then done to the sum.

What works on each value alone (batch norm, activation, dropout) belongs to the step before it, so that the maps of a
step are those that the next one reads. Steps that a connection jumps over, such as those of a residual block, stand in
one column; a network has a handful of columns.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain, groupby

from explorer.graph.arithmetic import Window
from explorer.graph.graph import INPUT, Node
from explorer.graph.layers.base import Family
from explorer.graph.layers.basic import BatchNorm, Concat, Dropout, Flatten, Identity, Softmax
from explorer.graph.layers.convolution import ConvNd
from explorer.graph.layers.pooling import AdaptivePool
from explorer.graph.layers.resizing import Pad2d
from explorer.graph.layers.special import LayerScale
from explorer.graph.report import Report
from explorer.graph.shapes import Shape, readers
from explorer.graph.stages import spans, stage_of, stages

MOST = 26
"""Columns; in a network with more, blocks called alike are joined, or else it has its main steps (`stages`)."""
FEW = 8
"""Columns that are left at least where names tell what is joined."""


@dataclass(frozen=True, slots=True)
class Reach:
    """What units read along one axis: unit u reads from ``u * stride - before`` on, ``extent`` cells."""

    extent: int
    stride: int
    before: int


@dataclass(frozen=True, slots=True)
class Edge:
    """What a step reads of another one."""

    source: str
    """Name of the step, or ``"input"``."""
    reaches: tuple[Reach, Reach] | None
    """Down and across; None: each unit reads all places."""
    groups: int
    """So many groups: each of them reads one group of the maps of the source; as many as there are maps: map by map."""
    first: int
    """Of the step's maps, the first that reads this source."""
    count: int
    """How many of its maps do."""


@dataclass(frozen=True, slots=True)
class WalkStep:
    """One step. ``layers``: the one that sums, then those that work on each value; the last one's output is shown."""

    layers: tuple[str, ...]
    family: Family
    shape: tuple[int, int, int]
    """Maps, rows, columns; a row of values is maps of one cell each."""
    edges: tuple[Edge, ...]

    @property
    def name(self) -> str:
        """Name of the layer whose output is shown."""
        return self.layers[-1]


@dataclass(frozen=True, slots=True)
class WalkColumn:
    """What stands in one column: one step, or the steps of a block, whose last one is shown while it is folded."""

    label: str
    steps: tuple[WalkStep, ...]


def map_shape(shape: Shape) -> tuple[int, int, int]:
    """Return maps, rows and columns of an output; a row of values is maps of one cell, a table maps of one line."""
    if len(shape) == 3:
        return shape[0], shape[1], shape[2]
    return (shape[0] if shape else 1), 1, (shape[-1] if len(shape) == 2 else 1)


def walk_columns(report: Report) -> tuple[WalkColumn, ...]:
    """Return the columns of a network, in order.

    Args:
        report: without errors.
    """
    steps = tuple(_steps(report))
    blocks = {name: number for number, span in enumerate(spans(report.graph)) for name in span}
    columns = [tuple(inside) for _block, inside in groupby(steps, lambda step: blocks[step.layers[0]])]
    for depth in (3, 2, 1):
        joined = [tuple(chain.from_iterable(inside)) for _name, inside in groupby(
            columns, lambda column: column[0].layers[0].split(".")[:depth])]  # noqa: B023  used at once
        if len(columns) > MOST >= len(joined) >= FEW:
            columns = joined
    if len(columns) > MOST:
        found = stages(report)
        columns = [tuple(inside) for _stage, inside in groupby(steps, lambda step: stage_of(found, step.layers[0]))]
    return tuple(WalkColumn(_label(column), column) for column in columns)


def works_on_each_value(node: Node) -> bool:
    """Say whether a layer makes each value of a map from that value alone."""
    layer = node.layer
    if isinstance(layer, BatchNorm | LayerScale):
        return True
    return layer.family == "activation" and not layer.several_inputs and not isinstance(layer, Softmax)


def only_moves(node: Node) -> bool:
    """Say whether a layer leaves values as they are, and at most puts them elsewhere: no step of its own."""
    return isinstance(node.layer, Flatten | Pad2d | Dropout | Identity)


def _steps(report: Report) -> Iterator[WalkStep]:
    found: dict[str, list[str]] = {}
    ends: dict[str, str] = {INPUT: INPUT}
    """The first layer of the step that each layer belongs to; of one that only moves values, of what it moves."""
    for node in report.graph:
        source = node.inputs[0]
        joined = found.get(ends[source])
        if only_moves(node):
            ends[node.name] = ends[source]
        elif works_on_each_value(node) and joined and joined[-1] == source and _read_once(report, source):
            joined.append(node.name)
            ends[node.name] = joined[0]
        else:
            found[node.name] = [node.name]
            ends[node.name] = node.name
    last = {first: layers[-1] for first, layers in found.items()} | {INPUT: INPUT}
    for first, layers in found.items():
        row = report[first]
        edges = tuple(_edges(report, first, {name: last[end] for name, end in ends.items()}))
        yield WalkStep(tuple(layers), row.layer.family, map_shape(row.output_shape or ()), edges)


def _read_once(report: Report, name: str) -> bool:
    return len(report.graph.readers[name]) == 1


def _edges(report: Report, name: str, ends: dict[str, str]) -> Iterator[Edge]:
    row, first = report[name], 0
    for source, shape in zip(row.node.inputs, row.input_shapes, strict=True):
        count = map_shape(row.output_shape or ())[0]
        if isinstance(row.layer, Concat):
            count = map_shape(shape)[0]
        yield Edge(ends[source], _reaches(report, name, source, shape), _groups(report, name, source), first, count)
        first += count if isinstance(row.layer, Concat) else 0


def _reaches(report: Report, name: str, source: str, shape: Shape) -> tuple[Reach, Reach] | None:
    """Return what units read of the step before, whose layer of moved values may stand between."""
    layer = report[name].layer
    moved = report[source].layer if source != INPUT and only_moves(report.graph[source]) else None
    if len(shape) != 3 or isinstance(moved, Flatten) or layer.family == "linear":
        return None
    found = readers(layer, shape)
    alone = works_on_each_value(report.graph[name]) or layer.family == "merge"
    out = report[name].output_shape or ()
    pads = moved.pads() if isinstance(moved, Pad2d) else ((0, 0), (0, 0))
    if found is None:
        return (Reach(1, 1, pads[0][0]), Reach(1, 1, pads[1][0])) if alone and out[1:] == shape[1:] else None
    reaches = [Reach(one.reach + 1, one.stride, one.before + pad[0])
               for one, pad in zip(found, pads, strict=True) if isinstance(one, Window)]
    if len(reaches) == 2:
        return reaches[0], reaches[1]
    if isinstance(layer, AdaptivePool) and all(side % part == 0 for side, part in zip(shape[1:], out[1:], strict=True)):
        rows, columns = (side // part for side, part in zip(shape[1:], out[1:], strict=True))
        return Reach(rows, rows, 0), Reach(columns, columns, 0)
    return None


def _groups(report: Report, name: str, source: str) -> int:
    """Return in how many groups maps are read; a flattened map counts as one map."""
    layer, node = report[name].layer, report.graph[name]
    if isinstance(layer, ConvNd):
        return layer.groups
    maps = map_shape(report.input_shape if source == INPUT else report[source].output_shape or ())[0]
    by_map = layer.family in ("pooling", "merge") or works_on_each_value(node)
    return maps if by_map else 1


def _label(steps: tuple[WalkStep, ...]) -> str:
    """Return what the layers' names begin with: ``layer1.0``; of one alone the name of the layer that sums."""
    if len(steps) == 1:
        return steps[0].layers[0]
    parts = [step.layers[0].split(".") for step in steps]
    common = 0
    while all(len(part) > common + 1 and part[common] == parts[0][common] for part in parts):
        common += 1
    return ".".join(parts[0][:common]) or f"{parts[0][0]}–{parts[-1][0]}"
