"""Repairs numbers that do not fit: in the text that was pasted, and in the network."""

from __future__ import annotations

from dataclasses import replace

from explorer.graph.code.result import Code
from explorer.graph.code.source import plain
from explorer.graph.graph import Graph, Node
from explorer.graph.layers.basic import Flatten
from explorer.graph.layers.unread import Unread
from explorer.graph.report import Report
from explorer.graph.shapes import Shape


def fitting_number(code: Code, name: str) -> int | None:
    """Return the number that fits for layer ``name``; None where one number in the text cannot repair it.

    It cannot where a flatten is missing, or where several layers share the number and need different ones.
    """
    stated = code.stated.get(name)
    report = code.report
    row = report[name]
    if stated is None or stated.place is None or row.node.takes is None or lacks_flatten(report, name):
        return None
    sharing = [other for other, value in code.stated.items() if value.place == stated.place]
    return row.arrives if {report[other].arrives for other in sharing} == {row.arrives} else None


def repaired_text(code: Code, name: str) -> str:
    """Return the text with the number that fits layer ``name``, or as it was where no number does."""
    number, stated = fitting_number(code, name), code.stated.get(name)
    if number is None or stated is None or stated.place is None:
        return code.text
    place = stated.place
    lines = [line.encode() for line in plain(code.text).split("\n")]
    first, last = lines[place.line - 1], lines[place.end_line - 1]
    lines[place.line - 1:place.end_line] = [
        first[:place.column - 1] + str(number).encode() + last[place.end_column - 1:]]
    return b"\n".join(lines).decode()


def lacks_flatten(report: Report, name: str) -> bool:
    """Say whether layer ``name`` is a linear layer written for values in a row, but maps arrive."""
    row = report[name]
    return row.node.takes is not None and row.layer.family == "linear" and len(row.input_shape) > 1


def with_shape(graph: Graph, name: str, shape: Shape) -> Graph:
    """Return the network in which the grey layer ``name`` puts out ``shape``."""
    return Graph(tuple(replace(node, layer=Unread(output_size=shape), takes=None) if node.name == name else node
                       for node in graph))


def repaired(report: Report, name: str) -> Graph:
    """Return the network with layer ``name`` taking what arrives, behind a flatten where that is missing."""
    nodes: list[Node] = []
    for node in report.graph:
        if node.name == name and lacks_flatten(report, name):
            flat = next(label for label in ("flatten", *(f"flatten{use}" for use in range(2, len(report.graph) + 3)))
                        if label not in report.graph)
            nodes.append(Node(flat, Flatten(), node.inputs))
            nodes.append(replace(node, inputs=(flat,), takes=None))
        else:
            nodes.append(replace(node, takes=None) if node.name == name else node)
    return Graph(tuple(nodes))
