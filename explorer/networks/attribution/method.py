"""What is said about a way to explain a class, and what it lets a reader choose."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from explorer.errors import Message, NetworkError

Family = Literal["gradient", "backward", "layer", "covering"]
"""Gradients; a changed way back through ReLU; maps of a layer; covering parts of the photo."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Option:
    """A number between two bounds, or one of some ``choices``, each a value and its title."""

    name: str
    title: str
    kind: Literal["int", "float", "choice"]
    default: Any
    low: float = 0
    high: float = 0
    step: float = 1
    choices: tuple[tuple[str, str], ...] = ()

    def checked(self, value: Any) -> Any:
        """Return ``value`` as this option's kind.

        Raises:
            NetworkError: out of bounds, or no such choice.
        """
        if self.kind == "choice":
            known = [name for name, _title in self.choices]
            if value not in known:
                raise NetworkError("{option} is {value!r}. Choose one of: {known}.", option=self.title,
                                   value=str(value)[:40], known=", ".join(known))
            return value
        number = isinstance(value, int | float) and not isinstance(value, bool)
        if not number or not self.low <= value <= self.high or (self.kind == "int" and value != int(value)):
            raise NetworkError("{option} is {value}. Choose a number from {low:g} to {high:g}.", option=self.title,
                               value=str(value)[:40], low=self.low, high=self.high)
        return int(value) if self.kind == "int" else float(value)


@dataclass(frozen=True, slots=True, kw_only=True)
class Method:
    """A way to say which parts of a photo speak for a class. Titles are English, for ``_()``."""

    id: str
    title: str
    family: Family
    says: Message
    """What it does, and what to look for."""
    misleads: Message
    """Where not to believe it."""
    source: str
    """Paper."""
    options: tuple[Option, ...] = ()
    signed: bool = False
    """True: values below 0 speak against the class."""
    slow: bool = False
    """True: takes many passes."""

    @property
    def at_layer(self) -> bool:
        """Say whether it reads the maps of a layer that the reader chooses."""
        return self.id in ("grad_cam", "guided_grad_cam")


def chosen(title: str, options: tuple[Option, ...], given: Mapping[str, Any]) -> dict[str, Any]:
    """Return a value for each of the ``options`` of the method called ``title``: those given, else the defaults.

    Raises:
        NetworkError: an option that it does not have, or a value that it does not take.
    """
    known = {option.name: option for option in options}
    strange = sorted(given.keys() - known.keys())
    if strange:
        raise NetworkError("{method} has no option {option!r}. Choose among: {known}.", method=title,
                           option=strange[0][:40], known=", ".join(known) or "none")
    return {name: option.checked(given.get(name, option.default)) for name, option in known.items()}
