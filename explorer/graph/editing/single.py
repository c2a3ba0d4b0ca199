"""Changes of one layer."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

from explorer.errors import SpecError
from explorer.graph.graph import INPUT, Graph, Node, free_name, renamed
from explorer.graph.layers.base import Layer
from explorer.graph.shapes import Shape


@dataclass(frozen=True, slots=True)
class Gap:
    """A place in a network: right behind a layer, before one of those that read it; None: before all of them."""

    behind: str = INPUT
    before: str | None = None


def insert_after(graph: Graph, name: str, layer: Layer) -> tuple[Graph, str]:
    """Return the network with ``layer`` put between ``name`` and all that read it, and the new layer's name."""
    return insert_at(graph, Gap(name), layer)


def insert_at(graph: Graph, gap: Gap, layer: Layer) -> tuple[Graph, str]:
    """Return the network with ``layer`` put into a gap, and the new layer's name."""
    new = free_name(graph, layer)
    return put_in(graph, [Node(new, layer, sources_at(graph, gap, layer))], gap), new


def sources_at(graph: Graph, gap: Gap, layer: Layer) -> tuple[str, ...]:
    """Return what a layer reads in a gap: what it stands behind, and if it merges, what that reads."""
    name = gap.behind
    return (name, _other_source(graph, name)) if layer.several_inputs else (name,)


def put_in(graph: Graph, nodes: Sequence[Node], gap: Gap) -> Graph:
    """Return the network with ``nodes``, which read what comes before the gap; the last is read by what comes after.

    Raises:
        SpecError: there is no such gap.
    """
    if gap.before is not None and (gap.before not in graph or gap.behind not in graph[gap.before].inputs):
        raise SpecError("{before} does not read {behind}, so nothing fits between them.", before=gap.before,
                        behind=gap.behind)
    place = graph.places.get(gap.behind, -1) + 1
    last = nodes[-1].name
    later = tuple(renamed(node, gap.behind, last) if gap.before in (None, node.name) else node
                  for node in graph.nodes[place:])
    return Graph((*graph.nodes[:place], *nodes, *later))


def remove(graph: Graph, name: str) -> Graph:
    """Return the network without ``name``; what read it reads its first input instead.

    A merge that is left with one branch goes too.
    """
    return without(graph, {name})[0]


def without(graph: Graph, names: Collection[str]) -> tuple[Graph, dict[str, str]]:
    """Return the network without ``names``, and what is read instead of each layer that is gone."""
    instead: dict[str, str] = {}
    kept = []
    for node in graph:
        if node.name in names:
            instead[node.name] = instead.get(node.inputs[0], node.inputs[0])
            continue
        if instead.keys() & set(node.inputs):
            inputs = tuple(dict.fromkeys(instead.get(source, source) for source in node.inputs))
            if node.layer.several_inputs and len(inputs) == 1:
                instead[node.name] = inputs[0]
                continue
            node = replace(node, inputs=inputs)
        kept.append(node)
    return Graph(tuple(kept)), instead


def change(graph: Graph, name: str, layer: Layer) -> Graph:
    """Return the network with another layer under the same name."""
    return _with(graph, replace(graph[name], layer=layer))


def rewire(graph: Graph, name: str, inputs: tuple[str, ...]) -> Graph:
    """Return the network with ``name`` reading ``inputs``.

    Raises:
        SpecError: a source does not come before ``name``, or there are too few.
    """
    return _with(graph, replace(graph[name], inputs=inputs))


def duplicate(graph: Graph, name: str) -> tuple[Graph, str]:
    """Return the network with a copy of the layer right behind it, and the copy's name."""
    return insert_after(graph, name, graph[name].layer)


def can_move(graph: Graph, name: str, step: int) -> bool:
    """Say whether a layer can change places with its neighbour: only along a chain, not past a branch."""
    return _swapped(graph, name, step) is not None


def move(graph: Graph, name: str, step: int) -> Graph:
    """Return the network with ``name`` one place nearer to the output (``step`` 1) or to the input (-1).

    Raises:
        SpecError: its neighbour there is a branch or the end.
    """
    moved = _swapped(graph, name, step)
    if moved is None:
        raise SpecError("{layer} cannot move past a branch or an end. Move it along its chain only.", layer=name)
    return moved


def _swapped(graph: Graph, name: str, step: int) -> Graph | None:
    node = graph[name]
    if step < 0:
        source = node.inputs[0]
        return None if source == INPUT or node.layer.several_inputs else _swapped(graph, source, 1)
    after = graph.readers[name]
    if len(after) != 1 or node.layer.several_inputs or graph[after[0]].layer.several_inputs:
        return None
    follower = graph[after[0]]
    here, there = graph.places[name], graph.places[follower.name]
    nodes = list(graph.nodes)
    nodes[here], nodes[there] = replace(follower, inputs=node.inputs), replace(node, inputs=(follower.name,))
    nodes[there + 1:] = [renamed(other, follower.name, name) for other in nodes[there + 1:]]
    return Graph(tuple(nodes))


def _with(graph: Graph, node: Node) -> Graph:
    return Graph(tuple(node if other.name == node.name else other for other in graph))


def _other_source(graph: Graph, name: str) -> str:
    """Return an earlier node for a new merge to read besides ``name``: the one before it."""
    return graph[name].inputs[0] if name in graph else INPUT


@dataclass(frozen=True, slots=True)
class Stack:
    """A network and the shape of its input."""

    graph: Graph
    input_shape: Shape
