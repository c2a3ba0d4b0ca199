"""The filters at work on a photo: what comes out of each, how it is shown, and what is said about it."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from math import sqrt
from threading import Lock

import numpy as np
from PIL import Image

from explorer.arrays import Pixels
from explorer.convolution.filters import DIRECTION, Filtered, Step, display_of, filtered
from explorer.errors import ExplorerError, Message, message
from explorer.figures import Developed, develop, without_need_of_colour
from explorer.images import Picture, fitted, open_image
from pages.classic_filters.state import FilterSetup
from pages.ui.components.taking import download
from pages.ui.pickers.photo import file_of
from pages.ui.text import _

SHOWN_SIDE = 768
"""Longer side at which a photo is filtered for the page, px; a download is computed at full size."""


@dataclass(frozen=True, slots=True)
class Shot:
    """The picture after one filter.

    Attributes:
        place: of the filter, from 0.
        steps: all that was applied to the photo to get here.
        sizes: (H, W, C) after each of them.
        developed: the pixels.
        start: row and column of the strongest answer, as shares of the sides.
    """

    place: int
    steps: tuple[Step, ...]
    sizes: tuple[tuple[int, ...], ...]
    developed: Developed
    start: tuple[float, float]


def pixels_of(picture: Picture, *, colour: bool, side: int = SHOWN_SIDE) -> Pixels:
    """Return the photo as it goes into the filters, (H, W, 3), or (H, W, 1) in grey (ITU-R 601 luma, whole numbers)."""
    pixels = fitted(picture, side)
    return pixels if colour else np.asarray(Image.fromarray(pixels).convert("L"))[:, :, None]


def run(setup: FilterSetup, photo: Pixels) -> tuple[list[Shot], list[Message]]:
    """Return a shot per filter that could be applied to ``photo`` (H, W, C), and why the others could not."""
    shots: list[Shot] = []
    problems: list[Message] = []
    rows = [(0, setup.steps)] if setup.mode == "row" else [
        (place, (step,)) for place, step in enumerate(setup.steps)]
    for first, steps in rows:
        try:
            shots.extend(_shots(first, steps, photo, setup))
        except ExplorerError as error:
            reached = first if setup.mode == "side" else len(shots)
            problems.append(message("Filter {place} cannot be applied. {why}", place=reached + 1, why=error.message))
    return shots, problems


def shown_display(display: str, steps: tuple[Step, ...]) -> str:
    """Return how a result is drawn: as the reader chose, but a direction always as one."""
    return display_of(steps) if display == "auto" or steps[-1].name == DIRECTION else display


def _shots(first: int, steps: tuple[Step, ...], photo: Pixels, setup: FilterSetup) -> Iterator[Shot]:
    sizes: list[tuple[int, ...]] = []
    for place, stage in enumerate(filtered(steps, photo)):
        sizes.append(stage.values.shape)
        done = steps[:place + 1]
        yield Shot(first + place, done, tuple(sizes), developed(stage, setup.display, done), _strongest(stage))


def developed(stage: Filtered, display: str, steps: tuple[Step, ...]) -> Developed:
    """Return the pixels of a stage in the way the reader chose."""
    return develop(stage.values, shown_display(display, steps), stage.strength)  # type: ignore[arg-type]


def _strongest(stage: Filtered) -> tuple[float, float]:
    """Return where the largest value stands, away from the border, as shares of height and width."""
    height, width = stage.values.shape[:2]
    edge = min(height, width) // 8
    values = stage.values[:, :, 0] if stage.strength is None else stage.strength
    inner = values[edge:height - edge, edge:width - edge]
    row, column = np.unravel_index(int(np.argmax(inner)), inner.shape)
    return (edge + int(row) + 0.5) / height, (edge + int(column) + 0.5) / width


MOST_PIXELS = 16_000_000
"""Largest photo that is filtered at its own size, pixels; larger ones are scaled down to this. In colour, values and
results of that many pixels take about 0.8 GB for as long as it lasts."""
_one_at_a_time = Lock()


def download_button(picture: Picture, steps: tuple[Step, ...], display: str, *, colour: bool) -> None:
    """Offer the result; it is computed on the click, at full size where the reader's file is still kept."""
    content = file_of(picture)
    width, height = _full_size(picture) if content else picture.pixels.shape[1::-1]
    full_width, full_height = picture.original_size
    told = _("Computed at {width} × {height} px when you click.")
    if content and width * height < full_width * full_height:
        told = _("Computed at {width} × {height} px when you click, scaled down from {full_width} × {full_height} px.")
    if not content:
        told = _("Computed at {width} × {height} px when you click. The file itself made room for newer ones: open it "
                 "again for its full size.")
    sizes = {"width": width, "height": height, "full_width": full_width, "full_height": full_height}
    work: Callable[[], bytes] = partial(full_size_png, picture, content, steps, display, colour=colour)
    download(_("Download"), work, "filtered.png", "image/png", icon=":material/download:", key="cf_download",
             help=told.format(**{name: f"{size:,}" for name, size in sizes.items()}))


def full_size_png(picture: Picture, content: bytes | None, steps: tuple[Step, ...], display: str, *,
                  colour: bool) -> bytes:
    """Return the result as a PNG file; one at a time per server, since it takes much memory."""
    with _one_at_a_time:
        if content:
            picture = open_image(content, picture.name, side=max(_full_size(picture)),
                                 stretch=picture.is_stretched)
        photo = pixels_of(picture, colour=colour, side=max(picture.pixels.shape))
        return _png(without_need_of_colour(developed(_last(steps, photo), display, steps)))


def _full_size(picture: Picture) -> tuple[int, int]:
    """Return width and height at which the photo is filtered for a download, px."""
    width, height = picture.original_size
    shrink = min(1.0, sqrt(MOST_PIXELS / (width * height)))
    return max(1, int(width * shrink)), max(1, int(height * shrink))


def _last(steps: tuple[Step, ...], photo: np.ndarray[tuple[int, ...], np.dtype[np.uint8]]) -> Filtered:
    for stage in filtered(steps, photo):
        last = stage
    return last


def _png(pixels: np.ndarray[tuple[int, ...], np.dtype[np.uint8]]) -> bytes:
    buffer = io.BytesIO()
    Image.fromarray(pixels).save(buffer, "PNG", compress_level=3)
    return buffer.getvalue()
