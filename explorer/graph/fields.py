"""Receptive fields along one axis: what a unit sees of the image."""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction
from math import floor

from explorer.errors import ShapeError

Number = int | Fraction
LONGEST_STEP = 10**12


@dataclass(frozen=True, slots=True)
class Field:
    """What one unit sees of the image along one axis, px.

    ``extent``: width of the field. ``jump``: distance between the fields of neighbours (0: there is one field for all).
    ``start``: centre of the first unit's field. ``aligned``: all paths from the image to the unit agree in jump and
    centre.

    Behind a transposed convolution neighbours stand a part of a step apart, and what they see changes from unit to
    unit. Then the extent holds the fields of all of them, and a single one is ``base`` and as many whole steps of
    ``grid`` px as fit into the rest; a stride that follows may leave out the units that see most. A grid of 0: no
    step has been divided.

    Behind a global branch, such as a squeeze and excitation, every unit sees the ``whole`` axis, and no window makes
    that more or less.

    Source:
        Araujo, Norris & Sim (2019), Computing receptive fields of convolutional neural networks, Distill.
    """

    extent: Number = 1
    jump: Number = 1
    start: float = 0.0
    aligned: bool = True
    base: int = 0
    grid: int = 0
    whole: bool = False

    @property
    def size(self) -> int:
        """Most pixels that a unit sees; padding and the image's border not taken off."""
        if not self.grid:
            return floor(self.extent)
        return self.base + floor((self.extent - self.base) / Fraction(self.grid)) * self.grid

    @property
    def padding(self) -> float:
        """Return the effective padding P: unit u covers ``-P + u * jump`` to ``-P + u * jump + extent - 1``."""
        return (self.extent - 1) / 2 - self.start

    def wider(self, reach: Number, shift: Number | float, jump: Number) -> Field:
        """Return the field of a unit that reads ``reach + 1`` neighbours, the first centre moved by ``shift`` units.

        Raises:
            ShapeError: ``jump`` makes steps longer than any picture.
        """
        if self.whole:
            return self
        if self.jump * jump > LONGEST_STEP:
            raise ShapeError("{layer}: together with the strides before it, its steps are longer than {most} px of the "
                             "input. Use smaller strides.", layer="Layer", most=f"{LONGEST_STEP:,}")
        return Field(_whole(self.extent + reach * self.jump), _whole(self.jump * jump),
                     float(self.start + shift * self.jump), self.aligned, self.base, self.grid)

    def divided(self) -> Field:
        """Return the field as it enters a layer whose units stand a part of a step apart."""
        if not self.jump or (self.grid and self.jump % self.grid):
            return self
        return replace(self, extent=self.size, base=self.size, grid=int(self.jump))

    def covers(self, side: int) -> bool:
        """Say whether the first unit sees from the first to the last of ``side`` px."""
        reach = (self.extent - 1) / 2
        return self.start - reach <= 0 and self.start + reach >= side - 1


def whole_axis(side: int) -> Field:
    """Return the field of units that all see an axis of ``side`` px from end to end."""
    return Field(side, 0, (side - 1) / 2, whole=True)


def hull(fields: list[Field], units: int) -> Field:
    """Return the smallest field that holds those of all paths that meet, on an axis of ``units`` units.

    Paths with unequal jumps drift apart from unit to unit; then the widest hull, at one of the two ends, is returned.
    """
    if fields.count(fields[0]) == len(fields):
        return fields[0]
    whole = next((field for field in fields if field.whole), None)
    if whole is not None:
        return whole
    jump = max([field.jump for field in fields])
    same = len({(field.jump, field.start) for field in fields}) == 1
    aligned = same and all(field.aligned for field in fields)
    outer = next((field for field in fields if all(_covers(field, other, units) for other in fields)), None)
    if outer is not None:
        return outer if (outer.jump, outer.aligned) == (jump, aligned) else replace(outer, jump=jump, aligned=aligned)
    first, last = (_hull_at(fields, unit) for unit in (0, units - 1))
    widest = max(first[1] - first[0], last[1] - last[0])
    return Field(_whole(Fraction(widest) + 1), jump, sum(first) / 2, aligned)


def _covers(outer: Field, inner: Field, units: int) -> bool:
    """Say whether each unit sees through ``outer`` all that it sees through ``inner``."""
    if outer is inner:
        return True
    room = (outer.extent - inner.extent) / 2 - outer.grid
    return all(abs(outer.start - inner.start + unit * (outer.jump - inner.jump)) <= room for unit in (0, units - 1))


def _hull_at(fields: list[Field], unit: int) -> tuple[float, float]:
    edges = [(field.start + unit * field.jump, (field.extent - 1) / 2) for field in fields]
    return float(min(centre - half for centre, half in edges)), float(max(centre + half for centre, half in edges))


def _whole(number: Number) -> Number:
    """Return a fraction that is a whole number as an int, so that equal fields compare and print alike."""
    if type(number) is int:  # as almost always; to ask a fraction is slow
        return number
    return number.numerator if isinstance(number, Fraction) and number.denominator == 1 else number
