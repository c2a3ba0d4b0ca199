"""A contact sheet of feature maps: what the browser needs to draw hundreds of them crisply, in a few bytes.

Each cell is one byte: its place on the colour scale, or `GAP` where the number is not finite. Maps without a negative
value are drawn from 0 in the sequential scale; one negative value anywhere, and all are drawn in the diverging scale
with 0 exactly at its neutral middle.
"""

from __future__ import annotations

import io
from collections.abc import Mapping
from dataclasses import dataclass
from math import ceil, sqrt
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw
from PIL.PngImagePlugin import PngInfo

from explorer.arrays import Floats
from explorer.errors import LimitError
from explorer.figures.colours import DIVERGING, GAP, LIGHT, SEQUENTIAL, Scale, colour_table, hatches, title_of
from explorer.figures.hatching import hatched, strengths
from explorer.figures.wire import packed, packed_photo
from explorer.lettering import drawable, font_of, lines_of

Order = Literal["index", "mean", "maximum", "active"]

SIDE = 64
"""Usual side of the largest thumbnail, cells."""
_CELLS = 2**20


@dataclass(frozen=True, slots=True, eq=False)
class Sheet:
    """Feature maps as drawn. All per-map arrays are by channel; ``order`` says in which order they are shown."""

    levels: NDArray[np.uint8]
    """Thumbnails (C, h, w): 0 to 254 on the scale, `GAP` where not finite."""
    step: int
    """A cell of a thumbnail is the mean of ``step`` x ``step`` cells of its map."""
    size: tuple[int, int]
    """Height and width of a map, cells."""
    order: NDArray[np.intp]
    scale: Scale
    signed: bool
    """True where any map has a negative value: scales run from ``-high`` to ``high``, otherwise from 0 to ``high``."""
    shared: bool
    high: Floats
    """Upper end of each map's scale (C,); all equal where the scale is shared."""
    minimum: Floats
    maximum: Floats
    mean: Floats
    """Of the finite cells of each map (C,); 0 where there are none."""
    active: Floats
    """Finite cells above 0 as a share of all cells (C,), 0 to 1."""
    missing: NDArray[np.int64]
    """How many cells of each map are NaN or infinite (C,)."""
    selected: int | None
    large: Floats | None
    """The selected map in full (H, W)."""


def sheet(maps: Floats, *, order: Order = "index", shared_scale: bool = True, selected: int | None = None,
          limit: int = SIDE) -> Sheet:
    """Return the contact sheet of feature maps.

    Args:
        maps: (C, H, W), at least one cell.
        order: by channel, or falling by mean, maximum or share of active cells.
        shared_scale: one scale for all maps, or each map by its own largest value.
        selected: channel that is also sent in full.
        limit: largest side of a thumbnail, cells; larger maps are averaged down. Many maps get smaller thumbnails.

    Raises:
        LimitError: there is nothing to show, or no map of the selected number.
    """
    if maps.ndim != 3 or maps.size == 0:
        raise LimitError("A sheet shows maps of channels × height × width, not {shape}. Choose another layer.",
                         shape=" × ".join(map(str, maps.shape)))
    if selected is not None and not 0 <= selected < len(maps):
        raise LimitError("There is no map {number}: this layer has the maps 1 to {last}. Choose one of them.",
                         number=selected + 1, last=len(maps))
    maps = np.ascontiguousarray(maps, dtype=np.float32)
    known, missing = _finite(maps)
    minimum, maximum, mean, active = _statistics(known, missing)
    signed = bool(minimum.min() < 0)
    high = _high(minimum, maximum, shared_scale)
    step = _step(maps.shape, limit)
    return Sheet(
        levels=_levels(_thumbnails(known, step), high, signed), step=step, size=(maps.shape[1], maps.shape[2]),
        order=_ranked(order, {"mean": mean, "maximum": maximum, "active": active}, len(maps)),
        scale=DIVERGING if signed else SEQUENTIAL, signed=signed, shared=shared_scale, high=high, minimum=minimum,
        maximum=maximum, mean=mean, active=active, missing=missing, selected=selected,
        large=None if selected is None else maps[selected])


def packed_sheet(shown: Sheet, words: Mapping[str, str], *, alone: bool = False) -> bytes:
    """Return the sheet as ``pages/web/components/map_sheet/data.js`` reads it.

    ``alone``: the page shows the selected map large somewhere else, so it is not sent in full.

    Per-map numbers (6, C), the large map (H, W), colours (256, 3) and thumbnails (C, h, w).
    """
    header = {
        "count": len(shown.levels), "thumb": shown.levels.shape[1:], "size": shown.size, "step": shown.step,
        "order": shown.order.tolist(), "scale": title_of(shown.scale), "signed": shown.signed, "shared": shown.shared,
        "hatched": shown.signed and hatches(), "selected": shown.selected,
        "large": shown.large is not None and not alone, "alone": alone,
        "words": dict(words),
    }
    numbers = np.stack([shown.high, shown.minimum, shown.maximum, shown.mean, shown.active, shown.missing])
    large = [] if shown.large is None or alone else [shown.large]
    return packed(header, [numbers, *large, colour_table(shown.scale), shown.levels])


def packed_map(photo: NDArray[np.uint8], values: Floats, shown: Sheet, channel: int,
               header: Mapping[str, Any]) -> bytes:
    """Return a map over a photo as ``pages/web/components/map_large/index.js`` reads it.

    Args:
        photo: RGB, [H, W, 3].
        values: the map (h, w).
        shown: the sheet that the map is part of: its scale.
        channel: which map it is.
        header: what else the browser is told.
    """
    return packed_photo(photo, values, shown.scale,
                        {**header, "high": float(shown.high[channel]), "signed": shown.signed})


def _finite(maps: Floats) -> tuple[Floats, NDArray[np.int64]]:
    """Return the maps with NaN for every number that is not finite, and how many each map has (C,)."""
    finite = np.isfinite(maps)
    if finite.all():
        return maps, np.zeros(len(maps), dtype=np.int64)
    cells = maps.shape[1] * maps.shape[2]
    known = np.where(finite, maps, np.float32(np.nan))
    return known, cells - np.count_nonzero(finite, axis=(1, 2)).astype(np.int64)


def _statistics(known: Floats, missing: NDArray[np.int64]) -> tuple[Floats, Floats, Floats, Floats]:
    flat = known.reshape(len(known), -1)
    counts = flat.shape[1] - missing
    total = np.nansum(flat, axis=1, dtype=np.float64) if missing.any() else flat.sum(axis=1, dtype=np.float64)
    mean = total / np.maximum(counts, 1)
    active = np.count_nonzero(flat > 0, axis=1) / flat.shape[1]
    minimum, maximum = np.fmin.reduce(flat, axis=1), np.fmax.reduce(flat, axis=1)
    empty = counts == 0
    minimum[empty] = maximum[empty] = 0
    return minimum, maximum, mean.astype(np.float32), active.astype(np.float32)


def _high(minimum: Floats, maximum: Floats, shared: bool) -> Floats:
    """Return the upper end of each map's scale (C,), 1 for maps that are 0 everywhere."""
    high = np.maximum(np.abs(minimum), np.abs(maximum))
    if shared:
        high = np.full_like(high, high.max())
    return np.where(high > 0, high, np.float32(1))


def _step(shape: tuple[int, ...], limit: int) -> int:
    channels, height, width = shape
    step = max(1, ceil(max(height, width) / limit))
    while step < max(height, width) and channels * ceil(height / step) * ceil(width / step) > _CELLS:
        step += 1
    return step


def _thumbnails(known: Floats, step: int) -> Floats:
    """Return the means of blocks of ``step`` x ``step`` cells; those at the far edges may be smaller."""
    if step == 1:
        return known
    _, height, width = known.shape
    rows, columns = np.arange(0, height, step), np.arange(0, width, step)
    sums: Floats = np.add.reduceat(np.add.reduceat(known, rows, axis=1), columns, axis=2)
    sums /= np.outer(np.diff(rows, append=height), np.diff(columns, append=width)).astype(np.float32)
    return sums


def _levels(thumbnails: Floats, high: Floats, signed: bool) -> NDArray[np.uint8]:
    middle, reach = (127.0, 127.0) if signed else (0.0, 254.0)
    places = thumbnails / high[:, None, None]
    places *= np.float32(reach)
    places += np.float32(middle)
    np.rint(places, out=places)
    # The mean of a block may be rounded to just beyond the largest value.
    np.clip(places, 0, GAP - 1, out=places)
    np.nan_to_num(places, copy=False, nan=GAP)
    return places.astype(np.uint8)


def _ranked(order: Order, keys: Mapping[str, Floats], count: int) -> NDArray[np.intp]:
    return np.arange(count) if order == "index" else np.argsort(-keys[order], kind="stable")


BORDER = 2
LEAST = 48
"""Thumbnails are enlarged by whole numbers until their longer side has this many px."""
TEXT, LINE = 12, 17
"""Height of the title's letters and of its lines, px."""


def sheet_png(shown: Sheet, *, title: str = "") -> bytes:
    """Return the maps of a sheet in its order and colours as a PNG file.

    ``title`` stands below the maps and in the file's metadata.
    """
    notes = PngInfo()
    notes.add_itxt("Title", title)
    file = io.BytesIO()
    _titled(_grid(shown), title).save(file, "PNG", pnginfo=notes)
    return file.getvalue()


def _grid(shown: Sheet) -> NDArray[np.uint8]:
    """Return all maps beside and below each other, (H, W, 3)."""
    count, height, width = shown.levels.shape
    zoom = max(1, ceil(LEAST / max(height, width)))
    tall, wide = height * zoom + BORDER, width * zoom + BORDER
    columns = max(1, round(sqrt(count * tall / wide)))
    canvas = np.full((ceil(count / columns) * tall + BORDER, columns * wide + BORDER, 3), 255, dtype=np.uint8)
    below = np.zeros(canvas.shape[:2], dtype=np.float32)
    colours = colour_table(shown.scale)
    for place, channel in enumerate(shown.order):
        top, left = place // columns * tall + BORDER, place % columns * wide + BORDER
        here = slice(top, top + tall - BORDER), slice(left, left + wide - BORDER)
        levels = shown.levels[channel].repeat(zoom, axis=0).repeat(zoom, axis=1)
        canvas[here], below[here] = colours[levels], strengths(levels)
    return hatched(canvas, below) if shown.signed and hatches() else canvas


def tiles_of(shown: Sheet, *, least: int = LEAST) -> NDArray[np.uint8]:
    """Return each map of a sheet, by channel, in its colours, (C, H, W, 3).

    ``least``: maps are enlarged by whole numbers until their longer side has this many px.
    """
    zoom = max(1, ceil(least / max(shown.levels.shape[1:])))
    levels = shown.levels.repeat(zoom, axis=1).repeat(zoom, axis=2)
    pictures: NDArray[np.uint8] = colour_table(shown.scale)[levels]
    if shown.signed and hatches():
        pictures = np.stack([hatched(picture, strengths(one)) for picture, one in zip(pictures, levels, strict=True)])
    return pictures


def _titled(grid: NDArray[np.uint8], title: str) -> Image.Image:
    """Return the maps (H, W, 3) with a title below, in as many lines as it takes."""
    height, width, _ = grid.shape
    font = font_of(title, TEXT)
    lines = lines_of(drawable(title), font, width - 2 * BORDER)
    page = Image.new("RGB", (width, height + LINE * len(lines) + (BORDER if lines else 0)), "white")
    page.paste(Image.fromarray(grid))
    pen = ImageDraw.Draw(page)
    for row, line in enumerate(lines):
        pen.text((BORDER, height + LINE * row), line, fill=LIGHT.text, font=font)
    return page
