"""What is kept of a network that made history; what can be computed from its layers is."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Literal

from explorer.errors import Message, message
from explorer.graph import PRESETS, Graph, Report, Row, Shape, analyse, from_text

TableKind = Literal["layers", "stages", "inception", "flow"]
LEARNS = ("convolution", "linear")
_AS_IT_IS = "{paper}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Accuracy:
    """How good a network is, as somebody measured it. ``measured`` is English; shown through ``_()``."""

    error: float
    """%."""
    measured: str
    """What was counted, on which pictures, and how."""
    source: Message


def in_paper(paper: str) -> Message:
    """Return where a number stands, where a name says it all: the same in every language."""
    return Message(_AS_IT_IS, {"paper": paper})


def in_table(paper: str, number: int) -> Message:
    """Return where a number stands: in which table of a paper."""
    return message("{paper}, table {number}", paper=paper, number=number)


@dataclass(frozen=True, kw_only=True)
class Version:
    """One form of a network: as in its paper, in torchvision, or another of its sizes.

    ``title`` and ``differs`` are English; shown through ``_()``.
    """

    name: str
    """A preset, where ``text`` is empty."""
    title: str
    differs: str = ""
    """What is other than in the paper, or in the other versions."""
    torchvision: str = ""
    """The name under which its trained weights can be opened; empty: there are none."""
    text: str = ""
    """Its layers, where no preset has them."""
    shape: Shape = ()
    ends_with: str = "–"
    """What follows the last layer in the paper, where that is no layer here."""
    accuracies: tuple[Accuracy, ...] = ()

    @cached_property
    def graph(self) -> Graph:
        """Return its layers."""
        return from_text(self.text) if self.text else PRESETS[self.name].graph

    @property
    def input_shape(self) -> Shape:
        """Return the shape of the pictures it reads, without the batch."""
        return self.shape or PRESETS[self.name].input_shape

    @property
    def report(self) -> Report:
        """Return every number that follows from its layers."""
        return _report(self.graph, self.input_shape)


@dataclass(frozen=True, slots=True, kw_only=True)
class Milestone:
    """A network that made history. Texts are English; shown through ``_()``."""

    name: str
    title: str
    year: int
    paper: str
    idea: str
    """In two sentences."""
    new: tuple[str, ...]
    """What nobody had done so before."""
    augmentation: str
    """What it was trained on, and how its pictures were varied."""
    training: str
    """Optimiser, time, and tricks."""
    versions: tuple[Version, ...]
    table: TableKind
    opens: str = ""
    """Name of the version to begin with; empty: the first."""
    slip: str = ""
    """What a lecture's slide says otherwise."""

    @property
    def opened(self) -> Version:
        """Return the version to begin with."""
        return next((version for version in self.versions if version.name == self.opens), self.versions[0])

    def version(self, name: str) -> Version:
        """Return the version called ``name``, or the one to begin with."""
        return next((version for version in self.versions if version.name == name), self.opened)


@lru_cache(maxsize=64)
def _report(graph: Graph, shape: Shape) -> Report:
    return analyse(graph, shape)


def depth(graph: Graph) -> int:
    """Return how many layers with weights, convolutions and linear ones, lie on the longest path through a network."""
    longest: dict[str, int] = {}
    for node in graph:
        before = max((longest.get(name, 0) for name in node.inputs), default=0)
        longest[node.name] = before + (node.layer.family in LEARNS)
    return max(longest.values(), default=0)


def last_maps(report: Report) -> Row:
    """Return the last layer whose output still has places, before pooling, flattening or a window over all of it.

    What one of its units sees of the picture is called the field of a network.
    """
    rows = [row for row in report if row.output_shape and len(row.output_shape) == 3 and row.output_shape[1] > 1
            and row.local_field is not None and not type(row.layer).__name__.startswith("Adaptive")]
    return rows[-1]


def linear_share(report: Report) -> float:
    """Return which share of the learned values lies in linear layers, 0 to 1."""
    return sum(row.params for row in report if row.layer.family == "linear") / report.params
