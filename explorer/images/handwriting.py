"""Digits as people write them: the ways of a pen, in several hands. What is drawn from a seed is drawn alike again.

A form is one way to write a digit: strokes of points that the pen passes through, in a box that is 1 high, from left
to right and from top to bottom. Between its points a stroke is smooth; a corner is where one piece ends and the next
begins.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import cos, pi, radians, sin, tan

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from explorer.images.drawing import PAD, Drawing, Stroke

Point = tuple[float, float]
Piece = tuple[Point, ...]
"""Smooth."""
Form = tuple[tuple[Piece, ...], ...]
"""Strokes, each of pieces that meet in corners."""
Points = NDArray[np.float64]


def arc(x: float, y: float, wide: float, high: float, begin: float, end: float) -> Piece:
    """Return points on an ellipse about (x, y), clockwise from ``begin`` to ``end``, degrees; 0 is right, 90 below."""
    count = max(2, round(abs(end - begin) / 30) + 1)
    return tuple((x + wide * cos(radians(angle)), y + high * sin(radians(angle)))
                 for angle in np.linspace(begin, end, count).tolist())


def ink(*pieces: Piece) -> tuple[Piece, ...]:
    """Return a stroke: what is drawn before the pen is lifted."""
    return pieces


@dataclass(frozen=True, slots=True, kw_only=True)
class Hand:
    """How somebody writes."""

    name: str
    forms: tuple[Form, ...]
    """Of the ten digits."""
    slant: float = 0
    """Of stems, degrees to the right."""
    wide: float = 1.0
    """Factor of the width."""
    wobble: float = 0.01
    """Deviation of the pen, share of the height."""
    pen: tuple[float, float] = (6, 10)
    """Thinnest and thickest, px of the pad."""


def chosen_forms(forms: Mapping[int, tuple[Form, ...]], which: Sequence[int]) -> tuple[Form, ...]:
    """Return one form of each digit, those with the numbers ``which``."""
    return tuple(forms[digit][number] for digit, number in enumerate(which))


def written(hand: Hand, digit: int, seed: int) -> Drawing:
    """Return ``digit`` in ``hand`` on the pad; the seed moves, turns, stretches and shakes it a little."""
    random = np.random.default_rng([seed, digit, *hand.name.encode()])
    height = random.uniform(0.45, 0.85) * PAD
    wide, turn = hand.wide * random.uniform(0.85, 1.15), radians(random.normal(0, 4))
    slant = tan(radians(hand.slant + random.normal(0, 3)))
    matrix = height * np.array([[cos(turn), -sin(turn)], [sin(turn), cos(turn)]]) @ [[wide, -slant], [0, 1]]
    strokes = [_path(pieces) for pieces in hand.forms[digit]]
    moved = [(points + _shake(len(points), hand.wobble, random)) @ matrix.T for points in strokes]
    return Drawing(tuple(_placed(moved, random)), pen=round(random.uniform(*hand.pen)))


def _placed(strokes: list[Points], random: Generator) -> Iterator[Stroke]:
    """Yield the strokes somewhere on the pad, wholly in it, rounded to px."""
    every = np.concatenate(strokes)
    least, most = every.min(0), every.max(0)
    scale = min(1.0, 0.9 * PAD / float((most - least).max()))
    room = PAD - 1 - scale * (most - least)
    corner = room * random.uniform(0.25, 0.75, 2)
    for points in strokes:
        yield tuple((round(x), round(y)) for x, y in ((points - least) * scale + corner).tolist())


def _path(pieces: tuple[Piece, ...], steps: int = 6) -> Points:
    """Return the points of a stroke, its pieces one after the other."""
    return np.concatenate([smooth(piece, steps) for piece in pieces])


def smooth(piece: Piece, steps: int) -> Points:
    """Return a curve through all points of a piece, ``steps`` points from one to the next.

    Source:
        Catmull & Rom (1974), A class of local interpolating splines: cubic Bezier curves whose tangent at a point
        goes along the line from the point before to the point after.
    """
    points = np.array(piece, dtype=np.float64)
    padded = np.concatenate([2 * points[:1] - points[1:2], points, 2 * points[-1:] - points[-2:-1]])
    share = (np.arange(steps) / steps)[:, None]
    curve = [0.5 * (2 * b + (c - a) * share + (2 * a - 5 * b + 4 * c - d) * share**2
                    + (3 * b - a - 3 * c + d) * share**3)
             for a, b, c, d in zip(padded, padded[1:], padded[2:], padded[3:], strict=False)]
    return np.concatenate([*curve, points[-1:]])


def _shake(count: int, wobble: float, random: Generator) -> Points:
    """Return slow deviations of a pen, (count, 2)."""
    along = np.linspace(0, 1, count)[:, None, None]
    waves = sin_waves(along * random.uniform(0.5, 3, (1, 2, 3)) + random.uniform(0, 1, (1, 2, 3)))
    deviation: Points = wobble * waves.sum(2)
    return deviation


def sin_waves(turns: Points) -> Points:
    """Return sines of whole turns."""
    waves: Points = np.sin(2 * pi * turns)
    return waves
