"""What every layer shares: frozen, checked arguments, with one value per axis where torch allows it."""

from __future__ import annotations

from dataclasses import dataclass, fields
from math import isfinite
from typing import ClassVar, Literal

from explorer.errors import N_, SpecError

Sizes = int | tuple[int, ...]
Family = Literal["convolution", "pooling", "linear", "normalisation", "activation", "reshape", "merge"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Layer:
    """One step of a network. ``family`` groups layers by what they do, ``dims`` counts the axes they slide over."""

    family: ClassVar[Family] = "activation"
    dims: ClassVar[int] = 0
    stem: ClassVar[str] = "layer"
    several_inputs: ClassVar[bool] = False

    def per_axis(self, argument: str) -> tuple[int, ...]:
        """Return an argument with one value per axis."""
        value = getattr(self, argument)
        return value if isinstance(value, tuple) else (value,) * self.dims

    def _refuse(self, template: str, **values: object) -> SpecError:
        return SpecError(template, layer=type(self).__name__, **values)

    def _check(self, argument: str, *, least: int) -> None:
        """Check an int or one int per axis, and store equal axes as one int, so that equal layers compare equal."""
        value = getattr(self, argument)
        parts = value if isinstance(value, tuple) else (value,)
        if any(not isinstance(part, int) or isinstance(part, bool) for part in parts):
            raise self._refuse(N_("{layer}: {argument} is {value!r}. Give a whole number, or one for each axis."),
                               argument=argument, value=value)
        if isinstance(value, tuple) and len(value) != self.dims:
            raise self._refuse(N_("{layer}: {argument} has {count} values for {dims} axes. Give one, or one per axis."),
                               argument=argument, count=len(value), dims=self.dims)
        if min(parts) < least:
            raise self._refuse(N_("{layer}: {argument} is {value}. The smallest that makes sense is {least}."),
                               argument=argument, value=min(parts), least=least)
        self._set(argument, parts[0] if len(set(parts)) == 1 else value)

    def _check_whole(self, argument: str, *, least: int | None = None) -> None:
        """Check an argument that is one int for all axes."""
        value = getattr(self, argument)
        if type(value) is not int:
            raise self._refuse(N_("{layer}: {argument} is {value!r}. Give a whole number."), argument=argument,
                               value=value)
        if least is not None and value < least:
            raise self._refuse(N_("{layer}: {argument} is {value}. The smallest that makes sense is {least}."),
                               argument=argument, value=value, least=least)

    def _check_number(self, argument: str) -> None:
        value = getattr(self, argument)
        if type(value) not in (int, float) or not isfinite(value):
            raise self._refuse(N_("{layer}: {argument} is {value!r}. Give a number."), argument=argument, value=value)

    def _check_switches(self) -> None:
        """Check that all arguments that are on or off are one of the two."""
        for entry in fields(self):
            if type(entry.default) is bool and type(getattr(self, entry.name)) is not bool:
                raise self._refuse(N_("{layer}: {argument} is {value!r}. Give True or False."), argument=entry.name,
                                   value=getattr(self, entry.name))

    def _set(self, argument: str, value: object) -> None:
        object.__setattr__(self, argument, value)


def arguments(layer: Layer) -> dict[str, object]:
    """Return the arguments of a layer, in order."""
    return {entry.name: getattr(layer, entry.name) for entry in fields(layer)}
