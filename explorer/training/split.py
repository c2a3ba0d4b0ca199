"""A network cut in two where the frozen part ends, so that only the rest has to be computed again and again."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from torch import nn

from explorer.graph import INPUT, Dropout, Graph
from explorer.graph.graph import renamed
from explorer.networks.torch_graph.assembly import assemble
from explorer.training.network.start import Start


@dataclass(frozen=True, slots=True, eq=False)
class Split:
    """The two halves, which share their modules with the whole."""

    stem: nn.Module | None
    """Frozen, always in eval mode; None: everything learns."""
    tail: nn.Module
    """Takes what the stem puts out."""
    learning: tuple[str, ...]
    """Layers with weights that learn."""
    resting: tuple[str, ...]
    """Frozen layers of the tail, between or behind those that learn."""

    def set_to_learn(self) -> None:
        """Put the tail into training mode, but for its frozen layers: batch norm and dropout stay as in use."""
        self.tail.train()
        for name in self.resting:
            self.tail.get_submodule(name).eval()

    def set_to_use(self) -> None:
        """Put the tail into eval mode."""
        self.tail.eval()


def split(begun: Start, frozen: frozenset[str]) -> Split:
    """Return ``begun`` cut behind its last layer before which nothing learns, and its gradients switched accordingly.

    Dropout at the cut belongs to the part that learns.
    """
    learning = tuple(row.name for row in begun.report if row.params and row.name not in frozen)
    for name in begun.graph.places:
        begun.module.get_submodule(name).requires_grad_(name in learning)
    cut = _cut(begun.graph, learning)
    if cut is None:
        return Split(None, begun.module, learning, tuple(frozen))
    modules = {name: begun.module.get_submodule(name) for name in begun.graph.places}
    front = begun.graph.up_to(cut)
    rest = Graph(tuple(renamed(node, cut, INPUT) for node in begun.graph if node.name not in front))
    resting = tuple(node.name for node in rest if node.name in frozen
                    and not (isinstance(node.layer, Dropout) and node.inputs == (INPUT,)))
    return Split(assemble(front, modules).eval(), assemble(rest, modules), learning, resting)


def _cut(graph: Graph, learning: tuple[str, ...]) -> str | None:
    """Return the last layer before all learning ones that alone hands on what comes before it."""
    first = min(graph.places[name] for name in learning)
    cut = None
    for name in _narrow(graph):
        if graph.places[name] >= first:
            break
        if not isinstance(graph[name].layer, Dropout):
            cut = name
    return cut


def _narrow(graph: Graph) -> Iterator[str]:
    """Yield the layers that no connection jumps over."""
    reach = max((graph.places[reader] for reader in graph.readers[INPUT]), default=-1)
    for place, node in enumerate(graph):
        if reach <= place:
            yield node.name
        reach = max([reach, *(graph.places[reader] for reader in graph.readers[node.name])])
