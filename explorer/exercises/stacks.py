"""Stacks of layers in exercises: listed as torch writes them, with the working of their sides, and opened on a page."""

from __future__ import annotations

from explorer.errors import Message
from explorer.exercises.exhibits import Layers
from explorer.exercises.question import PageLink
from explorer.graph import Graph, Report, Shape, analyse, pytorch, shape_to_text, to_text


def behind(graph: Graph, shape: Shape) -> Shape:
    """Return the shape behind the last layer.

    Raises:
        ShapeError: a layer does not fit.
    """
    found = analyse(graph, shape).rows[-1].output_shape
    assert found is not None  # a network that was analysed has shapes
    return found


def field_side(report: Report) -> int:
    """Return the receptive field of the last layer along one side, px."""
    field = report.rows[-1].field
    assert field is not None  # pictures come in, and nothing flattens them
    return int(field.size)


def side_lines(report: Report) -> tuple[str | Message, ...]:
    """Return the working of the sides, layer by layer, without the general formula."""
    return tuple(line for row in report for line in row.working["shape"].lines[1:])


def listed(graph: Graph, shape: Shape) -> Layers:
    """Return the layers of a chain as torch writes them, one a line."""
    lines = tuple(pytorch.module_source(row.layer, row.input_shape) for row in analyse(graph, shape))
    return Layers(lines, shape, to_text(graph))


def stack_link(graph: Graph, shape: Shape) -> PageLink:
    """Return the address under which *Build a stack* shows a network."""
    return PageLink("build_stack", {"stack": to_text(graph), "input": shape_to_text(shape)})
