"""What networks of any kind are compared by: where their parameters and operations are, and what their units see."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import log2

from explorer.graph import Report, Row
from explorer.milestones.milestone import last_maps

HEAD, OTHER = "head", "other"
"""Places behind the last maps; and what a graph does not tell, such as attention."""


@dataclass(frozen=True, slots=True)
class NetworkPart:
    """What layers with maps of one size cost.

    ``place``: how many times smaller the side of the maps is than that of the picture, to the nearest power of two,
    as a text, such as ``"8"``; `HEAD` where everything is in one row; `OTHER` where it is not known.
    """

    place: str
    params: int
    macs: int


def field_of(report: Report) -> int | None:
    """Return what a unit of a network's last maps sees through windows alone, px; None: it has no maps."""
    if all(len(row.output_shape or ()) < 2 for row in report):
        return None
    found = last_maps(report).local_field
    return found.size if found else None


def network_parts(report: Report) -> tuple[NetworkPart, ...]:
    """Return what the layers cost by the size of their maps, from the largest maps to the head; sums are the whole's.

    A gate that squeezes maps into their means on the way belongs to the maps that it gates.
    """
    side = max(report.input_shape[1:], default=1)
    places = _places(report.rows, side)
    found: dict[str, list[int]] = {}
    for row, place in zip(report.rows, places, strict=True):
        if row.params or row.macs:
            counts = found.setdefault(place, [0, 0])
            counts[0] += row.params
            counts[1] += row.macs
    ordered = sorted(found, key=lambda place: (place == HEAD, 0 if place == HEAD else int(place)))
    return tuple(NetworkPart(place, *found[place]) for place in ordered)


def _places(rows: Sequence[Row], side: int) -> list[str]:
    sides = [max((row.output_shape or ())[1:], default=1) for row in rows]
    last = max((place for place, one in enumerate(sides) if one > 1), default=-1)
    places, before = [], side
    for place, own in enumerate(sides):
        before = own if own > 1 else before
        places.append(HEAD if place > last else f"{2 ** max(0, round(log2(side / before)))}")
    return places
