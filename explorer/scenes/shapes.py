"""Where the outline of each kind of thing lies: signed distances of pixels, in closed form."""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from explorer.arrays import Floats
from explorer.scenes.scene import Thing

THIRD = 2 * math.pi / 3
STAR_WAIST = 0.42
"""Radius of a star's inner corners; the outer ones lie at 1."""
RING_HOLE = 0.55
"""Radius of a ring's hole; the ring's is 1."""
CROSS_ARM = 0.3
"""Half the width of a cross' arms, whose ends lie on a circle of radius 1."""
EDGE = 1.5
"""A window around a thing is wider than it by so much on each side, px."""

Distances = NDArray[np.floating]
Window = tuple[slice, slice]
"""Rows and columns of a picture."""


def _circle(x: Distances, y: Distances) -> Distances:
    return np.hypot(x, y) - 1


def _square(x: Distances, y: Distances) -> Distances:
    return np.maximum(np.abs(x), np.abs(y)) - math.sqrt(0.5)


def _triangle(x: Distances, y: Distances) -> Distances:
    """Return the distance from the farthest of three sides; one corner is on top."""
    sides = [y, *(math.sin(turn) * x + math.cos(turn) * y for turn in (THIRD, -THIRD))]
    farthest: Distances = np.maximum(np.maximum(sides[0], sides[1]), sides[2])
    return farthest - 0.5


def _star(x: Distances, y: Distances) -> Distances:
    """Return the distance from the side of the nearest of ten equal sectors; one tip is on top."""
    sector = math.pi / 5
    turn = np.arctan2(x, -y)
    turn = np.abs(turn - 2 * sector * np.round(turn / (2 * sector)))
    radius = np.hypot(x, y)
    along, across = radius * np.cos(turn), radius * np.sin(turn)  # the tip lies at (1, 0), the waist beside it
    down, right = STAR_WAIST * math.cos(sector) - 1, STAR_WAIST * math.sin(sector)
    away: Distances = (right * (along - 1) - down * across) / math.hypot(down, right)
    return away


def _ring(x: Distances, y: Distances) -> Distances:
    middle = (1 + RING_HOLE) / 2
    return np.abs(np.hypot(x, y) - middle) - (1 - RING_HOLE) / 2


def _cross(x: Distances, y: Distances) -> Distances:
    reach = math.sqrt(1 - CROSS_ARM**2)
    across, along = np.abs(x), np.abs(y)
    bars = [np.maximum(one - reach, other - CROSS_ARM) for one, other in ((across, along), (along, across))]
    return np.minimum(bars[0], bars[1])


_OUTLINES: dict[str, Callable[[Distances, Distances], Distances]] = {
    "circle": _circle, "square": _square, "triangle": _triangle, "star": _star, "ring": _ring, "cross": _cross,
}


def window(thing: Thing, side: int) -> Window:
    """Return the part of a picture of this side, px, that a thing may reach into; it can be empty."""
    reach = thing.size * side / 2 + EDGE
    spans = [slice(max(0, math.floor(centre * side - reach)), min(side, math.ceil(centre * side + reach)))
             for centre in (thing.y, thing.x)]
    return spans[0], spans[1]


def distances(thing: Thing, side: int, within: Window | None = None) -> Floats:
    """Return how far each pixel's centre is from the outline, px: below 0 inside, above 0 outside.

    Beyond a corner it is the distance from the sides drawn on, as an outline's edge only needs it nearby.
    """
    rows, columns = within or (slice(0, side), slice(0, side))
    radius = thing.size * side / 2
    y = ((np.arange(rows.start, rows.stop, dtype=np.float32) + 0.5 - thing.y * side) / radius)[:, None]
    x = ((np.arange(columns.start, columns.stop, dtype=np.float32) + 0.5 - thing.x * side) / radius)[None, :]
    turn = math.radians(thing.angle)
    across, down = x * math.cos(turn) + y * math.sin(turn), y * math.cos(turn) - x * math.sin(turn)
    return (_OUTLINES[thing.kind](across, down) * radius).astype(np.float32)
