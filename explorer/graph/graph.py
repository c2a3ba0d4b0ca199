"""What a network is: layers by name, each reading the outputs of earlier ones."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cached_property

from explorer.errors import SpecError
from explorer.graph.layers.base import Layer
from explorer.graph.layers.incomplete import kind_of

INPUT = "input"
LONGEST_NAME = 80
NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*(\.[A-Za-z0-9_]+)*")


@dataclass(frozen=True, slots=True)
class Node:
    """A layer, its name, and the names of the nodes whose outputs it reads (``"input"``: the network's input).

    ``takes``: the inputs that code gives for it, channels or values, where they are not those that arrive.
    """

    name: str
    layer: Layer
    inputs: tuple[str, ...]
    takes: int | None = None

    def __post_init__(self) -> None:
        if not NAME.fullmatch(self.name) or self.name == INPUT or len(self.name) > LONGEST_NAME:
            raise SpecError("{name!r} cannot be the name of a layer. Use letters, digits, _ and dots, {most} at most.",
                            name=self.name, most=LONGEST_NAME)
        count = len(self.inputs)
        if self.layer.several_inputs and count < 2:
            raise SpecError("{layer} merges at least two inputs, but has {count}. Choose what it merges.",
                            layer=self.name, count=count)
        if not self.layer.several_inputs and count != 1:
            raise SpecError("{layer} reads one input, but has {count}.", layer=self.name, count=count)


@dataclass(frozen=True)
class Graph:
    """Nodes in an order in which each comes after what it reads; the last one is the output.

    Raises:
        SpecError: a name stands twice, or a node reads one that does not come before it.
    """

    nodes: tuple[Node, ...] = ()

    def __post_init__(self) -> None:
        known = {INPUT}
        for node in self.nodes:
            if node.name in known:
                raise SpecError("Two layers are called {name!r}. Give one of them another name.", name=node.name)
            for source in node.inputs:
                if source not in known:
                    raise SpecError("{layer} reads {source!r}, which does not come before it.",
                                    layer=node.name, source=source)
            known.add(node.name)

    @classmethod
    def chain(cls, *layers: Layer) -> Graph:
        """Return the network in which each layer reads the one before, named conv1, relu1, pool1, ..., fc1."""
        names = list(auto_names(layers))
        return cls(tuple(Node(name, layer, (source,))
                         for name, layer, source in zip(names, layers, [INPUT, *names], strict=False)))

    def __len__(self) -> int:
        return len(self.nodes)

    def __iter__(self) -> Iterator[Node]:
        return iter(self.nodes)

    def __contains__(self, name: object) -> bool:
        return name in self.places

    def __getitem__(self, name: str) -> Node:
        return self.nodes[self.places[name]]

    @cached_property
    def places(self) -> dict[str, int]:
        """Map names to places in the order."""
        return {node.name: place for place, node in enumerate(self.nodes)}

    @cached_property
    def readers(self) -> dict[str, tuple[str, ...]]:
        """Map each name, and ``"input"``, to the names of the nodes that read it."""
        found: dict[str, list[str]] = {INPUT: [], **{node.name: [] for node in self.nodes}}
        for node in self.nodes:
            for source in dict.fromkeys(node.inputs):
                found[source].append(node.name)
        return {name: tuple(readers) for name, readers in found.items()}

    @cached_property
    def cut_nodes(self) -> tuple[str, ...]:
        """Names of the nodes that no connection jumps over, in order: nothing behind one reads anything before it.

        Where each node is of use to the output, these are the nodes that all paths from the input to it go through.
        """
        found = []
        farthest = -1
        for place, name in enumerate([INPUT, *self.places], start=-1):
            if name != INPUT and farthest <= place:
                found.append(name)
            farthest = max([farthest, *(self.places[reader] for reader in self.readers[name])])
        return tuple(found)

    @property
    def output(self) -> str:
        """Name of the last node, or ``"input"`` of an empty network."""
        return self.nodes[-1].name if self.nodes else INPUT

    def up_to(self, name: str) -> Graph:
        """Return the part of the network that ``name`` needs, ``name`` last."""
        needed = {name}
        for node in reversed(self.nodes):
            if node.name in needed:
                needed.update(node.inputs)
        return Graph(tuple(node for node in self.nodes if node.name in needed))


def auto_names(layers: Iterable[Layer]) -> Iterator[str]:
    """Yield the names a chain gives its layers: what it is and a running number; flatten is numbered from 2 on."""
    seen: Counter[str] = Counter()
    for layer in layers:
        stem = kind_of(layer).stem
        seen[stem] += 1
        yield stem if stem == "flatten" and seen[stem] == 1 else f"{stem}{seen[stem]}"


def free_name(graph: Graph, layer: Layer) -> str:
    """Return the first automatic name that ``graph`` does not use yet."""
    names = auto_names(layer for _ in range(len(graph) + 1))
    return next(name for name in names if name not in graph)


def renamed(node: Node, old: str, new: str) -> Node:
    """Return ``node`` reading ``new`` wherever it read ``old``."""
    return replace(node, inputs=tuple(new if source == old else source for source in node.inputs))
