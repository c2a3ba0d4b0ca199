"""Branches: a skip over layers, a branch beside them, and two places of a network that are brought together."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from explorer.errors import ShapeError, SpecError
from explorer.graph.editing.several import Piece, check_count, piece_of
from explorer.graph.editing.single import Gap, put_in, rewire
from explorer.graph.graph import INPUT, Graph, Node, auto_names, renamed
from explorer.graph.layers.base import Layer
from explorer.graph.layers.basic import Add, BatchNorm, Concat, Linear
from explorer.graph.layers.codes import CODES
from explorer.graph.report import analyse
from explorer.graph.shapes import Shape, shape_text

MERGES: Mapping[str, type[Layer]] = {"add": Add, "cat": Concat}


def residual(graph: Graph, names: Collection[str], input_shape: Shape) -> tuple[Graph, str]:
    """Return the network with a skip over a piece of it, and the name of the addition.

    Where shapes differ, the skip is a 1 × 1 convolution, with batch norm if the piece has some. If the piece ends in an
    activation, the addition stands before it, as in a block of ResNet.

    Raises:
        SpecError: the layers are no piece; ShapeError: no 1 × 1 convolution makes the one shape of the other.
    """
    piece = _without_last_activation(graph, piece_of(graph, names))
    shapes = _shapes(graph, input_shape, piece.entry, piece.exit)
    norm = any(isinstance(node.layer, BatchNorm) for node in piece.nodes)
    branch = [] if shapes[0] == shapes[1] else projection(*shapes, norm=norm)
    return _beside(graph, piece, branch, Add())


def parallel(graph: Graph, names: Collection[str], input_shape: Shape, *, merge: str = "cat") -> tuple[Graph, str]:
    """Return the network with a branch beside a piece of it, and the name of the branch's first layer.

    The branch is a 1 × 1 convolution that reads what the piece reads. Both meet in a merge behind the piece; if one of
    that kind stands there already, it reads the new branch, too.

    Raises:
        SpecError: the layers are no piece; ShapeError: no 1 × 1 convolution gives the sides of the piece.
    """
    piece = piece_of(graph, names)
    branch = projection(*_shapes(graph, input_shape, piece.entry, piece.exit))
    readers = graph.readers[piece.exit]
    if len(readers) == 1 and type(graph[readers[0]].layer) is MERGES[merge]:
        nodes = _named(graph, branch, piece.entry)
        check_count(len(graph) + len(nodes))
        place = graph.places[piece.exit] + 1
        wider = Graph((*graph.nodes[:place], *nodes, *graph.nodes[place:]))
        return rewire(wider, readers[0], (*graph[readers[0]].inputs, nodes[-1].name)), nodes[0].name
    after, merged = _beside(graph, piece, branch, MERGES[merge]())
    return after, after.nodes[after.places[merged] - len(branch)].name


def join(graph: Graph, source: str, target: str, input_shape: Shape, *, merge: str = "add") -> tuple[Graph, str]:
    """Return the network in which the outputs of two layers are merged behind the later one, and the merge's name.

    What read that layer reads the merge. If it is a merge of the same kind itself, it reads ``source``, too. Where
    shapes do not fit, ``source`` goes through a 1 × 1 convolution first.

    Raises:
        SpecError: both are the same, or joined already; ShapeError: the shapes can never meet.
    """
    if target == INPUT or (source != INPUT and graph.places[source] > graph.places[target]
                           and target in graph.up_to(source)):
        source, target = target, source
    present = graph[target].inputs if target != INPUT else ()
    grows = target != INPUT and type(graph[target].layer) is MERGES[merge] and target not in _needed(graph, source)
    if source == target or (grows and source in present):
        raise SpecError("{source} and {target} are joined already. Choose two other layers.", source=source,
                        target=target)
    one, other = _shapes(graph, input_shape, source, target)
    branch = _adapter(one, other, merge)
    nodes = _named(graph, branch, source)
    end = nodes[-1].name if nodes else source
    check_count(len(graph) + len(nodes) + (not grows))
    if grows:
        return _sorted([*graph.nodes, *nodes], {target: (*present, end)}), target
    name = _free(graph, MERGES[merge](), nodes)
    later = [renamed(node, target, name) if node.name not in _needed(graph, source) else node for node in graph]
    place = graph.places[target] + 1
    merged = Node(name, MERGES[merge](), (target, end))
    return _sorted([*later[:place], *nodes, merged, *later[place:]]), name


def projection(before: Shape, after: Shape, *, norm: bool = False) -> list[Layer]:
    """Return the layers that make a shape of another: a 1 × 1 convolution with a stride, and batch norm; or a linear.

    Raises:
        ShapeError: no stride makes the one side of the other.
    """
    if len(after) == len(before) == 1:
        return [Linear(out_features=after[0]), *([CODES["bn1d"]()] if norm else [])]
    dims = len(after) - 1
    strides = tuple(_stride(one, other) for one, other in zip(before[1:], after[1:], strict=False))
    if len(before) != len(after) or 0 in strides:
        raise ShapeError("No 1 × 1 convolution makes {after} of {before}, so the two cannot be brought together. Give "
                         "the layers between them padding that keeps the side.", before=shape_text(before),
                         after=shape_text(after))
    ending = "" if dims == 2 else f"{dims}d"
    arguments: dict[str, Any] = {"out_channels": after[0], "kernel_size": 1, "stride": strides, "bias": not norm}
    return [CODES[f"conv{ending}"](**arguments), *([CODES[f"bn{ending}"]()] if norm else [])]


def _stride(before: int, after: int) -> int:
    """Return the smallest stride with which windows of 1 px make ``after`` places of ``before``, or 0."""
    found = range(1, before + 1)
    return next((stride for stride in found if (before - 1) // stride + 1 == after), 0)


def _adapter(one: Shape, other: Shape, merge: str) -> list[Layer]:
    if one == other or (merge == "cat" and one[1:] == other[1:]):
        return []
    return projection(one, (one[0], *other[1:]) if merge == "cat" else other)


def _without_last_activation(graph: Graph, piece: Piece) -> Piece:
    last = piece.nodes[-1]
    source = last.inputs[0]
    if last.layer.family != "activation" or len(piece.nodes) == 1 or graph.readers[source] != (last.name,):
        return piece
    return Piece(piece.nodes[:-1], piece.entry, source)


def _shapes(graph: Graph, input_shape: Shape, *names: str) -> list[Shape]:
    report = analyse(graph, input_shape, partial=True)
    found = []
    for name in names:
        shape = report.input_shape if name == INPUT else report[name].output_shape
        if shape is None:
            raise SpecError("The output of {layer} is not known yet. Mend what does not fit first.", layer=name)
        found.append(shape)
    return found


def _beside(graph: Graph, piece: Piece, branch: Sequence[Layer], merge: Layer) -> tuple[Graph, str]:
    check_count(len(graph) + len(branch) + 1)
    nodes = _named(graph, branch, piece.entry)
    name = _free(graph, merge, nodes)
    end = nodes[-1].name if nodes else piece.entry
    return put_in(graph, [*nodes, Node(name, merge, (piece.exit, end))], Gap(piece.exit)), name


def _named(graph: Graph, layers: Sequence[Layer], source: str) -> list[Node]:
    """Return nodes for a branch that reads ``source``."""
    nodes: list[Node] = []
    for layer in layers:
        nodes.append(Node(_free(graph, layer, nodes), layer, (nodes[-1].name if nodes else source,)))
    return nodes


def _free(graph: Graph, layer: Layer, others: Sequence[Node]) -> str:
    taken = {*graph.places, *(node.name for node in others)}
    return next(name for name in auto_names(layer for _ in range(len(taken) + 1)) if name not in taken)


def _needed(graph: Graph, name: str) -> Collection[str]:
    return graph.up_to(name).places if name != INPUT else ()


def _sorted(nodes: Sequence[Node], inputs: Mapping[str, tuple[str, ...]] | None = None) -> Graph:
    """Return the network of ``nodes``, each as early as its place and what it reads allow."""
    waiting = [Node(node.name, node.layer, (inputs or {}).get(node.name, node.inputs), node.takes) for node in nodes]
    known = {INPUT}
    ordered: list[Node] = []
    while waiting:
        ready = next(node for node in waiting if known.issuperset(node.inputs))
        waiting.remove(ready)
        known.add(ready.name)
        ordered.append(ready)
    return Graph(tuple(ordered))
