"""Puts down the nodes of a network while its code is read, each with the line that it comes from."""

from __future__ import annotations

import re
from collections import Counter

from explorer.errors import ExplorerError, Message, TextError, message
from explorer.graph.code.values import Place, PlacedNode, Stated, Tensor
from explorer.graph.graph import INPUT, LONGEST_NAME, NAME, Graph, Node
from explorer.graph.layers.base import Layer
from explorer.graph.layers.incomplete import kind_of
from explorer.graph.layers.unread import Unread
from explorer.graph.output_shapes import output_shape
from explorer.graph.shapes import Shape
from explorer.settings import settings


class Builder:
    """Nodes, their places in the text, the numbers that the text gives for them, and what is said about it.

    ``asked_shape``: of the pictures, where the caller gives it; ``inputs``: steps that stand for inputs of Keras, and
    the shapes that the text gives them.
    """

    def __init__(self, input_shape: Shape | None, asked_shape: Shape | None = None) -> None:
        self.input_shape = input_shape
        self.asked_shape = asked_shape
        self.inputs: dict[str, Shape | None] = {}
        self.nodes: list[Node] = []
        self.shapes: dict[str, Shape | None] = {INPUT: input_shape}
        self.places: dict[str, Place] = {}
        self.stated: dict[str, Stated] = {}
        self.wanted: dict[str, str] = {}
        self.notes: list[Message] = []
        self._counts: Counter[str] = Counter()

    def restart(self) -> None:
        """Forget the nodes; what is said stays."""
        self.nodes, self.shapes, self._counts = [], {INPUT: self.input_shape}, Counter()
        self.places, self.stated, self.wanted = {}, {}, {}

    def note(self, template: str, **values: object) -> None:
        """Say something once."""
        said = message(template, **values)
        if said not in self.notes:
            self.notes.append(said)

    def differs(self, template: str, **values: object) -> None:
        """Say something that holds in several places at the first of them."""
        if all(said.template != template for said in self.notes):
            self.notes.append(message(template, **values))

    def tensor(self, name: str = INPUT) -> Tensor:
        """Return the output of a node."""
        return Tensor(name, self.shapes[name])

    def put(self, name: str, layers: tuple[Layer, ...], inputs: list[Tensor], place: Place, *,
            stated: Stated | None = None, main: int = -1) -> Tensor:
        """Put layers down in a row, each but the ``main`` one under a longer name, and return what comes out.

        Raises:
            TextError: there are more than this server takes.
        """
        most = settings().layers
        sources = tuple(tensor.name for tensor in inputs)
        for step, layer in enumerate(layers):
            if len(self.nodes) >= most:
                raise TextError("Line {line}, column {column}: this is layer {count}; this server takes {most}. Paste "
                                "a part of the network.", line=place.line, column=place.column, count=most + 1,
                                most=most)
            named = step == main % len(layers)
            wanted = name if named or not name else f"{name}_{type(layer).__name__.lower()}"
            label = self._free(wanted, layer)
            self.wanted[label] = wanted
            self.nodes.append(Node(label, layer, sources))
            self.shapes[label] = self._shape(layer, sources)
            self.places[label] = place
            if stated and (len(layers) == 1 or kind_of(layer).family in ("convolution", "linear", "normalisation")):
                self.stated.setdefault(label, stated)
                stated = None
            sources = (label,)
        return self.tensor(sources[0])

    def steps(self, output: str) -> tuple[PlacedNode, ...]:
        """Return what ``output`` needs, to be put down again."""
        return tuple(PlacedNode(node, self.wanted[node.name], self.places[node.name], self.stated.get(node.name))
                     for node in Graph(tuple(self.nodes)).up_to(output))

    def graph(self, output: str) -> Graph:
        """Return the nodes that ``output`` needs."""
        return Graph(tuple(self.nodes)).up_to(output)

    def _shape(self, layer: Layer, sources: tuple[str, ...]) -> Shape | None:
        shapes = [self.shapes[source] for source in sources]
        known = tuple(shape for shape in shapes if shape is not None)
        try:
            return output_shape(layer, known) if len(known) == len(shapes) or isinstance(layer, Unread) else None
        except ExplorerError:
            return None

    def _free(self, wanted: str, layer: Layer) -> str:
        """Return the name in the code where it can be one and is free, else an automatic one: conv1, conv2."""
        if NAME.fullmatch(wanted) and len(wanted) <= LONGEST_NAME - 4 and wanted != INPUT:
            if wanted not in self.shapes:
                return wanted
            stem = re.sub(r"_\d+$", "", wanted) if re.sub(r"_\d+$", "", wanted) in self.shapes else wanted
            return next(name for name in (f"{stem}_{use}" for use in range(1, len(self.nodes) + 2))
                        if name not in self.shapes)
        stem = kind_of(layer).stem
        while True:
            self._counts[stem] += 1
            name = stem if stem == "flatten" and self._counts[stem] == 1 else f"{stem}{self._counts[stem]}"
            if name not in self.shapes:
                return name
