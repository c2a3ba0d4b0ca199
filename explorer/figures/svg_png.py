"""Pictures that this app writes as SVG, as PNG: for slides and documents that take no vectors.

It knows what our own files are made of and nothing else: paths of lines and curves, rectangles and text.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from math import ceil
from xml.etree.ElementTree import Element, fromstring

import numpy as np
from PIL import Image, ImageColor, ImageDraw

from explorer.lettering import can_draw, drawable, font_of

SPACE = "{http://www.w3.org/2000/svg}"
SCALE = 2
"""Pixels of the PNG for each of the SVG's."""
SMOOTH = 2
"""Shapes are drawn so many times larger and scaled down, so that slanted edges are smooth."""
MOST = 40_000_000
"""Pixels that are drawn at most; larger pictures are drawn less finely."""
STEPS = 12
"""Straight pieces of a curve."""
TOKEN = re.compile(r"[MmLlHhVvCcZz]|-?\d*\.?\d+(?:e-?\d+)?")
Point = tuple[float, float]


def svg_png(svg: str, *, background: str | None = None) -> bytes:
    """Return the PNG of an SVG file that this app wrote, twice its size.

    Args:
        svg: the file.
        background: a colour; None: transparent.
    """
    tree = fromstring(svg)
    width, height = (float(tree.get(side, "1")) for side in ("width", "height"))
    scale = min(SCALE, max(0.25, (MOST / (width * height)) ** 0.5 / SMOOTH))
    size = ceil(width * scale), ceil(height * scale)
    picture = _shapes(tree, (size[0] * SMOOTH, size[1] * SMOOTH), scale * SMOOTH)
    picture = picture.resize(size, Image.Resampling.BOX)
    _write(tree, picture, scale)
    if background:
        below = Image.new("RGBA", size, background)
        below.alpha_composite(picture)
        picture = below
    file = io.BytesIO()
    picture.save(file, "PNG", optimize=True)
    return file.getvalue()


def _shapes(tree: Element, size: tuple[int, int], scale: float) -> Image.Image:
    """Return paths and rectangles, in the order in which they stand in the file."""
    picture = Image.new("RGBA", size)
    for shape in tree.iter():
        if shape.tag not in (f"{SPACE}path", f"{SPACE}rect"):
            continue
        lines = list(_lines(shape.get("d", ""))) if shape.tag.endswith("path") else [_corners(shape)]
        for line in lines:
            _draw(picture, shape, [(x * scale, y * scale) for x, y in line], scale)
    return picture


def _draw(picture: Image.Image, shape: Element, line: list[Point], scale: float) -> None:
    """Put one outline onto the picture, which it may cover in part only."""
    edge = float(shape.get("stroke-width", "1")) * scale if shape.get("stroke", "none") != "none" else 0.0
    xs, ys = zip(*line, strict=True)
    left, top = int(min(xs) - edge - 2), int(min(ys) - edge - 2)
    layer = Image.new("RGBA", (max(1, ceil(max(xs) + edge + 2) - left), max(1, ceil(max(ys) + edge + 2) - top)))
    brush = ImageDraw.Draw(layer)
    moved = [(x - left, y - top) for x, y in line]
    if (fill := shape.get("fill", "none")) != "none":
        brush.polygon(moved, fill=_colour(fill, shape.get("fill-opacity")))
    if edge:
        closed = [*moved, moved[0]] if fill != "none" else moved
        brush.line(closed, fill=_colour(shape.get("stroke", "#000"), shape.get("stroke-opacity")),
                   width=max(1, round(edge)), joint="curve")
    at = max(0, left), max(0, top)
    picture.alpha_composite(layer, at, (at[0] - left, at[1] - top))


def _colour(name: str, opacity: str | None) -> tuple[int, int, int, int]:
    red, green, blue = ImageColor.getrgb(name)[:3]
    return red, green, blue, round(255 * float(opacity or 1))


def _corners(rect: Element) -> list[Point]:
    x, y, width, height = (float(rect.get(name, "0")) for name in ("x", "y", "width", "height"))
    return [(x, y), (x + width, y), (x + width, y + height), (x, y + height)]


def _lines(path: str) -> Iterator[list[Point]]:
    """Yield the outlines of a path, curves as straight pieces."""
    tokens = TOKEN.findall(path)
    line: list[Point] = []
    command, place = "M", 0
    while place < len(tokens):
        if tokens[place].isalpha():
            command, place = tokens[place], place + 1
        if command in "Zz":
            yield line
            line = []
            continue
        count = {"h": 1, "v": 1, "c": 6}.get(command.lower(), 2)
        given = [float(token) for token in tokens[place:place + count]]
        place += count
        x, y = line[-1] if line and command.islower() else (0.0, 0.0)
        if command in "Mm":
            if line:
                yield line
            line = [(x + given[0], y + given[1])]
        elif command in "Hh":
            line.append((x + given[0], line[-1][1]))
        elif command in "Vv":
            line.append((line[-1][0], y + given[0]))
        else:
            points = [(x + one, y + two) for one, two in zip(given[::2], given[1::2], strict=True)]
            line += points if command in "Ll" else _curve(line[-1], *points)
    if line:
        yield line


def _curve(start: Point, one: Point, two: Point, end: Point) -> list[Point]:
    """Return a cubic Bézier curve as straight pieces."""
    share = np.linspace(0, 1, STEPS + 1)[1:, None]
    points = [np.array(point) for point in (start, one, two, end)]
    curve = ((1 - share) ** 3 * points[0] + 3 * (1 - share) ** 2 * share * points[1]
             + 3 * (1 - share) * share ** 2 * points[2] + share ** 3 * points[3])
    return [(float(x), float(y)) for x, y in curve]


def _write(tree: Element, picture: Image.Image, scale: float) -> None:
    """Put the texts onto the picture, at its own size, so that letters are sharp."""
    brush = ImageDraw.Draw(picture)
    for text in tree.iter(f"{SPACE}text"):
        said = drawable(text.text or "")
        if not said or not can_draw(said):
            continue
        size = float(text.get("font-size", tree.get("font-size", "11")))
        place = float(text.get("x", "0")) * scale, float(text.get("y", "0")) * scale
        brush.text(place, said, fill=_colour(text.get("fill", "#000"), text.get("fill-opacity")), anchor="ms",
                   font=font_of(said, max(6, round(size * scale))))
