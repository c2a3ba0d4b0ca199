"""What a ready-made network carries, and the nodes it is put together from."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

from explorer.errors import Message
from explorer.graph.graph import INPUT, Graph, Node
from explorer.graph.layers.base import Layer
from explorer.graph.layers.basic import Dropout, Flatten, Linear, ReLU
from explorer.graph.shapes import Shape


@dataclass(frozen=True)
class Preset:
    """A known network. ``title`` is English; ``source``: the paper or code it follows; ``note``: what to look at.

    ``group``: what it is besides a classifier, in English: a block of one, or a network with another kind of output.

    ``draw`` makes the graph, which happens once, when it is first asked for.
    """

    title: str
    draw: Callable[[], Graph]
    input_shape: Shape
    source: str
    note: Message
    group: str = ""

    @cached_property
    def graph(self) -> Graph:
        """Return the network."""
        return self.draw()


class Presets(dict[str, Preset]):
    """Presets by name: classifiers, simple ones first, then blocks, then networks with other outputs."""

    def title(self, name: str) -> str:
        """Return how a preset is called in a list."""
        return self[name].title


class Sketch:
    """A network being drawn; layers read the one put down last unless told otherwise."""

    def __init__(self) -> None:
        self.nodes: list[Node] = []

    @property
    def last(self) -> str:
        """Name of the node put down last."""
        return self.nodes[-1].name if self.nodes else INPUT

    def add(self, name: str, layer: Layer, *inputs: str) -> str:
        """Put a layer down and return its name."""
        self.nodes.append(Node(name, layer, inputs or (self.last,)))
        return name

    def classify(self) -> None:
        """Put down how AlexNet and VGG end: all values in a row, and three linear layers for 1,000 classes."""
        self.add("flatten", Flatten())
        for place in (6, 7):
            self.add(f"fc{place}", Linear(out_features=4096))
            self.add(f"relu{place}", ReLU())
            self.add(f"drop{place}", Dropout())
        self.add("fc8", Linear(out_features=1000))

    def graph(self) -> Graph:
        """Return the finished network."""
        return Graph(tuple(self.nodes))
