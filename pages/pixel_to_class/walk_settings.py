"""What a reader has set on *The walk*: a layer, and in it a map or one unit, which is how near they are."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from explorer.errors import Message, message
from explorer.link_values import SHOWN_CHARS
from pages.ui.state.fields import Field

LONGEST_NAME = 80
NAME = re.compile(rf"[A-Za-z0-9_.]{{1,{LONGEST_NAME}}}")
SPOT = re.compile(r"[0-9]{1,5}(_[0-9]{1,5}_[0-9]{1,5})?")


@dataclass(frozen=True, kw_only=True)
class WalkSettings:
    """Where the reader is.

    Attributes:
        layer: that is looked at; empty: the whole network.
        at: a map of it, or map, row and column of a unit, all from 0; empty: the whole layer.
    """

    layer: str = ""
    at: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class LayerName:
    """The name of a layer; whether the open network has it is found out later."""

    def read(self, name: str, text: str, otherwise: str) -> tuple[str, Message | None]:
        """Return the name, if layers can be called so."""
        if NAME.fullmatch(text) or not text:
            return text, None
        return otherwise, message("{name} is {text!r}, which cannot be the name of a layer.", name=name,
                                  text=text[:SHOWN_CHARS])

    def write(self, value: str) -> str:
        """Return the name."""
        return value


@dataclass(frozen=True, slots=True)
class Spot:
    """A map, or map, row and column of a unit."""

    def read(self, name: str, text: str, otherwise: tuple[int, ...]) -> tuple[tuple[int, ...], Message | None]:
        """Return the numbers."""
        if SPOT.fullmatch(text):
            return tuple(map(int, text.split("_"))), None
        return otherwise, message("{name} is {text!r}, but says a map such as 3, or map, row and column of a unit such "
                                  "as 3_0_7.", name=name, text=text[:SHOWN_CHARS])

    def write(self, value: tuple[int, ...]) -> str:
        """Return the numbers."""
        return "_".join(map(str, value))


FIELDS: Mapping[str, Field] = {"layer": LayerName(), "at": Spot()}
