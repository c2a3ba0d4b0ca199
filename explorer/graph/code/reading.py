"""From pasted code to a network: which of its modules is meant, for which pictures, and what does not fit."""

from __future__ import annotations

import ast
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from typing import Any

from explorer.errors import N_, Message, SpecError, TextError
from explorer.graph.code.builder import Builder
from explorer.graph.code.following import NOWHERE_NODE
from explorer.graph.code.foreign import Known, preset
from explorer.graph.code.libraries import START, canonical
from explorer.graph.code.reader import CodeReader
from explorer.graph.code.source import plain, tree_of
from explorer.graph.code.values import (
    MODULES,
    Call,
    Container,
    Foreign,
    Function,
    Instance,
    Leaf,
    Part,
    Place,
    Scope,
    Stated,
    Tensor,
    UserClass,
)
from explorer.graph.graph import INPUT, Graph
from explorer.graph.layers.unread import Unread
from explorer.graph.report import Report, analyse
from explorer.graph.shapes import Shape

SIDES = {1: (28, 32, 64, 224, 128, 48), 3: (32, 224, 64, 28, 128, 150, 256, 96, 227, 299, 48, 512)}
"""Sides of square pictures that are tried for 1 and 3 channels where the code does not say, px."""
USUAL = {"num_classes": 10, "n_classes": 10, "classes": 10, "output_dim": 10, "out_features": 10, "in_channels": 3,
         "input_channels": 3, "in_ch": 3, "channels": 3, "dropout": 0.5, "p": 0.5, "num_channels": 3,
         "output_size": 10, "output_shape": 10, "input_shape": 3, "hidden_units": 10, "img_channels": 3}
"""What is taken for arguments of a class that nothing in the text constructs."""
NAMES = ("model", "net", "network", "cnn", "Model", "Net")


@dataclass(frozen=True)
class Code:
    """What was read.

    ``graph``: the network; nodes carry in ``takes`` the numbers of the text that do not fit. ``input_shape``: given by
    the text (``says_input``) or guessed so that most fits. ``places``: where each layer stands in the text.
    ``stated``: the numbers that the text gives and shapes decide. ``notes``: what a reader should know.
    """

    text: str
    graph: Graph
    input_shape: Shape
    says_input: bool = False
    places: Mapping[str, Place] = field(default_factory=dict)
    stated: Mapping[str, Stated] = field(default_factory=dict)
    notes: tuple[Message, ...] = ()

    @property
    def report(self) -> Report:
        """Return every number that follows; rows that cannot be computed say why."""
        return analyse(self.graph, self.input_shape, partial=True)


def from_code(text: str, input_shape: Shape | None = None) -> Graph:
    """Return the network that a text of PyTorch code describes; nothing of it is run.

    Args:
        text: code: an ``nn.Sequential``, a class of ``nn.Module``, or a script that makes one.
        input_shape: of one picture, channels first; None: as the text says, or one that fits.

    Raises:
        SpecError: no network is found; the message holds the line and the column.
    """
    return read_code(text, input_shape).graph


def read_code(text: str, input_shape: Shape | None = None, known: Known = preset) -> Code:
    """Return what a text of code describes, with the lines of its layers and what does not fit.

    ``known`` returns ready-made networks of torchvision by name, with the shape of their pictures.

    Raises:
        SpecError: no network is found; the message holds the line and the column.
    """
    tree = tree_of(text)
    try:
        found = _read(text, tree, input_shape, known)
        if input_shape is None and not found.says_input:
            found = _for_best_input(text, tree, found, known)
    except RecursionError:
        raise TextError("The text is nested too deeply to be read, or holds what no text holds. "
                        "Paste only the network.") from None
    return replace(found, graph=with_takes(found))


def with_takes(code: Code) -> Graph:
    """Return the network with those numbers of the text that differ from what arrives."""
    nodes = []
    for row in analyse(code.graph, code.input_shape, partial=True):
        stated = code.stated.get(row.name)
        wrong = stated and row.input_shape and stated.value != row.arrives
        nodes.append(replace(row.node, takes=stated.value) if stated and wrong else row.node)
    return Graph(tuple(nodes))


def _for_best_input(text: str, tree: ast.Module, first: Code, known: Known) -> Code:
    """Return the reading for the size of picture with which most numbers of the text fit."""
    channels = _channels(first)
    if any(type(node.layer).__name__.endswith("1d") for node in first.graph):
        shapes: list[Shape] = [(channels, side) for side in (128, 100, 784, 1000, 64)]
    elif any(type(node.layer).__name__.endswith("3d") for node in first.graph):
        shapes = [(channels, 16, side, side) for side in (64, 112, 32)]
    elif not any(node.layer.family in ("convolution", "pooling") for node in first.graph):
        shapes = _flat(first)
    else:
        shapes = [(channels, side, side) for side in SIDES.get(channels, SIDES[3])]
    best, least = first, None
    for shape in shapes:
        code = _read(text, tree, shape, known)
        wrong = _wrong(code)
        if least is None or wrong < least:
            best, least = code, wrong
        if wrong == 0:
            break
    return best


def _wrong(code: Code) -> int:
    graph = with_takes(code)
    rows = analyse(graph, code.input_shape, partial=True).rows
    broken = 4 * any(row.output_shape is None for row in rows)
    tiny = any(row.input_shape[1:] and max(row.input_shape[1:]) == 1 and row.layer.family == "convolution"
               and row.field is not None and row.field.size > 64 for row in rows)
    return 2 * sum(row.error is not None for row in rows) + broken + tiny


def _channels(code: Code) -> int:
    for name in code.graph.readers[INPUT]:
        stated = code.stated.get(name)
        if stated and stated.argument == "in_channels":
            return min(stated.value, 4096)
    return code.input_shape[0] if len(code.input_shape) > 1 else 3


def _flat(code: Code) -> list[Shape]:
    """Return the inputs that may be meant by a network of linear layers alone."""
    first = next((stated.value for stated in code.stated.values()), 784)
    side = round(first**0.5)
    flattens = any(node.layer.family == "reshape" for node in code.graph)
    third = round((first / 3)**0.5)
    if flattens and side * side == first:
        return [(1, side, side)]
    return [(3, third, third)] if flattens and 3 * third * third == first else [(first,)]


def _read(text: str, tree: ast.Module, shape: Shape | None, known: Known) -> Code:
    """Read the text once, with pictures of ``shape``."""
    builder = Builder(shape or (3, 32, 32))
    reader = CodeReader(plain(text), builder, known)
    scope = Scope({}, Scope(dict(START)))
    reader.run_top(tree.body, scope)
    model, given = _meant(reader, scope)
    said = _said_input(reader, model, given)
    if shape is None and said:
        builder.input_shape = said
    output: Any = model
    if not isinstance(model, Tensor):
        output = _passed(reader, model)
    if not isinstance(output, Tensor) or output.name == INPUT:
        raise _nothing(tree)
    graph = builder.graph(output.name)
    if len(graph) < len(builder.nodes) and isinstance(model, Instance):
        builder.note(N_("Layers whose output nothing reads were left out: {layers}."),
                     layers=", ".join(node.name for node in builder.nodes if node.name not in graph)[:200])
    return Code(text, graph, builder.input_shape or (3, 32, 32), said is not None,
                builder.places, {name: stated for name, stated in builder.stated.items() if name in graph},
                tuple(builder.notes))


def _passed(reader: CodeReader, model: Any) -> Any:
    """Return what the network makes of its input."""
    reader.builder.restart()
    reader.name_parts(model)
    found = reader.forward(model, Call(NOWHERE_NODE, (reader.builder.tensor(),)))
    if isinstance(found, dict):
        found = list(found.values())
    while isinstance(found, list | tuple) and found:
        found = next((part for part in found if isinstance(part, Tensor)), found[0])
    return found


def _meant(reader: CodeReader, scope: Scope) -> tuple[Any, Call | None]:
    """Return the module that the text is about, and how it was called last."""
    top = [(module, call) for module, call in reader.called if not isinstance(module, Leaf | Part)]
    if top and not isinstance(top[-1][0], Part):
        return top[-1]
    named = {name: value for name, value in scope.names.items()
             if isinstance(value, Container | Instance | Foreign | Leaf) and name != "_last_"}
    modules = [value for value in named.values() if not _is_list(value) and not _is_unread(value)]
    for name in NAMES:
        if name in named and not _is_list(named[name]):
            return named[name], None
    if modules:
        whole = [module for module in modules if not isinstance(module, Leaf)]
        return (whole or modules)[-1], None
    if isinstance(scope.names.get("_last_"), MODULES):
        return scope.names["_last_"], None
    made = _constructed(reader, scope)
    if made is None:
        raise _nothing(None)
    return made, None


def _is_list(value: Any) -> bool:
    return isinstance(value, Container) and value.kind != "Sequential"


def _is_unread(value: Any) -> bool:
    return isinstance(value, Leaf) and isinstance(value.made(None)[-1], Unread)


def _constructed(reader: CodeReader, scope: Scope) -> Any:
    """Construct the last class that is a module and that no other builds on, or call the last function."""
    classes = [value for value in scope.names.values() if isinstance(value, UserClass) and _is_module(value)]
    for kind in reversed(classes):
        with suppress(KeyError):
            kind.find("forward" if "torch" in kind.library_base() else "call")
            return reader.instance(kind, _usual_call(kind.members.get("__init__")))
    if classes:
        return reader.instance(classes[-1], _usual_call(classes[-1].members.get("__init__")))
    for function in reversed([value for value in scope.names.values() if isinstance(value, Function)]):
        with suppress(SpecError):
            made = reader.function(function, _usual_call(function, skip=0))
            if isinstance(made, MODULES) or (isinstance(made, Tensor) and made.name != INPUT):
                return made
    return None


def _is_module(kind: UserClass) -> bool:
    return canonical(kind.library_base()).startswith(("torch.nn.", "keras.", "pytorch_lightning.", "lightning.", "pl."))


def _usual_call(start: Any, skip: int = 1) -> Call:
    if not isinstance(start, Function):
        return Call(NOWHERE_NODE)
    taken = start.node.args
    needed = taken.args[skip:len(taken.args) - len(taken.defaults)] if taken.defaults else taken.args[skip:]
    return Call(start.node, (), {arg.arg: USUAL[arg.arg] for arg in needed if arg.arg in USUAL})


def _said_input(reader: CodeReader, model: Any, given: Call | None) -> Shape | None:
    """Return the shape of the pictures that the text gives to the network."""
    for tensor in given.tensors() if given else ():
        if tensor.name == INPUT and tensor.shape:
            return tensor.shape
    if isinstance(model, Foreign):
        return model.input_shape
    return reader.said_input


def _nothing(tree: ast.Module | None) -> TextError:
    last = tree.body[-1] if tree and tree.body else None
    return TextError("Line {line}, column {column}: no network was found. Paste a Sequential, or a class with __init__ "
                     "and forward.", line=getattr(last, "lineno", 1), column=getattr(last, "col_offset", 0) + 1)

