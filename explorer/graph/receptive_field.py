"""What one unit sees of the input and of the padding around it, and where fields pass the image."""

from __future__ import annotations

from math import ceil, floor

from explorer.graph.report import Report, Row
from explorer.graph.arithmetic import Span
from explorer.graph.fields import Field
from explorer.graph.graph import INPUT
from explorer.graph.receptive_field import reads


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
    """Return the first layer of maps whose field is larger than the input along every axis, or None."""
    for row in report:
        sides, maps = report.input_shape[1:], len(row.output_shape or ()) == len(report.input_shape)
        if maps and row.fields and all(field.size > side for field, side in zip(row.fields, sides, strict=True)):
            return row
    return None


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
