"""A classifier with its linear layers turned into convolutions: the same weights, for pictures of any larger size."""

from __future__ import annotations

from collections.abc import Iterator

from explorer.errors import SpecError
from explorer.graph.graph import INPUT, Graph, Node
from explorer.graph.layers.basic import Flatten, Linear
from explorer.graph.layers.convolution import Conv2d
from explorer.graph.layers.pooling import AdaptiveAvgPool2d, AvgPool2d
from explorer.graph.report import Row, analyse
from explorer.graph.shapes import Shape


def convolved(graph: Graph, input_shape: Shape) -> Graph:
    """Return ``graph`` with each linear layer as a convolution of the same name and the same number of weights.

    The first linear layer behind maps of ``h x w`` becomes an ``h x w`` convolution, the others 1 x 1; flatten goes.
    A global average pooling over ``h x w`` becomes an average pooling with such a window and stride 1. On a picture of
    ``input_shape`` the result is what it was, ``(K, 1, 1)``; on a larger one, a map of scores.

    Args:
        graph: a classifier of pictures.
        input_shape: ``(C, H, W)`` for which its linear layers are made.

    Raises:
        SpecError: it does not end in linear layers that can be turned, such as one that reads rows of maps.

    Source:
        Sermanet et al. (2014), OverFeat, arXiv:1312.6229, section 3.5; Long et al. (2015), arXiv:1411.4038.
    """
    report = analyse(graph, input_shape)
    if not any(isinstance(node.layer, Linear) for node in graph):
        raise SpecError("{network} has no linear layer that could become a convolution.", network=graph.output)
    return Graph(tuple(_nodes(graph, {row.name: row for row in report})))


def _nodes(graph: Graph, rows: dict[str, Row]) -> Iterator[Node]:
    stands_for: dict[str, str] = {INPUT: INPUT}
    maps: dict[str, tuple[int, ...]] = {}  # sides of what was flattened
    for node in graph:
        row, source = rows[node.name], stands_for[node.inputs[0]]
        stands_for[node.name] = node.name
        maps[node.name] = (1, 1) if isinstance(node.layer, Linear) else maps.get(node.inputs[0], ())
        side = row.input_shape[1:]
        if isinstance(node.layer, Linear):
            window = maps.get(node.inputs[0], ())
            if len(row.input_shape) != 1 or not window:
                raise SpecError("{layer} does not read maps that were flattened, so it is no convolution.",
                                layer=node.name)
            yield Node(node.name, Conv2d(out_channels=node.layer.out_features, kernel_size=_one(window),
                                         bias=node.layer.bias), (source,))
        elif isinstance(node.layer, Flatten):
            stands_for[node.name], maps[node.name] = source, maps[node.name] or side
        elif isinstance(node.layer, AdaptiveAvgPool2d):
            if row.output_shape == row.input_shape:
                stands_for[node.name] = source  # it leaves its own size as it is
            else:
                yield Node(node.name, _sliding(node, row), (source,))
        else:
            yield Node(node.name, node.layer, tuple(stands_for[name] for name in node.inputs))


def _sliding(node: Node, row: Row) -> AvgPool2d:
    """Return the pooling that does at each place what an adaptive one does on its own size."""
    assert row.output_shape  # the network has been analysed
    if row.output_shape[1:] != (1, 1):
        raise SpecError("{layer} divides its maps into windows of its own, which cannot slide.", layer=node.name)
    return AvgPool2d(kernel_size=_one(row.input_shape[1:]), stride=1)


def _one(sides: tuple[int, ...]) -> int | tuple[int, ...]:
    return sides[0] if len(set(sides)) == 1 else sides
