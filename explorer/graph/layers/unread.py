"""A step of code or of a file that no layer here does; it keeps its place, and its output can be given by hand."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from explorer.errors import N_
from explorer.graph.layers.base import Family, Layer

LARGEST_SIDE = 100_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Unread(Layer):
    """A step of pasted code that no layer here does: it hands on maps of a shape that the reader types.

    ``output_size``: that shape, channels first; None: not known yet. ``keeps_shape``: the shape is its input's.
    Its parameters and operations are not counted.
    """

    family: ClassVar[Family] = "reshape"
    stem: ClassVar[str] = "unread"

    output_size: int | tuple[int, ...] | None = None
    keeps_shape: bool = False

    def __post_init__(self) -> None:
        self._check_switches()
        sides = self.output_size if isinstance(self.output_size, tuple) else (self.output_size,)
        for side in sides if self.output_size is not None else ():
            if type(side) is not int or not 1 <= side <= LARGEST_SIDE or len(sides) > 4:
                raise self._refuse(N_("{layer}: output_size is {value}. Give 1 to 4 whole numbers from 1 to {most}."),
                                   value=self.output_size, most=LARGEST_SIDE)

    def shape(self) -> tuple[int, ...] | None:
        """Return the shape that was typed."""
        return (self.output_size,) if isinstance(self.output_size, int) else self.output_size
