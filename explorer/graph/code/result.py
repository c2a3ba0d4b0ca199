"""What was read of a text of code."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from explorer.errors import Message
from explorer.graph.code.values import Place, Stated
from explorer.graph.graph import Graph
from explorer.graph.report import Report, analyse
from explorer.graph.shapes import Shape


@dataclass(frozen=True)
class Code:
    """What was read.

    ``graph``: the network; nodes carry in ``takes`` the numbers of the text that do not fit. ``input_shape``: given by
    the text (``says_input``) or guessed so that most fits. ``places``: where each layer stands in the text.
    ``stated``: the numbers that the text gives and shapes decide. ``notes``: what a reader should know. ``library``:
    in whose terms the text is written, ``"torch"`` or ``"keras"``; ``"printed"`` and ``"table"``: it is no code.
    """

    text: str
    graph: Graph
    input_shape: Shape
    says_input: bool = False
    places: Mapping[str, Place] = field(default_factory=dict)
    stated: Mapping[str, Stated] = field(default_factory=dict)
    notes: tuple[Message, ...] = ()
    library: str = "torch"

    @property
    def report(self) -> Report:
        """Return every number that follows; rows that cannot be computed say why."""
        return analyse(self.graph, self.input_shape, partial=True)


def with_takes(code: Code) -> Graph:
    """Return the network with those numbers of the text that differ from what arrives."""
    nodes = []
    for row in analyse(code.graph, code.input_shape, partial=True):
        stated = code.stated.get(row.name)
        wrong = stated and row.input_shape and stated.value != row.arrives
        nodes.append(replace(row.node, takes=stated.value) if stated and wrong else row.node)
    return Graph(tuple(nodes))
