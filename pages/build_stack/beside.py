"""The stack that another is compared with, as it stands in a link: the name of a preset, or ``stack/3x32x32/conv.o8``.

Everything is checked here again, whoever wrote it: readers change links, and paste what they were sent.
"""

from __future__ import annotations

from functools import lru_cache
from urllib.parse import parse_qsl, urlsplit

from explorer.errors import Message, SpecError, message
from explorer.graph import (
    PRESETS,
    Difference,
    Graph,
    Report,
    Shape,
    Stack,
    analyse,
    difference,
    read_text,
    shape_from_text,
    shape_to_text,
)
from pages.ui.own_stack import network_name

LONGEST = 40_000
"""Characters of a link that are read."""


def read_beside(name: str) -> tuple[str, tuple[Message, ...]]:
    """Return what is compared with, as it should stand in a link, and what is wrong with ``name``; empty: nothing."""
    if not name or name in PRESETS:
        return name, ()
    stack, problems = _read(name[:LONGEST])
    return ("" if stack is None else network_name(stack)), tuple(problems)


def beside_stack(name: str) -> Stack | None:
    """Return the network with such a name, as `read_beside` returned it; None: there is none."""
    if name in PRESETS:
        preset = PRESETS[name]
        return Stack(preset.graph, preset.input_shape)
    return _read(name)[0] if name else None


def name_of_link(link: str, shape: Shape) -> tuple[str, tuple[Message, ...]]:
    """Return the name of the stack in a link of this page or of another, or in the text of its layers alone.

    Args:
        link: as it was pasted.
        shape: of the input, where the link does not say it.
    """
    text = link.strip()[:LONGEST]
    query = dict(parse_qsl(urlsplit(text).query or text, keep_blank_values=True))
    if "stack" in query:
        return read_beside(f"stack/{query.get('input') or shape_to_text(shape)}/{query['stack']}")
    if query.get("network", "").startswith("stack/"):
        return read_beside(query["network"])
    if text in PRESETS or text.startswith("stack/"):
        return read_beside(text)
    if text and not {"=", "/", "?", " "} & set(text):
        return read_beside(f"stack/{shape_to_text(shape)}/{text}")
    return "", (message("This is no link of a stack. Copy one with Share on this page, or from the address bar."),)


@lru_cache(maxsize=32)
def compared(graph: Graph, shape: Shape, other: Graph, other_shape: Shape) -> Difference:
    """Return how two stacks differ; kept, since a page runs often and large networks take a tenth of a second."""
    return difference(analyse(graph, shape, partial=True), analyse(other, other_shape, partial=True))


@lru_cache(maxsize=8)
def beside_report(name: str) -> Report | None:
    """Return what follows for the network with such a name; kept, since it is asked for while a finger moves."""
    stack = beside_stack(name)
    return analyse(stack.graph, stack.input_shape, partial=True) if stack else None


def _read(name: str) -> tuple[Stack | None, list[Message]]:
    kind, _slash, rest = name.partition("/")
    sides, _slash, text = rest.partition("/")
    if kind != "stack":
        return None, [message("{name!r} is neither a known network nor a stack, so nothing is compared with it.",
                              name=name[:40])]
    try:
        shape = shape_from_text(sides)
    except SpecError as error:
        return None, [error.message]
    graph, problems = read_text(text)
    return Stack(graph, shape), problems
