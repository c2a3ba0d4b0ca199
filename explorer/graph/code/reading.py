"""From pasted code to a network: which of its modules is meant, for which pictures, and what does not fit."""

from __future__ import annotations

import ast
from contextlib import suppress
from dataclasses import replace
from typing import Any

from explorer.errors import N_, SpecError, TextError
from explorer.graph.code.builder import Builder
from explorer.graph.code.following import NOWHERE_NODE
from explorer.graph.code.foreign import Known, first_channels, preset
from explorer.graph.code.input_sizes import for_best_input
from explorer.graph.code.keras_models import filled_shape, functional, said_by
from explorer.graph.code.keras_notes import keras_notes
from explorer.graph.code.libraries import START, canonical
from explorer.graph.code.printed import printed_start, read_printed
from explorer.graph.code.reader import CodeReader
from explorer.graph.code.result import Code, with_takes
from explorer.graph.code.source import check_length, plain, tree_of
from explorer.graph.code.summaries import read_table
from explorer.graph.code.values import (
    MODULES,
    Call,
    Container,
    Foreign,
    Function,
    Functional,
    Instance,
    Leaf,
    Part,
    Scope,
    Tensor,
    UserClass,
)
from explorer.graph.graph import INPUT, Graph
from explorer.graph.layers.unread import Unread
from explorer.graph.shapes import Shape
from explorer.settings import settings

USUAL = {"num_classes": 10, "n_classes": 10, "classes": 10, "output_dim": 10, "out_features": 10, "in_channels": 3,
         "input_channels": 3, "in_ch": 3, "channels": 3, "dropout": 0.5, "p": 0.5, "num_channels": 3,
         "output_size": 10, "output_shape": 10, "input_shape": 3, "hidden_units": 10, "img_channels": 3}
"""What is taken for arguments of a class that nothing in the text constructs."""
NAMES = ("model", "net", "network", "cnn", "Model", "Net")


def from_code(text: str, input_shape: Shape | None = None) -> Graph:
    """Return the network that a text of PyTorch or Keras code describes; nothing of it is run.

    Args:
        text: code: a ``Sequential``, a class of ``nn.Module`` or ``keras.Model``, or a script that makes one.
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
    start = printed_start(text)
    if start is not None:
        return _printed(text, start, input_shape, known)
    if len(text) <= settings().code_chars and (table := read_table(text, input_shape, known)):
        return table
    tree = tree_of(text)
    try:
        found = _read(text, tree, input_shape, known)
        if input_shape is None and not found.says_input:
            found = for_best_input(found, lambda shape: _read(text, tree, shape, known))
    except RecursionError:
        raise TextError("The text is nested too deeply to be read, or holds what no text holds. "
                        "Paste only the network.") from None
    graph = with_takes(found)
    if found.library == "keras":
        says = found.says_input or input_shape is not None
        found = replace(found, notes=(*found.notes, *keras_notes(graph, found.input_shape, says_input=says)))
    return replace(found, graph=graph)


def _printed(text: str, start: int, input_shape: Shape | None, known: Known) -> Code:
    """Return the reading of what ``print(model)`` wrote."""
    check_length(text)
    found = read_printed(text, start, input_shape, known)
    if not len(found.graph):
        raise _nothing(None)
    if input_shape is None and not found.says_input:
        found = for_best_input(found, lambda shape: read_printed(text, start, shape, known))
    return replace(found, graph=with_takes(found))


def _read(text: str, tree: ast.Module, shape: Shape | None, known: Known) -> Code:
    """Read the text once, with pictures of ``shape``."""
    builder = Builder(shape or (3, 32, 32), shape)
    reader = CodeReader(plain(text), builder, known)
    scope = Scope({}, Scope(dict(START)))
    reader.run_top(tree.body, scope)
    model, given = _meant(reader, scope)
    said = _said_input(reader, model, given)
    if shape is None and said:
        builder.input_shape = filled_shape(said, builder.input_shape)
    output: Any = model
    if not isinstance(model, Tensor):
        output = _passed(reader, model)
    if not isinstance(output, Tensor) or output.name == INPUT:
        raise _nothing(tree)
    graph = builder.graph(output.name)
    if len(graph) < len(builder.nodes) and isinstance(model, Instance):
        builder.note(N_("Layers whose output nothing reads were left out: {layers}."),
                     layers=", ".join(node.name for node in builder.nodes if node.name not in graph)[:200])
    taken = builder.input_shape or (3, 32, 32)
    whole = said is not None and all(said)
    return Code(text, graph, taken, whole,
                builder.places, {name: stated for name, stated in builder.stated.items() if name in graph},
                tuple(builder.notes), "keras" if reader.channels_last else "torch")


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
    between = _between(reader, scope)
    if between is not None:
        return between, None
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


def _between(reader: CodeReader, scope: Scope) -> Functional | None:
    """Return the Keras model between tensors that the text is about: a ``Model``, or what its last lines make."""
    named = next((scope.names[name] for name in NAMES if isinstance(scope.names.get(name), MODULES)), None)
    if named is not None:
        return named if isinstance(named, Functional) else None
    made = [value for value in scope.names.values() if isinstance(value, Functional)]
    inputs = tuple(map(reader.builder.tensor, reader.builder.inputs))
    ends = [value for value in scope.names.values() if isinstance(value, Tensor)
            and value.name not in (INPUT, *reader.builder.inputs)] if inputs else []
    if made or not ends:
        return made[-1] if made else None
    return functional(reader, inputs, ends[-1])


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
        return (first_channels(model) or model.input_shape[0], *model.input_shape[1:])
    return said_by(reader, model) if reader.channels_last else None


def _nothing(tree: ast.Module | None) -> TextError:
    last = tree.body[-1] if tree and tree.body else None
    return TextError("Line {line}, column {column}: no network was found. Paste a Sequential, or a class with __init__ "
                     "and forward.", line=getattr(last, "lineno", 1), column=getattr(last, "col_offset", 0) + 1)

