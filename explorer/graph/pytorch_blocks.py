"""A network as PyTorch in which blocks that repeat are written once: one class per kind of block, and loops over it."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import count

from explorer.errors import Message, message
from explorer.graph.blocks import blocks
from explorer.graph.graph import INPUT, Graph, Node, auto_names
from explorer.graph.layers.basic import Add, Concat
from explorer.graph.layers.special import LayerNorm2d, LayerScale
from explorer.graph.pytorch import (
    attribute_names,
    call_source,
    check_written,
    module_source,
    to_pytorch,
    variables_of,
)
from explorer.graph.pytorch_sequential import is_chain, repeated, to_sequential
from explorer.graph.report import Report, analyse
from explorer.graph.shapes import Shape, shape_text

NUMBER = re.compile(r"(?<![\w.\-])\d+(?![\w.])")
FIRST = "x"


@dataclass(frozen=True)
class WrittenPart:
    """Layers with one way in and one way out, as a graph of their own, and the modules that they take."""

    graph: Graph
    modules: tuple[str, ...]
    numbers: tuple[int, ...]
    is_plain: bool
    channels: tuple[int, int]
    shape: Shape

    @property
    def form(self) -> tuple[object, ...]:
        """Return what pieces of one kind share: all but the numbers."""
        wiring = tuple((node.name, type(node.layer), node.inputs) for node in self.graph)
        return wiring, tuple(NUMBER.sub("#", module) for module in self.modules)


@dataclass(frozen=True)
class BlockClass:
    """A class of the source: its name, the piece that it is written after, and its parameters by place of number."""

    name: str
    piece: WrittenPart
    parameters: dict[int, str]

    def made(self, piece: WrittenPart) -> str:
        """Return the expression that makes a piece of this kind."""
        values = {name: piece.numbers[place] for place, name in reversed(self.parameters.items())}
        ordered = dict.fromkeys(self.parameters.values())
        return f"{self.name}({', '.join(str(values[name]) for name in ordered)})"


def to_short_pytorch(graph: Graph, input_shape: Shape, *, say: Callable[[Message], str] = str) -> str:
    """Return the shortest source of a network; shapes stand behind its layers.

    A chain is an ``nn.Sequential``, a network with blocks that repeat one of layers and blocks, and any other a class.
    ``say`` returns the sentence above it as text; by default in English.

    Raises:
        SpecError: a step is not read here, so that nothing can be written for it.
        ShapeError: the network cannot be computed for ``input_shape``.
    """
    report = analyse(graph, input_shape)
    check_written(report)
    if is_chain(graph):
        return to_sequential(graph, input_shape, say=say)
    pieces = [piece for block in blocks(report) for part in block.parts or (block,) for piece in
              _pieces(report, part.layers, is_plain=part.is_plain)]
    kinds = _kinds(pieces)
    if len(kinds) == sum(not piece.is_plain for piece in pieces):
        return to_pytorch(graph, input_shape, say=say)  # nothing repeats
    about = say(message("Input: N × {shape}. Parameters: {params:,}.", shape=shape_text(report.input_shape),
                        params=report.params))
    lines = ["import torch", "from torch import nn", ""]
    for kind in kinds.values():
        lines += ["", *_class(kind), ""]
    lines += ["", f"# {about}", "model = nn.Sequential(", *_body(pieces, kinds), ")", "",
              'if __name__ == "__main__":',
              f"    print(model.eval()(torch.zeros(1, {', '.join(map(str, input_shape))})).shape)", ""]
    return "\n".join(lines)


def _pieces(report: Report, names: Sequence[str], *, is_plain: bool) -> Iterator[WrittenPart]:
    """Return a plain part layer by layer, a block as a whole."""
    inline = is_plain and not any(report[name].layer.several_inputs or isinstance(
        report[name].layer, LayerNorm2d | LayerScale) for name in names)
    for part in [[name] for name in names] if inline else [list(names)]:
        inner = _apart(report, part)
        rows = [report[name] for name in part if not report[name].layer.several_inputs]
        modules = tuple(module_source(row.layer, row.input_shape) for row in rows)
        numbers = tuple(int(number) for module in modules for number in NUMBER.findall(module))
        first, last = report[part[0]], report[part[-1]]
        shape = last.output_shape or (1,)
        yield WrittenPart(inner, modules, numbers, inline, (first.input_shape[0], shape[0]), shape)


def _apart(report: Report, names: Sequence[str]) -> Graph:
    """Return layers as a network of their own, under the names that they have inside their part."""
    parts = [name.split(".") for name in names]
    shared = 0
    while all(len(part) > shared + 1 and part[shared] == parts[0][shared] for part in parts):
        shared += 1
    automatic = auto_names(report[name].layer for name in names)
    labels = [".".join(part[shared:]) if shared else auto for part, auto in zip(parts, automatic, strict=True)]
    labels = [label if label[0].isalpha() else f"step{label}" for label in labels]
    new = dict(zip(names, labels, strict=True))
    return Graph(tuple(Node(new[name], report[name].layer,
                            tuple(new.get(source, INPUT) for source in report[name].node.inputs)) for name in names))


def _kinds(pieces: Sequence[WrittenPart]) -> dict[tuple[object, ...], BlockClass]:
    """Return a class for each kind of block, in order."""
    forms: dict[tuple[object, ...], list[WrittenPart]] = {}
    for piece in pieces:
        if not piece.is_plain:
            forms.setdefault(piece.form, []).append(piece)
    found: dict[tuple[object, ...], BlockClass] = {}
    for form, alike in forms.items():
        layers = [node.layer for node in alike[0].graph]
        stem = "Residual" if any(isinstance(layer, Add) for layer in layers) else (
            "Branches" if any(isinstance(layer, Concat) for layer in layers) else "Steps")
        taken = {kind.name for kind in found.values()}
        name = next(label for use in count(1) if (label := stem if use == 1 else f"{stem}{use}") not in taken)
        found[form] = BlockClass(name, alike[0], _parameters(alike))
    return found


def _parameters(alike: Sequence[WrittenPart]) -> dict[int, str]:
    """Return the numbers that differ between pieces of one kind, by place, with a name for each course of values."""
    courses = list(zip(*(piece.numbers for piece in alike), strict=True))
    names: dict[tuple[int, ...], str] = {}
    ends = [tuple(piece.channels[side] for piece in alike) for side in (0, 1)]
    words = list(_words(alike[0]))
    for place, course in enumerate(courses):
        if len(set(course)) == 1 or course in names:
            continue
        known = {ends[1]: "out_channels", ends[0]: "in_channels"}
        wanted = known.get(course, words[place])
        if ends[0] == ends[1] == course:
            wanted = "channels"
        labels = (wanted if use == 1 else f"{wanted}{use}" for use in count(1))
        names[course] = next(label for label in labels if label not in names.values())
    return {place: names[course] for place, course in enumerate(courses) if course in names}


def _words(piece: WrittenPart) -> Iterator[str]:
    """Yield a name for each number of a piece: its keyword, else the layer's name."""
    attributes = attribute_names(piece.graph)
    nodes = [node for node in piece.graph if not node.layer.several_inputs]
    for node, module in zip(nodes, piece.modules, strict=True):
        for found in NUMBER.finditer(module):
            keyword = re.search(r"(\w+)=\(?[\d, ]*$", module[:found.start()])
            yield keyword[1] if keyword else f"{attributes[node.name].removesuffix('_conv')}_channels"


def _class(kind: BlockClass) -> Iterator[str]:
    graph = kind.piece.graph
    attributes = attribute_names(graph)
    arguments = ["self", *(f"{name}: int" for name in dict.fromkeys(kind.parameters.values()))]
    yield f"class {kind.name}(nn.Module):"
    yield from textwrap.wrap(f"    def __init__({', '.join(arguments)}) -> None:", 110,
                             subsequent_indent=" " * len("    def __init__("))
    yield "        super().__init__()"
    place = count()
    nodes = [node for node in graph if not node.layer.several_inputs]
    for node, module in zip(nodes, kind.piece.modules, strict=True):
        written = NUMBER.sub(lambda found: kind.parameters.get(next(place), found[0]), module)
        yield f"        self.{attributes[node.name]} = {written}"
    yield ""
    yield "    def forward(self, x: torch.Tensor) -> torch.Tensor:"
    variables = {INPUT: FIRST}
    for variable, node in zip(variables_of(graph, attributes), graph, strict=True):
        sources = [variables[source] for source in node.inputs]
        variables[node.name] = variable
        yield f"        {variable} = {call_source(node.layer, attributes[node.name], sources)}"
    yield f"        return {variables[graph.output]}"


def _body(pieces: Sequence[WrittenPart], kinds: dict[tuple[object, ...], BlockClass]) -> Iterator[str]:
    """Yield the layers and blocks of the whole network, what repeats in a loop."""
    made = [piece.modules[0] if piece.is_plain else kinds[piece.form].made(piece) for piece in pieces]
    shapes = [shape_text(piece.shape) for piece in pieces]
    width = max(map(len, made), default=0) + 1
    place = 0
    while place < len(made):
        period, times = repeated(made, place, least_saved=1)
        if times == 1:
            yield f"    {made[place] + ',':<{width}}  # {shapes[place]}"
            place += 1
            continue
        inner = ", ".join(made[place:place + period])
        place += period * times
        loop = f"*[{inner} for _ in range({times})]," if period == 1 else \
            f"*[layer for _ in range({times}) for layer in ({inner})],"
        yield f"    {loop:<{width}}  # {shapes[place - 1]}"
