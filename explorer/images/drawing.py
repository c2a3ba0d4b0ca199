"""What somebody drew on a pad: strokes of a pen, as a text that fits into a link, and as a raster."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from math import dist

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw

from explorer.errors import DataError, Message, message

PAD = 112
"""Side of the pad, px."""
PENS = (3, 20)
"""Thinnest and thickest pen, px."""
MOST_STROKES, MOST_POINTS = 60, 1200
"""What one drawing may have."""
LONGEST_TEXT = 2 * MOST_POINTS + 5 * MOST_STROKES + 4
SIGNS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
"""Stand for 0 to 63, as in base64 for links (RFC 4648, section 5)."""
MIDDLE = len(SIGNS) // 2
FINE = 4
"""The raster is drawn so many times larger, then scaled down: its edges are smooth."""
Stroke = tuple[tuple[int, int], ...]
"""Places of the pen, from the left and from the top, px."""


@dataclass(frozen=True, slots=True)
class Drawing:
    """Strokes of one pen on an empty pad."""

    strokes: tuple[Stroke, ...] = ()
    pen: int = 8
    """Thickness, px."""

    @property
    def length(self) -> float:
        """Return the way of the pen, px."""
        return sum(dist(one, other) for stroke in self.strokes for one, other in pairwise(stroke))


def to_text(drawing: Drawing) -> str:
    """Return the pen and the strokes, with dots between; an empty pad is an empty text.

    Of a stroke's first place each coordinate has two signs, then each step has one to the right and one down. Steps
    are at most 31 px: longer ones get places between.
    """
    if not drawing.strokes:
        return ""
    return ".".join([str(drawing.pen), *("".join(_signs(stroke)) for stroke in drawing.strokes)])


def _signs(stroke: Stroke) -> Iterator[str]:
    x, y = stroke[0]
    yield f"{SIGNS[x // 64]}{SIGNS[x % 64]}{SIGNS[y // 64]}{SIGNS[y % 64]}"
    for next_x, next_y in stroke[1:]:
        parts = -(-max(abs(next_x - x), abs(next_y - y)) // (MIDDLE - 1)) or 1
        for part in range(parts, 0, -1):
            right, down = round((next_x - x) / part), round((next_y - y) / part)
            yield SIGNS[MIDDLE + right] + SIGNS[MIDDLE + down]
            x, y = x + right, y + down


def drawing_from_text(text: str) -> Drawing:
    """Return the drawing of ``to_text``; of long steps with the places between.

    Raises:
        DataError: no such text, or more than a pad takes.
    """
    if not text:
        return Drawing()
    pen, *strokes = text[:LONGEST_TEXT + 1].split(".")
    if (len(text) > LONGEST_TEXT or len(strokes) > MOST_STROKES or not pen.isdecimal() or not pen.isascii()
            or not PENS[0] <= int(pen) <= PENS[1] or not strokes):
        raise _unreadable()
    return Drawing(tuple(map(_stroke, strokes)), int(pen))


def _stroke(signs: str) -> Stroke:
    numbers = [SIGNS.find(sign) for sign in signs]
    if len(numbers) < 4 or len(numbers) % 2 or min(numbers) < 0:
        raise _unreadable()
    x, y = 64 * numbers[0] + numbers[1], 64 * numbers[2] + numbers[3]
    places = [(x, y)]
    for right, down in zip(numbers[4::2], numbers[5::2], strict=True):
        x, y = x + right - MIDDLE, y + down - MIDDLE
        places.append((x, y))
    if not all(0 <= value < PAD for place in places for value in place):
        raise _unreadable()
    return tuple(places)


def _unreadable() -> DataError:
    return DataError("The link holds a drawing that cannot be read. Draw on the empty pad.")


def raster(drawing: Drawing) -> NDArray[np.uint8]:
    """Return what the pad shows, (PAD, PAD), white on black; the pen is round."""
    image = Image.new("L", (FINE * PAD, FINE * PAD))
    brush = ImageDraw.Draw(image)
    radius = FINE * drawing.pen / 2
    for stroke in drawing.strokes:
        points = [(FINE * (x + 0.5), FINE * (y + 0.5)) for x, y in stroke]
        brush.line(points, 255, FINE * drawing.pen)
        for x, y in points:
            brush.ellipse((x - radius, y - radius, x + radius, y + radius), 255)
    return np.asarray(image.reduce(FINE))


LEAST_SIZE = 14
"""A digit is at least so wide or high, px."""
MOST_WAY = 5.0
"""A digit's pen goes at most so many times as far as the diagonal of what it drew; an 8 goes 2.5 times as far."""
MOST_LIFTS = 6


def told_of(drawing: Drawing) -> Message | None:
    """Return why a drawing is not one digit, for a reader; None: it may be one."""
    if not drawing.strokes:
        return message("The pad is empty. Draw a digit, from 0 to 9.")
    places = np.array([place for stroke in drawing.strokes for place in stroke])
    wide, high = (places.max(0) - places.min(0)).tolist()
    if max(wide, high) < LEAST_SIZE:
        return message("That is a dot. Draw a digit, from 0 to 9, over most of the pad.")
    if drawing.length > MOST_WAY * dist((0, 0), (wide, high)) or len(drawing.strokes) > MOST_LIFTS:
        return message("That looks like a scribble rather than one digit. The network knows ten digits and nothing "
                       "else, so it shares its belief out among them, whatever it sees.")
    return None
