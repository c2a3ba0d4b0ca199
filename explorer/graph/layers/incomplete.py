"""A layer whose arguments do not go together yet: it keeps its place while the reader mends it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar

from explorer.errors import SpecError
from explorer.graph.layers.base import Layer, arguments


@dataclass(frozen=True, slots=True, kw_only=True)
class Unfinished(Layer):
    """A layer of ``kind`` with arguments it refuses; computing its output raises the reason."""

    stem: ClassVar[str] = "layer"

    kind: type[Layer]
    values: tuple[tuple[str, Any], ...]

    def refusal(self) -> SpecError:
        """Return the error that these arguments raise."""
        try:
            self.kind(**dict(self.values))
        except SpecError as error:
            return error
        raise ValueError(f"{self.kind.__name__} accepts {self.values}")


def attempt(kind: type[Layer], values: dict[str, Any]) -> Layer:
    """Return the layer of ``kind`` with the arguments ``values``, or an unfinished one where it refuses them."""
    try:
        return kind(**values)
    except SpecError:
        return Unfinished(kind=kind, values=tuple(values.items()))


def kind_of(layer: Layer) -> type[Layer]:
    """Return the kind of a layer, finished or not."""
    return layer.kind if isinstance(layer, Unfinished) else type(layer)


def given_to(layer: Layer) -> dict[str, Any]:
    """Return the arguments of a layer, finished or not."""
    return dict(layer.values) if isinstance(layer, Unfinished) else arguments(layer)
