"""What a piece of advice is."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Literal

from explorer.errors import Message
from explorer.graph.report import Report, Row

Weight = Literal["wrong", "note"]


@dataclass(frozen=True, slots=True)
class Advice:
    """What a teacher would say about a network, with the numbers.

    ``node``: the layer it is about, or None for the whole network. ``weight``: ``wrong`` is hardly ever meant so,
    ``note`` is good to know. Advice of one kind has one ``message.template``, by which a page can gather it.
    """

    node: str | None
    message: Message
    weight: Weight


Check = Callable[[Row, Report], Iterator[Advice]]
"""Looks at one layer of a report; called only for layers that could be computed."""
