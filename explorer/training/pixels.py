"""One untrusted file, or one photo, to a square of pixels."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from explorer.errors import message
from explorer.images import open_image, to_size

CROPPED = message("Each picture is cropped to the square in its middle and scaled to {side} × {side} px, bicubic; "
                  "grey and indexed ones become RGB, transparent parts white.")


def decoded(data: bytes, name: str, side: int) -> NDArray[np.uint8]:
    """Return the square in the middle of a PNG, JPEG or WebP file, upright, (side, side, 3).

    Files are decoded at about twice the side, which is fast, and enough for pictures up to twice as long as wide.

    Raises:
        ImageError: not a sound picture of these kinds.
        LimitError: more bytes or pixels than this server takes.
    """
    return to_size(open_image(data, name, side=2 * side), side, side)


def squared(image: Image.Image, side: int) -> NDArray[np.uint8]:
    """Return the square in the middle of a photo that has been decoded, (side, side, 3)."""
    size = min(image.size)
    left, top = (image.width - size) / 2, (image.height - size) / 2
    box = (left, top, left + size, top + size)
    return np.asarray(image.convert("RGB").resize((side, side), Image.Resampling.BICUBIC, box=box))
