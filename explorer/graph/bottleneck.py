"""The two ResNets that share a name: where a bottleneck block takes its stride changes the fields behind it.

He et al. (2015) and TF-Slim stride in the block's first convolution, 1 x 1; torchvision strides in its second, 3 x 3
("v1.5"). Shapes and parameters are the same, fields and operations are not.
"""

from __future__ import annotations

from dataclasses import replace

from explorer.graph.report import Report, Row
from explorer.graph.graph import INPUT, Graph, Node
from explorer.graph.layers.codes import Conv2d


def strides_moved(graph: Graph) -> Graph | None:
    """Return ``graph`` with the strides of its bottlenecks in their first convolutions; None: it has no such block."""
    moved: dict[str, Node] = {}
    for node in graph:
        first = _reducing(graph, node) if _is(node, kernel_size=3, stride=2, padding=1) else None
        if first is not None:
            moved[node.name] = _strided(node, 1)
            moved[first.name] = _strided(first, 2)
    return Graph(tuple(moved.get(node.name, node) for node in graph)) if moved else None


def last_field(report: Report) -> Row | None:
    """Return the last convolution whose units have places: the layer that books give a network's field for."""
    found = [row for row in report if row.field and row.layer.family == "convolution"]
    return next((row for row in reversed(found) if len(row.output_shape or ()) > 1), None)


def _reducing(graph: Graph, node: Node) -> Node | None:
    """Return the 1 x 1 convolution that ``node`` reads, what works on each value alone left out."""
    source = node.inputs[0]
    while source != INPUT and graph[source].layer.family in ("normalisation", "activation"):
        source = graph[source].inputs[0]
    return graph[source] if source != INPUT and _is(graph[source], kernel_size=1, stride=1, padding=0) else None


def _is(node: Node, **sizes: int) -> bool:
    layer = node.layer
    return (isinstance(layer, Conv2d) and layer.groups == 1 and layer.pads() == ((sizes["padding"],) * 2,) * 2
            and all(layer.per_axis(name) == (sizes[name],) * 2 for name in ("kernel_size", "stride")))


def _strided(node: Node, stride: int) -> Node:
    assert isinstance(node.layer, Conv2d)
    return replace(node, layer=replace(node.layer, stride=stride))
