"""A contact sheet of feature maps as a picture to keep."""

from __future__ import annotations

import io
import textwrap
from math import ceil, sqrt

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

from explorer.figures.colours import LIGHT
from explorer.figures.contact_sheet import Sheet, colour_table

GAP = 2
LEAST = 48
"""Thumbnails are enlarged by whole numbers until their longer side has this many px."""
TEXT, LINE, LETTER = 12, 17, 8
"""Height of the title's letters, of its lines, and the width of a wide letter, px."""


def sheet_png(shown: Sheet, *, title: str = "") -> bytes:
    """Return the maps of a sheet in its order and colours as a PNG file.

    ``title`` stands below the maps and in the file's metadata.
    """
    from PIL.PngImagePlugin import PngInfo

    notes = PngInfo()
    notes.add_itxt("Title", title)
    file = io.BytesIO()
    _titled(_grid(shown), title).save(file, "PNG", pnginfo=notes)
    return file.getvalue()


def _grid(shown: Sheet) -> NDArray[np.uint8]:
    """Return all maps beside and below each other, (H, W, 3)."""
    count, height, width = shown.levels.shape
    zoom = max(1, ceil(LEAST / max(height, width)))
    tall, wide = height * zoom + GAP, width * zoom + GAP
    columns = max(1, round(sqrt(count * tall / wide)))
    canvas = np.full((ceil(count / columns) * tall + GAP, columns * wide + GAP, 3), 255, dtype=np.uint8)
    colours = colour_table(shown.scale)
    for place, channel in enumerate(shown.order):
        top, left = place // columns * tall + GAP, place % columns * wide + GAP
        thumb = colours[shown.levels[channel]].repeat(zoom, axis=0).repeat(zoom, axis=1)
        canvas[top:top + tall - GAP, left:left + wide - GAP] = thumb
    return canvas


def _titled(grid: NDArray[np.uint8], title: str) -> Image.Image:
    """Return the maps (H, W, 3) with a title below, in as many lines as it takes."""
    height, width, _ = grid.shape
    lines = textwrap.wrap(title, max(1, (width - 2 * GAP) // LETTER))
    page = Image.new("RGB", (width, height + LINE * len(lines) + (GAP if lines else 0)), "white")
    page.paste(Image.fromarray(grid))
    pen = ImageDraw.Draw(page)
    for row, line in enumerate(lines):
        pen.text((GAP, height + LINE * row), line, fill=LIGHT.text, font=ImageFont.load_default(TEXT))
    return page
