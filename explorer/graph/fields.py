"""Receptive fields along one axis: what a unit sees of the image."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from math import floor

Number = int | Fraction


@dataclass(frozen=True, slots=True)
class Field:
    """What one unit sees of the image along one axis, px.

    ``extent``: width of the field; a fraction where a transposed convolution makes it change from unit to unit.
    ``jump``: distance between the fields of neighbours (0: there is one field for all). ``start``: centre of the first
    unit's field. ``aligned``: all paths from the image to the unit agree in jump and centre.

    Source:
        Araujo, Norris & Sim (2019), Computing receptive fields of convolutional neural networks, Distill.
    """

    extent: Number = 1
    jump: Number = 1
    start: float = 0.0
    aligned: bool = True

    @property
    def size(self) -> int:
        """Most pixels that a unit sees; padding and the image's border not taken off."""
        return floor(self.extent)

    @property
    def padding(self) -> float:
        """Return the effective padding P: unit u covers ``-P + u * jump`` to ``-P + u * jump + size - 1``."""
        return (self.extent - 1) / 2 - self.start

    def wider(self, reach: Number, shift: Number | float, jump: Number) -> Field:
        """Return the field of a unit that reads ``reach + 1`` neighbours, the first centre moved by ``shift`` units."""
        return Field(_whole(self.extent + reach * self.jump), _whole(self.jump * jump),
                     float(self.start + shift * self.jump), self.aligned)


def hull(fields: list[Field], units: int) -> Field:
    """Return the smallest field that holds those of all paths that meet, on an axis of ``units`` units.

    Paths with unequal jumps drift apart from unit to unit; then the widest hull, at one of the two ends, is returned.
    """
    if all(field == fields[0] for field in fields):
        return fields[0]
    widest = max((_hull_at(fields, unit) for unit in (0, units - 1)), key=lambda edges: edges[1] - edges[0])
    first = _hull_at(fields, 0)
    same = len({(field.jump, field.start) for field in fields}) == 1
    return Field(_whole(Fraction(widest[1] - widest[0]) + 1), max(field.jump for field in fields), sum(first) / 2,
                 aligned=same and all(field.aligned for field in fields))


def _hull_at(fields: list[Field], unit: int) -> tuple[float, float]:
    edges = [(field.start + unit * field.jump, (field.extent - 1) / 2) for field in fields]
    return float(min(centre - half for centre, half in edges)), float(max(centre + half for centre, half in edges))


def _whole(number: Number) -> Number:
    """Return a fraction that is a whole number as an int, so that equal fields compare and print alike."""
    return number.numerator if isinstance(number, Fraction) and number.denominator == 1 else number
