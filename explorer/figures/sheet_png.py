"""A contact sheet as a picture to keep."""

from __future__ import annotations

import io
from math import ceil, sqrt

import numpy as np
from PIL import Image

from explorer.figures.sheet import Sheet, colour_table

GAP = 2
LEAST = 48
"""Thumbnails are enlarged by whole numbers until their longer side has this many px."""


def sheet_png(shown: Sheet, *, title: str = "") -> bytes:
    """Return the maps of a sheet in its order and colours as a PNG file; ``title`` is written into its metadata."""
    from PIL.PngImagePlugin import PngInfo

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
    notes = PngInfo()
    notes.add_itxt("Title", title)
    file = io.BytesIO()
    Image.fromarray(canvas).save(file, "PNG", pnginfo=notes)
    return file.getvalue()
