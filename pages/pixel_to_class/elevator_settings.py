"""What a reader has set on *The elevator*: a floor, a place in the picture, a unit."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from pages.ui.state.fields import Field, Numbers, Whole

TOP_FLOOR = 99
FIRST_FLOOR = 3
"""High enough that units see more than a dot, low enough that there is far to go."""
PER_MILLE = 1000
MOST_UNITS = 99_999


@dataclass(frozen=True, kw_only=True)
class ElevatorSettings:
    """Where the reader stands.

    Attributes:
        floor: counted from 0, the picture.
        point: down and across, thousandths of the picture's sides; empty: where the network found most.
        unit: a floor and the channel that was chosen there; empty: the one that answers most.
    """

    floor: int = FIRST_FLOOR
    point: tuple[int, ...] = ()
    unit: tuple[int, ...] = ()


FIELDS: Mapping[str, Field] = {"floor": Whole(0, TOP_FLOOR), "point": Numbers(2, 0, PER_MILLE),
                               "unit": Numbers(2, 0, MOST_UNITS)}
