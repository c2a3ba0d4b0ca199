"""Changes of several layers at once: copied, pasted, moved, repeated, taken away."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace

from explorer.errors import LimitError, SpecError
from explorer.graph.editing.single import Gap, put_in, sources_at, without
from explorer.graph.graph import INPUT, LONGEST_NAME, Graph, Node, auto_names
from explorer.graph.layers.base import Layer
from explorer.settings import settings


@dataclass(frozen=True, slots=True)
class Piece:
    """Layers, in the network's order, with one way in and one way out, as a chain has, or a block with its merge.

    ``entry``: what they read from outside; ``exit``: the one whose output is read outside.
    """

    nodes: tuple[Node, ...]
    entry: str
    exit: str

    @property
    def names(self) -> tuple[str, ...]:
        """Return the names of the layers."""
        return tuple(node.name for node in self.nodes)


def piece_of(graph: Graph, names: Collection[str]) -> Piece:
    """Return the piece of the network that ``names`` make.

    Raises:
        SpecError: nothing is chosen, or the layers lie apart: they have several ways in or out.
    """
    nodes = tuple(node for node in graph if node.name in names)
    if not nodes:
        raise SpecError("No layer is selected. Select one, or several that follow each other.")
    entries = {source for node in nodes for source in node.inputs if source not in names}
    exits = [node.name for node in nodes if _is_read_outside(graph, node.name, names)]
    if len(nodes) == 1 and len(entries) > 1:
        raise SpecError("{layer} is where branches meet. Select the branches with it.", layer=nodes[0].name)
    if len(entries) != 1 or exits != [nodes[-1].name]:
        raise SpecError("{first} to {last} have more than one way in or out. Select layers that follow each other, or "
                        "a block from where its branches part to where they meet.", first=nodes[0].name,
                        last=nodes[-1].name)
    return Piece(nodes, entries.pop(), exits[0])


def remove_all(graph: Graph, names: Collection[str]) -> Graph:
    """Return the network without ``names``; what read them reads what the first of them read."""
    return without(graph, names)[0]


def copy_of(graph: Graph, names: Collection[str]) -> Graph:
    """Return chosen layers as a network of their own; layers between them are left out as if they had been removed."""
    nearest: dict[str, str] = {INPUT: INPUT}
    nodes = []
    for node in graph:
        inputs = tuple(dict.fromkeys(nearest[source] for source in node.inputs))
        if node.name not in names:
            nearest[node.name] = inputs[0]
            continue
        if node.layer.several_inputs and len(inputs) == 1:
            inputs = (inputs[0], INPUT)
        nodes.append(Node(node.name, node.layer, inputs))
        nearest[node.name] = node.name
    return Graph(tuple(nodes))


def paste(graph: Graph, copied: Graph, gap: Gap) -> tuple[Graph, tuple[str, ...]]:
    """Return the network with copied layers in a gap, and the names that they got.

    Raises:
        SpecError: there are none, or they end in several branches.
        LimitError: the network would have more layers than this server takes.
    """
    if not copied.nodes:
        raise SpecError("No layers have been copied. Select some and copy them first.")
    loose = [node.name for node in copied.nodes[:-1] if not copied.readers[node.name]]
    if loose:
        raise SpecError("The copied layers end in several branches, one of them at {layer}. Copy the layer in which "
                        "the branches meet, too.", layer=loose[0])
    check_count(len(graph) + len(copied))
    nodes = _copies(copied, set(graph.places), gap.behind)
    first = nodes[0]
    if first.layer.several_inputs and set(first.inputs) == {gap.behind}:
        nodes[0] = replace(first, inputs=sources_at(graph, gap, first.layer))
    return put_in(graph, nodes, gap), tuple(node.name for node in nodes)


def move_to(graph: Graph, names: Collection[str], gap: Gap) -> Graph:
    """Return the network with a piece of it moved into a gap; it stays where it is if that is at its own edge.

    Raises:
        SpecError: the layers are no piece, or there is no such gap.
    """
    piece = piece_of(graph, names)
    stays = gap == Gap(piece.entry) and graph.readers[piece.entry] == piece.names[:1]
    if stays or gap.behind in piece.names or gap.before in piece.names:
        return graph
    rest, instead = without(graph, piece.names)
    behind = instead.get(gap.behind, gap.behind)
    return put_in(rest, _reading(piece, behind), Gap(behind, None if gap.before in instead else gap.before))


def move_by(graph: Graph, names: Collection[str], step: int) -> Graph:
    """Return the network with a piece one layer nearer to the output (``step`` 1) or to the input (-1).

    Raises:
        SpecError: the layers are no piece, or their neighbour there is a branch or an end.
    """
    piece = piece_of(graph, names)
    neighbour = piece.entry if step < 0 else next(iter(graph.readers[piece.exit]), INPUT)
    alone = neighbour != INPUT and not graph[neighbour].layer.several_inputs and len(
        graph.readers[piece.entry if step < 0 else piece.exit]) == 1
    if not alone:
        raise SpecError("{layer} cannot move past a branch or an end. Move it along its chain only.",
                        layer=piece.names[0] if step < 0 else piece.exit)
    return move_to(graph, names, Gap(graph[neighbour].inputs[0], neighbour) if step < 0 else Gap(neighbour))


def repeat(graph: Graph, names: Collection[str], times: int) -> tuple[Graph, tuple[str, ...]]:
    """Return the network in which a piece stands ``times`` times, one behind the other, and the names of all of them.

    Raises:
        SpecError: the layers are no piece, or ``times`` is below 1.
        LimitError: the network would have more layers than this server takes.
    """
    piece = piece_of(graph, names)
    if times < 1:
        raise SpecError("{times} times is not possible. Repeat layers once or more.", times=times)
    check_count(len(graph) + (times - 1) * len(piece.nodes))
    copied = copy_of(graph, piece.names)
    taken = set(graph.places)
    nodes: list[Node] = []
    for _ in range(times - 1):
        nodes += _copies(copied, taken, nodes[-1].name if nodes else piece.exit)
        taken.update(node.name for node in nodes)
    made = (*piece.names, *(node.name for node in nodes))
    return (put_in(graph, nodes, Gap(piece.exit)) if nodes else graph), made


def check_count(count: int) -> None:
    """Refuse a network of more layers than this server takes."""
    most = settings().layers
    if count > most:
        raise LimitError("The stack would have {count} layers; this server takes {most}.", count=count, most=most)


def fresh_names(names: Iterable[tuple[str, Layer]], taken: Collection[str]) -> dict[str, str]:
    """Map names of layers to names that are free: ``layer1.2.conv1`` for ``layer1.0.conv1``, else automatic ones."""
    known = list(names)
    prefix = _shared([name for name, _ in known])
    if prefix:
        new = _next_prefix(prefix, taken)
        found = {name: new + name.removeprefix(prefix) for name, _ in known}
        if max(map(len, found.values())) <= LONGEST_NAME:
            return found
    found = {}
    used = set(taken)
    for name, layer in known:
        automatic = auto_names(layer for _ in range(len(used) + 1))
        found[name] = next(one for one in automatic if one not in used)
        used.add(found[name])
    return found


def _is_read_outside(graph: Graph, name: str, names: Collection[str]) -> bool:
    readers = graph.readers[name]
    return not readers or any(reader not in names for reader in readers)


def _copies(copied: Graph, taken: Collection[str], behind: str) -> list[Node]:
    names = {INPUT: behind, **fresh_names(((node.name, node.layer) for node in copied), taken)}
    return [Node(names[node.name], node.layer, tuple(names[source] for source in node.inputs)) for node in copied]


def _reading(piece: Piece, behind: str) -> list[Node]:
    return [replace(node, inputs=tuple(behind if source == piece.entry else source for source in node.inputs))
            for node in piece.nodes]


def _shared(names: list[str]) -> str:
    """Return what all names begin with, up to a dot: ``layer1.0.``."""
    first, *others = [name.split(".")[:-1] for name in names]
    count = 0
    while count < len(first) and all(other[:count + 1] == first[:count + 1] for other in others):
        count += 1
    return "".join(f"{part}." for part in first[:count])


def _next_prefix(prefix: str, taken: Collection[str]) -> str:
    """Return a prefix that no name has: the next number where it ends in one, else with a number behind it."""
    stem, number = re.fullmatch(r"(.*?)(\d*)\.", prefix).groups()  # type: ignore[union-attr]
    alone = number and (not stem or stem.endswith("."))
    count = int(number) if alone else 1
    while True:
        count += 1
        new = f"{stem}{count}." if alone else f"{stem}{number}_{count}."
        if not any(name.startswith(new) for name in taken):
            return new
