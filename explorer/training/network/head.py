"""The end of a network made to tell as many classes apart as there are."""

from __future__ import annotations

from dataclasses import replace
from math import prod

from explorer.errors import NetworkError
from explorer.graph import (
    AdaptiveAvgPool2d,
    Conv2d,
    Flatten,
    Graph,
    Layer,
    Linear,
    Node,
    Report,
    Shape,
    Softmax,
    analyse,
    free_name,
)


def with_head(graph: Graph, input_shape: Shape, classes: int) -> tuple[Graph, str]:
    """Return ``graph`` with ``classes`` scores as its output, and the name of the layer that makes them.

    The last linear layer is given as many outputs, or the last 1 x 1 convolution where only a pooling of whole maps
    follows (SqueezeNet). Where the network ends otherwise, a mean over each map and a linear layer are put behind it.
    A softmax at the end is left out: the loss contains it.

    Raises:
        ShapeError: a layer cannot take what it receives.
        NetworkError: the network puts out nothing that classes could be told from.
    """
    graph = _without_softmax(graph)
    report = analyse(graph, input_shape)
    head = _head(report)
    if head is None:
        return _appended(report, classes)
    layer = report[head].layer
    given = {"out_features": classes} if isinstance(layer, Linear) else {"out_channels": classes}
    changed = Graph(tuple(replace(node, layer=replace(layer, **given)) if node.name == head else node
                          for node in graph))
    if len(report[graph.output].output_shape or ()) > 1:
        changed = _followed(changed, Flatten())
    return changed, head


def _without_softmax(graph: Graph) -> Graph:
    while graph.nodes and isinstance(graph.nodes[-1].layer, Softmax):
        graph = graph.up_to(graph.nodes[-1].inputs[0])
    return graph


def _head(report: Report) -> str | None:
    """Return the last layer with weights, if nothing but its scores leaves the network."""
    name = report.graph.output
    shape = report[name].output_shape or ()
    while name in report.graph and not report[name].params:
        sources = report.graph[name].inputs
        if len(sources) > 1:
            return None
        name = sources[0]
    if name not in report.graph:
        return None
    layer, own = report[name].layer, report[name].output_shape or ()
    if isinstance(layer, Linear) and len(own) == 1 and own == shape:
        return name
    pools_all = name != report.graph.output and own[:1] == shape[:1] and prod(shape) == shape[0]
    return name if isinstance(layer, Conv2d) and _is_single(layer) and pools_all else None


def _is_single(layer: Conv2d) -> bool:
    return layer.kernel_size in (1, (1, 1)) and layer.groups == 1


def _appended(report: Report, classes: int) -> tuple[Graph, str]:
    shape = report[report.graph.output].output_shape or ()
    if len(shape) not in (1, 3):
        raise NetworkError("The network puts out values of {dims} axes, from which no classes can be learned. Let it "
                           "end in maps (C × H × W) or in a row of values.", dims=len(shape))
    graph = report.graph
    if len(shape) == 3 and prod(shape[1:]) > 1:
        graph = _followed(graph, AdaptiveAvgPool2d(output_size=1))
    if len(shape) == 3:
        graph = _followed(graph, Flatten())
    graph = _followed(graph, Linear(out_features=classes))
    return graph, graph.output


def _followed(graph: Graph, layer: Layer) -> Graph:
    return Graph((*graph.nodes, Node(free_name(graph, layer), layer, (graph.output,))))
