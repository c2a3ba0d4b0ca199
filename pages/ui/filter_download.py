"""The result as a PNG at the full size of the photo, computed when it is asked for."""

from __future__ import annotations

import io
from collections.abc import Callable
from functools import partial
from math import sqrt
from threading import Lock

import numpy as np
import streamlit as st
from PIL import Image

from explorer.convolution.filters.chain import Stage, Step, stages
from explorer.images import Picture, open_image
from pages.classic_filters.apply import developed, pixels_of
from pages.ui.pickers.photo import file_of
from pages.ui.text import _

MOST_PIXELS = 16_000_000
"""Largest photo that is filtered at its own size, pixels; larger ones are scaled down to this. In colour, values and
results of that many pixels take about 0.8 GB for as long as it lasts."""
_one_at_a_time = Lock()


def download_button(picture: Picture, steps: tuple[Step, ...], display: str, *, colour: bool) -> None:
    """Offer the result; it is computed on the click, at full size where the reader's file is still kept."""
    content = file_of(picture)
    width, height = _full_size(picture) if content else picture.pixels.shape[1::-1]
    told = _("Computed at {width} × {height} px when you click").format(width=f"{width:,}", height=f"{height:,}")
    if content and width * height < picture.original_size[0] * picture.original_size[1]:
        told += _(", scaled down from {width} × {height} px").format(width=f"{picture.original_size[0]:,}",
                                                                    height=f"{picture.original_size[1]:,}")
    if not content:
        told += _("; the file itself made room for newer ones, open it again for its full size")
    work: Callable[[], bytes] = partial(full_size_png, picture, content, steps, display, colour=colour)
    st.download_button(_("Download"), work, file_name="filtered.png", mime="image/png", icon=":material/download:",
                       on_click="ignore", key="cf_download", help=told + ".")


def full_size_png(picture: Picture, content: bytes | None, steps: tuple[Step, ...], display: str, *,
                  colour: bool) -> bytes:
    """Return the result as a PNG file; one at a time per server, since it takes much memory."""
    with _one_at_a_time:
        if content:
            picture = open_image(content, picture.name, side=max(_full_size(picture)))
        photo = pixels_of(picture, colour=colour, side=max(picture.pixels.shape))
        return _png(developed(_last(steps, photo), display, steps).rgb)


def _full_size(picture: Picture) -> tuple[int, int]:
    """Return width and height at which the photo is filtered for a download, px."""
    width, height = picture.original_size
    shrink = min(1.0, sqrt(MOST_PIXELS / (width * height)))
    return max(1, int(width * shrink)), max(1, int(height * shrink))


def _last(steps: tuple[Step, ...], photo: np.ndarray[tuple[int, ...], np.dtype[np.uint8]]) -> Stage:
    for stage in stages(steps, photo):
        last = stage
    return last


def _png(pixels: np.ndarray[tuple[int, ...], np.dtype[np.uint8]]) -> bytes:
    buffer = io.BytesIO()
    Image.fromarray(pixels).save(buffer, "PNG", compress_level=3)
    return buffer.getvalue()
