"""Small pictures on their way to the browser: many in one, as WebP."""

from __future__ import annotations

import base64
import io
from collections.abc import Sequence

import numpy as np
from PIL import Image

from explorer.arrays import Pixels

QUALITY = 88
"""Of WebP, 1 to 100; cells of tiny patches stay apart."""


def squared(pixels: Pixels, side: int) -> Pixels:
    """Return a picture (H, W, 3) as a square of ``side`` px, its borders grey where it is no square itself."""
    height, width = pixels.shape[:2]
    zoom = side / max(height, width)
    size = max(1, round(width * zoom)), max(1, round(height * zoom))
    method = Image.Resampling.NEAREST if zoom >= 2 else Image.Resampling.LANCZOS
    whole = Image.new("RGB", (side, side), (128, 128, 128))
    whole.paste(Image.fromarray(np.ascontiguousarray(pixels)).resize(size, method),
                ((side - size[0]) // 2, (side - size[1]) // 2))
    return np.asarray(whole)


def atlas(rows: Sequence[Sequence[Pixels]], side: int) -> str:
    """Return pictures in rows as one, as an address that a browser shows; empty where there are none.

    Args:
        rows: of pictures (H, W, 3); short rows end in black.
        side: of each in the whole, px.
    """
    across = max((len(row) for row in rows), default=0)
    if not across:
        return ""
    whole = np.zeros((len(rows) * side, across * side, 3), np.uint8)
    for row, pictures in enumerate(rows):
        for column, pixels in enumerate(pictures):
            whole[row * side:(row + 1) * side, column * side:(column + 1) * side] = squared(pixels, side)
    return webp_address(whole)


def webp_address(pixels: Pixels) -> str:
    """Return a picture (H, W, 3) as an address of WebP."""
    buffer = io.BytesIO()
    Image.fromarray(pixels).save(buffer, "WEBP", quality=QUALITY, method=2)
    return f"data:image/webp;base64,{base64.b64encode(buffer.getvalue()).decode()}"
