"""Networks as short text for links: ``conv.o6.k5~relu~maxpool~flatten~linear.o10``.

Layers are joined by ``~``, arguments by ``.``; an argument is one letter and its value. ``3x5`` gives a value per axis,
``1_2x0_0`` a pair (before, after) per axis, ``0_5`` is 0.5, ``1e-05`` is 0.00001. ``n`` is a name that differs from the
automatic one, with ``-`` for its dots; ``t`` is a number of inputs that
pasted code gives and that does not fit; ``f`` counts back to the nodes it reads where that is not the one before. Only
characters that links leave as they are occur. Arguments at their defaults are left out. ``gap``, global average
pooling, is read as ``adaptive``, whose output of one value per channel is the default.
"""

from __future__ import annotations

import re
from contextlib import suppress
from dataclasses import MISSING, fields, replace
from typing import Any

from explorer.errors import Message, SpecError, TextError, message
from explorer.graph.graph import INPUT, Graph, Node, auto_names
from explorer.graph.layers.base import Layer
from explorer.graph.layers.codes import CODES
from explorer.graph.layers.incomplete import given_to, kind_of
from explorer.graph.shapes import Shape
from explorer.settings import settings

CODE_OF = {kind: code for code, kind in CODES.items()}
LETTERS = {"out_channels": "o", "out_features": "o", "output_size": "o", "kernel_size": "k", "stride": "s",
           "padding": "p", "dilation": "d", "groups": "g", "bias": "b", "padding_mode": "m", "output_padding": "q",
           "ceil_mode": "c", "count_include_pad": "i", "affine": "a", "p": "p", "negative_slope": "a", "alpha": "a",
           "start_dim": "s", "end_dim": "e", "before": "b", "after": "a", "eps": "e",
           "size": "w", "beta": "b", "k": "k", "keeps_shape": "k", "num_groups": "g", "axes": "x",
           "elementwise_affine": "a", "norm_type": "l", "scale_factor": "s", "mode": "m", "align_corners": "c",
           "upscale_factor": "s", "num_parameters": "o", "start": "s", "count": "o", "unflattened_size": "o"}
FALLBACKS: dict[str, Any] = {"out_channels": 8, "out_features": 10, "unflattened_size": (8, 4, 4)}
LARGEST = 100_000
WORDS = {"gap": "adaptive", "gap1d": "adaptive1d", "gap3d": "adaptive3d"}
"""What is read besides ``CODES``: another word for a kind of layer, all arguments at their defaults."""
DECIMAL = re.compile(r"-?\d{1,20}(_\d{1,20})?(e-?\d{1,3})?", re.ASCII)


def to_text(graph: Graph) -> str:
    """Return ``graph`` as text for a link; ``from_text`` reads it back to an equal graph."""
    automatic = auto_names(node.layer for node in graph)
    return "~".join(_written(graph, place, node, name)
                    for place, (node, name) in enumerate(zip(graph, automatic, strict=True)))


def from_text(text: str) -> Graph:
    """Return the network that ``text`` describes.

    Raises:
        TextError: ``text`` is not of the form of this module, too long, or holds too many layers.
        SpecError: a layer in it is impossible.
    """
    graph, problems = read_text(text)
    if problems:
        raise TextError(problems[0].template, **problems[0].values)
    return graph


def read_text(text: str) -> tuple[Graph, list[Message]]:
    """Return the nearest network that ``text`` may mean, and what was wrong with it, in order.

    What cannot be read is left out: a layer of unknown kind, an argument that is not one. Nothing is raised.
    """
    problems: list[Message] = []
    most = settings()
    if len(text) > most.text_chars:
        problems.append(message("The link describes its layers in {count} characters; this server reads {most}. "
                                "The rest was left out.", count=len(text), most=most.text_chars))
        text = text[:most.text_chars].rpartition("~")[0]
    pieces = text.split("~") if text else []
    if len(pieces) > most.layers:
        problems.append(message("The link has {count} layers; this server takes {most}. The rest was left out.",
                                count=len(pieces), most=most.layers))
    nodes: list[Node] = []
    for place, piece in enumerate(pieces[:most.layers], 1):
        _append(nodes, place, piece, problems)
    return Graph(tuple(nodes)), problems


def shape_to_text(shape: Shape) -> str:
    """Return a shape for a link: ``3x32x32``."""
    return "x".join(map(str, shape))


def shape_from_text(text: str) -> Shape:
    """Return the shape of an input: 1 to 4 sides, channels first.

    Raises:
        TextError: not such a shape, or more values than this server takes.
    """
    if not re.fullmatch(r"\d{1,6}(x\d{1,6}){0,3}", text) or "0" in text.split("x"):
        raise TextError("{text!r} is not the shape of an input. Write channels x height x width, such as 3x32x32.",
                        text=text[:40])
    shape = tuple(map(int, text.split("x")))
    values = 1
    for side in shape:
        values *= side
    if values < 1 or values > settings().input_values:
        raise TextError("An input of {shape} has {values} values; this server takes 1 to {most}. Use a smaller one.",
                        shape=" × ".join(map(str, shape)), values=f"{values:,}", most=f"{settings().input_values:,}")
    return shape


def _written(graph: Graph, place: int, node: Node, automatic: str) -> str:
    kind, given = kind_of(node.layer), given_to(node.layer)
    parts = [CODE_OF[kind]]
    defaults = {entry.name: entry.default for entry in fields(kind)}
    for name, value in given.items():
        default = given.get("kernel_size") if defaults[name] is None else defaults[name]
        if value is not None and (value != default or default is MISSING):
            parts.append(LETTERS[name] + _value_text(value))
    if node.name != automatic:
        parts.append("n" + node.name.replace(".", "-"))
    if node.takes is not None:
        parts.append(f"t{node.takes}")
    back = [place - graph.places.get(source, -1) for source in node.inputs]
    if back != [1]:
        parts.append("f" + "x".join(map(str, back)))
    return ".".join(parts)


def _value_text(value: object) -> str:
    if isinstance(value, bool):
        return str(int(value))
    if isinstance(value, tuple):
        return "x".join("_".join(map(str, part)) if isinstance(part, tuple) else str(part) for part in value)
    return repr(value).replace(".", "_").replace("e+", "e") if isinstance(value, float) else str(value)


def _append(nodes: list[Node], place: int, piece: str, problems: list[Message]) -> None:
    """Read one piece and put its node behind ``nodes``, or note why not."""
    code, *parts = piece.split(".")
    kind = CODES.get(WORDS.get(code, code))
    if kind is None:
        problems.append(message("Layer {place} of the link is {code!r}, which is no kind of layer. It was left out.",
                                place=place, code=code[:40]))
        return
    entries = {} if code in WORDS else {LETTERS[entry.name]: entry for entry in fields(kind)}
    given: dict[str, Any] = {}
    links: dict[str, Any] = {}
    for part in parts:
        letter, value = part[:1], part[1:]
        try:
            if letter in entries:
                given[entries[letter].name] = _value(entries[letter].default, value)
            else:
                links[letter] = _link(letter, value)
        except ValueError:
            problems.append(message("Layer {place} of the link ({code}) has an argument {part!r} that cannot be read. "
                                    "It was left out.", place=place, code=code, part=part[:40]))
    _connect(nodes, _nearest(kind, given, place, problems), links, place, problems)


def _value(default: object, text: str) -> object:
    """Return what ``text`` says, of the kind of the argument's default."""
    if isinstance(default, bool):
        return bool(("0", "1").index(text))
    if isinstance(default, float):
        return float(text.replace("_", ".") if DECIMAL.fullmatch(text) else "")
    if re.fullmatch(r"[a-z]+", text):
        return text
    if not re.fullmatch(r"-?[\dx_]{1,48}", text):
        raise ValueError(text)
    parts = tuple(tuple(_limited(side) for side in part.split("_")) for part in text.split("x"))
    plain = tuple(part[0] for part in parts) if all(len(part) == 1 for part in parts) else parts
    return plain[0] if plain is not parts and len(plain) == 1 else plain


def _limited(text: str) -> int:
    if abs(int(text)) > LARGEST:
        raise ValueError(text)
    return int(text)


def _link(letter: str, text: str) -> object:
    if letter == "n" and re.fullmatch(r"[\w-]{1,80}", text, re.ASCII):
        return text.replace("-", ".")
    if letter == "t" and re.fullmatch(r"\d{1,9}", text, re.ASCII):
        return int(text)
    if letter == "f" and re.fullmatch(r"\d{1,4}(x\d{1,4}){0,15}", text):
        return tuple(map(int, text.split("x")))
    raise ValueError(text)


def _nearest(kind: type[Layer], given: dict[str, Any], place: int, problems: list[Message]) -> Layer:
    """Return the layer with those arguments of ``given`` that go together."""
    needed = {entry.name: FALLBACKS.get(entry.name, 1) for entry in fields(kind) if entry.default is MISSING}
    for name in sorted(needed.keys() - given.keys()):
        problems.append(message("Layer {place} of the link ({kind}) does not give {argument}; {value} was taken.",
                                place=place, kind=kind.__name__, argument=name, value=needed[name]))
    try:
        return kind(**{**needed, **given})
    except SpecError as error:
        problems.append(message("Layer {place} of the link: {reason}", place=place, reason=error.message))
    layer = kind(**needed)
    for name, value in given.items():
        with suppress(SpecError):
            layer = replace(layer, **{name: value})
    return layer


def _connect(nodes: list[Node], layer: Layer, links: dict[str, Any], place: int, problems: list[Message]) -> None:
    """Put a node with ``layer`` behind ``nodes``, with the name and inputs of ``links`` where they can be."""
    names = [INPUT, *(node.name for node in nodes)]
    taken = set(names)
    automatic = list(auto_names([*(node.layer for node in nodes), layer]))[-1]
    back = links.get("f", (1,))
    sources = tuple(names[-step] for step in back if 1 <= step <= len(names))
    try:
        if len(sources) < len(back):
            raise SpecError("it reads a layer before the first")
        node = Node(links.get("n", automatic), layer, sources, links.get("t"))
        if node.name in taken:
            raise SpecError("two layers are called {name!r}", name=node.name)
        nodes.append(node)
        return
    except SpecError as error:
        problems.append(message("Layer {place} of the link: {reason}", place=place, reason=error.message))
    if not layer.several_inputs:
        free = next(name for name in auto_names([layer] * (len(nodes) + 2)) if name not in taken)
        nodes.append(Node(free, layer, (names[-1],)))
