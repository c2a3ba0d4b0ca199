"""The stack a reader builds on *Build a stack*, and the layer that is selected.

The link holds ``stack`` (layers), ``input`` (shape), ``layer`` and ``with`` (what it is compared with); whatever is
wrong in it is named, and the nearest stack is shown.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from explorer.errors import Message, SpecError
from explorer.graph import INPUT, PRESETS, Graph, Shape, Stack, read_text, shape_from_text, shape_to_text, to_text
from pages.build_stack.beside import read_beside
from pages.ui.state.page_state import Codec, PageState

FIRST = "lenet5"
DEPTH = 100
"""How many changes can be taken back."""


@dataclass(frozen=True, slots=True)
class Build:
    """A stack, the shape of its input, the layer that has the controls, and what the stack is compared with."""

    graph: Graph
    input_shape: Shape
    layer: str = INPUT
    beside: str = ""
    """What it is compared with, see `beside`; empty: nothing."""

    @property
    def selected(self) -> str:
        """Return the name of the selected layer; ``"input"`` for the input, and for a layer that is gone."""
        return self.layer if self.layer in self.graph else INPUT

    @property
    def stack(self) -> Stack:
        """Return it as a network."""
        return Stack(self.graph, self.input_shape)


class BuildCodec(Codec[Build]):
    """How that stands in a link."""

    names = ("stack", "input", "layer", "with")

    def read(self, link: Mapping[str, str], first: Build) -> tuple[Build, tuple[Message, ...]]:
        """Return the stack nearest to a link, and what is wrong with it."""
        graph, problems = read_text(link["stack"]) if "stack" in link else (first.graph, [])
        shape = first.input_shape
        try:
            shape = shape_from_text(link["input"]) if link.get("input") else shape
        except SpecError as error:
            problems = [*problems, error.message]
        layer = link.get("layer", "")
        beside, more = read_beside(link.get("with", ""))
        return (Build(graph, shape, layer if layer in (INPUT, *graph.places) else first_layer(graph), beside),
                (*problems, *more))

    def write(self, value: Build) -> dict[str, str]:
        """Return the link of a stack."""
        link = {"stack": to_text(value.graph), "input": shape_to_text(value.input_shape), "layer": value.selected}
        return link | ({"with": value.beside} if value.beside else {})


state = PageState("bs", BuildCodec(), undo=DEPTH, apart=("layer", "beside"))


def first_build() -> Build:
    """Return what the page opens with."""
    preset = PRESETS[FIRST]
    return Build(preset.graph, preset.input_shape, first_layer(preset.graph))


def first_layer(graph: Graph) -> str:
    """Return the layer to open a network with: the second convolution, which has more to show than the first."""
    convolutions = [node.name for node in graph if node.layer.family == "convolution"]
    return next(iter(convolutions[1:2] or convolutions), graph.nodes[0].name if graph.nodes else INPUT)


def put(graph: Graph, input_shape: Shape | None = None, *, select_name: str | None = None,
        step: str | None = None) -> None:
    """Make ``graph`` the stack; changes of one ``step`` are taken back together."""
    now = state.now
    state.put(replace(now, graph=graph, input_shape=input_shape or now.input_shape, layer=select_name or now.layer),
              step=step)


def select(name: str) -> None:
    """Select a layer; a link that was wrong stays in the address."""
    state.settle(replace(state.now, layer=name))
