"""Which part of each earlier layer one unit depends on: a network read backwards, place by place."""

from __future__ import annotations

from math import prod

from explorer.graph.report import Report
from explorer.graph.arithmetic import Places, Span
from explorer.graph.layers.base import Layer
from explorer.graph.layers.basic import Flatten
from explorer.graph.shapes import Shape, joined_axes, readers
from explorer.graph.layers.special import Multiply

# One set of places per axis. A box is all of their combinations.
Box = tuple[Places, ...]


def reads(report: Report, name: str, unit: tuple[int, ...]) -> dict[str, tuple[Span, ...]]:
    """Return which part of each earlier layer, and of the input, one unit depends on.

    Args:
        report: a report without errors on the way to ``name``.
        name: a layer.
        unit: position in its output, without the channel, px; ``()`` in a row of values.

    Returns:
        First and last position per axis, both inside the map, for every node on the way that the unit depends on:
        those that its gradient reaches when no weight is 0. Where branches meet, boxes are joined axis by axis, so
        a unit that reads nothing but padding may seem to read what another one of the same column or row does.
    """
    found: dict[str, Box] = {name: tuple(frozenset({place}) for place in unit)}
    for row in reversed(report.rows[:report.graph.places[name] + 1]):
        if row.name not in found:
            continue
        for source, shape in zip(row.node.inputs, row.input_shapes, strict=True):
            box = _read_through(row.layer, shape, found[row.name])
            if all(box):
                found[source] = _union(found[source], box) if source in found else box
    return {source: tuple((min(places), max(places)) for places in box) for source, box in found.items()}


def _read_through(layer: Layer, shape: Shape, box: Box) -> Box:
    if isinstance(layer, Flatten):
        return _unflattened(layer, shape, box)
    if isinstance(layer, Multiply):
        return tuple(frozenset({0}) if size == 1 else places for size, places in zip(shape[1:], box, strict=True))
    ways = readers(layer, shape)
    if ways is None:
        return box
    return tuple(way.reads(places, size) for way, places, size in zip(ways, box, shape[1:], strict=True))


def _unflattened(layer: Flatten, shape: Shape, box: Box) -> Box:
    """Return where values stood before they were written in one row; all places where channels were joined too."""
    start, end = joined_axes(layer, shape)
    if start == 1:
        return *(frozenset(range(size)) for size in shape[1:end]), *box
    found = []
    for axis in range(start - 1, end):
        step = prod(shape[axis + 1:end])
        found.append(frozenset(place // step % shape[axis] for place in box[start - 2]))
    return *box[:start - 2], *found, *box[start - 1:]


def _union(one: Box, other: Box) -> Box:
    return tuple(a | b for a, b in zip(one, other, strict=True))
