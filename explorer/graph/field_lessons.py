"""Stacks side by side that show what makes a unit see more, and what it costs."""

from __future__ import annotations

from dataclasses import dataclass, replace

from explorer.errors import N_, Message, message
from explorer.graph.graph import INPUT, Graph, Node
from explorer.graph.layers.base import Layer
from explorer.graph.layers.codes import Conv2d, ReLU
from explorer.graph.report import Report, Row
from explorer.graph.text import shape_to_text, to_text

INPUT_SHAPE = (3, 64, 64)
CHANNELS = 16


@dataclass(frozen=True, slots=True)
class Variant:
    """One of the stacks. English; shown through ``_()``."""

    title: str
    graph: Graph

    @property
    def name(self) -> str:
        """Name of the stack as a network."""
        return f"stack/{shape_to_text(INPUT_SHAPE)}/{to_text(self.graph)}"


@dataclass(frozen=True, slots=True)
class Comparison:
    """Stacks that differ in one thing, and what to look for."""

    title: str
    says: Message
    variants: tuple[Variant, ...]


def _window(kernel_size: int = 3, *, stride: int = 1, dilation: int = 1) -> Conv2d:
    """Return a convolution that keeps the side where its stride is 1."""
    return Conv2d(out_channels=CHANNELS, kernel_size=kernel_size, stride=stride, dilation=dilation,
                  padding=dilation * (kernel_size - 1) // 2)


def _stack(*convolutions: Conv2d) -> Graph:
    """Return convolutions with a ReLU each, behind one that makes channels.

    The one in front has a window of 1 px, so it adds nothing to the field, and all others read as many channels as they
    make.
    """
    layers: list[Layer] = []
    for convolution in (_window(1), *convolutions):
        layers += [convolution, ReLU()]
    return Graph.chain(*layers)


COMPARISONS = (
    Comparison(
        N_("Three 3 × 3 against one 7 × 7"),
        message("The same field of 7 px. For C channels, three small kernels learn 27 C² weights and bend three times "
                "with their ReLUs; the large one learns 49 C² and bends once. VGG is built on this."),
        (Variant(N_("Three 3 × 3"), _stack(*[_window()] * 3)), Variant(N_("One 7 × 7"), _stack(_window(7))))),
    Comparison(
        N_("Stride against dilation"),
        message("Four 3 × 3 kernels each, with as many weights. Strides and dilations make them see 31 px, not 9. "
                "Strides shrink the map, which saves operations and loses places; dilation keeps every place and costs "
                "as much as before."),
        (Variant(N_("Plain"), _stack(*[_window()] * 4)), Variant(N_("Stride 2"), _stack(*[_window(stride=2)] * 4)),
         Variant(N_("Dilation 1, 2, 4, 8"), _stack(*(_window(dilation=2**power) for power in range(4)))))),
)


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
