"""What a piece of advice is, and what can be done about it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Literal

from explorer.errors import Message
from explorer.graph.graph import INPUT, Graph
from explorer.graph.report import Report, Row
from explorer.graph.shapes import Shape

Weight = Literal["wrong", "note"]
Measured = int | Shape


@dataclass(frozen=True, slots=True)
class Edit:
    """A network changed as advised. ``title``: what a button says; ``layer``: the one to look at afterwards.

    ``measured``: what the advice is about, and how it is read from the report of a network; None where it has none.
    """

    title: Message
    graph: Graph
    layer: str
    measured: tuple[Message, Callable[[Report], Measured | None]] | None = None
    says: Message | None = None
    """What there is to know besides."""


Fix = Callable[[Row, Report], Edit | None]
"""Does what a piece of advice on a layer says; None where that cannot be done here. It may raise a ``SpecError``."""


@dataclass(frozen=True, slots=True)
class Advice:
    """What a teacher would say about a network, with the numbers.

    ``node``: the layer it is about, or None for the whole network. ``weight``: ``wrong`` is hardly ever meant so,
    ``note`` is good to know. Advice of one kind has one ``message.template``, by which a page can gather it.
    ``fixes``: what might be done about it; `remedies` says which of them really can.
    """

    node: str | None
    message: Message
    weight: Weight
    fixes: tuple[Fix, ...] = ()


Check = Callable[[Row, Report], Iterator[Advice]]
"""Looks at one layer of a report; called only for layers that could be computed."""


def source_of(row: Row, report: Report, through: object = ()) -> Row | None:
    """Return the first layer before ``row``, along first inputs, that is not of the kinds ``through``; None: input."""
    name = row.node.inputs[0]
    while name != INPUT and isinstance(report[name].layer, through):  # type: ignore[arg-type]
        name = report[name].node.inputs[0]
    return None if name == INPUT else report[name]
