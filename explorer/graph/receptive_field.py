"""What one unit sees of the input and of the padding around it, and where fields pass the image."""

from __future__ import annotations

from math import ceil, floor, prod

from explorer.graph.arithmetic import Places, Span
from explorer.graph.fields import Field
from explorer.graph.graph import INPUT
from explorer.graph.layers.base import Layer
from explorer.graph.layers.basic import Flatten
from explorer.graph.layers.norms import mixed_axes
from explorer.graph.layers.resizing import Unflatten
from explorer.graph.layers.special import Multiply
from explorer.graph.report import Report, Row
from explorer.graph.shapes import Shape, joined_axes, readers

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
    if isinstance(layer, Unflatten):
        return ()
    if mixed := mixed_axes(layer, shape):
        return tuple(frozenset(range(size)) if whole else places
                     for whole, size, places in zip(mixed, shape[1:], box, strict=True))
    by_axis = readers(layer, shape)
    if by_axis is None:
        return box
    return tuple(reader.reads(places, size) for reader, places, size in zip(by_axis, box, shape[1:], strict=True))


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


def covers(report: Report, name: str, unit: tuple[int, ...]) -> tuple[Span, ...]:
    """Return what one unit sees, the padding included.

    Args:
        report: a report without errors on the way to ``name``.
        name: a layer that has fields, or ``"input"``.
        unit: position in its output, without the channel; ``()`` in a row of values.

    Returns:
        First and last position per axis, px of the input. Below 0 and from its side on lies padding. An end that
        lies inside the input is that of the very pixels that the unit reads; one outside is that of the field.
    """
    fields = report[name].fields if name != INPUT else (Field(),) * len(unit)
    assert fields is not None, f"{name} has no fields"
    inside = reads(report, name, unit).get(INPUT, ()) if name != INPUT else tuple((place, place) for place in unit)
    places = unit or (0,) * len(fields)
    ends = [_ends(field, place) for field, place in zip(fields, places, strict=True)]
    if not inside:
        return tuple(ends)
    return tuple(_joined(span, end, side)
                 for span, end, side in zip(inside, ends, report.input_shape[1:], strict=True))


def covers_locally(row: Row, unit: tuple[int, ...]) -> tuple[Span, ...]:
    """Return what one unit of ``row`` sees through its windows alone, the padding included, px: see `covers`."""
    assert row.local_fields is not None, f"{row.name} has no fields"
    return tuple(_ends(field, place) for field, place in zip(row.local_fields, unit, strict=True))


def overhang(report: Report, name: str) -> tuple[Span, ...]:
    """Return how far the units of a layer see beyond the input: before its first and behind its last pixel, px."""
    shape = report[name].output_shape or ()
    first, last = (covers(report, name, tuple(unit)) for unit in ((0 for _ in shape[1:]),
                                                                  (side - 1 for side in shape[1:])))
    return tuple((max(0, -low), max(0, high + 1 - side))
                 for (low, _), (_, high), side in zip(first, last, report.input_shape[1:], strict=True))


def share(row: Row, input_shape: tuple[int, ...]) -> float:
    """Return which share of the input a unit in its middle sees, 0 to 1; 1 as soon as its field is as large."""
    found = 1.0
    for field, side in zip(row.fields or (), input_shape[1:], strict=True):
        found *= min(field.size, side) / side
    return found


def first_beyond(report: Report) -> Row | None:
    """Return the first layer of maps whose windows' field is larger than the input along every axis, or None."""
    for row in report:
        sides, maps = report.input_shape[1:], len(row.output_shape or ()) == len(report.input_shape)
        fields = row.local_fields if maps else None
        if fields and all(field.size > side for field, side in zip(fields, sides, strict=True)):
            return row
    return None


def first_global(report: Report) -> Row | None:
    """Return the first layer whose units see the whole input through a global branch, or None."""
    return next((row for row in report if row.sees_all), None)


def made_by(report: Report, row: Row) -> Row:
    """Return the layer before ``row`` that gave it its field: ``row`` itself unless it works on each value alone."""
    while row.layer.family in ("normalisation", "activation") and row.node.inputs[0] != INPUT:
        row = report[row.node.inputs[0]]
    return row


def _ends(field: Field, place: int) -> Span:
    centre, half = field.start + place * float(field.jump), (float(field.extent) - 1) / 2
    return ceil(centre - half), floor(centre + half)


def _joined(inside: Span, end: Span, side: int) -> Span:
    return (end[0] if end[0] < 0 else inside[0], end[1] if end[1] >= side else inside[1])
