"""A picture that has been checked, and the sizes that pages and networks want of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from hashlib import sha256

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from explorer.errors import Message


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture that has been checked."""

    name: str
    """File name or title, for people."""
    pixels: NDArray[np.uint8] = field(repr=False, compare=False)
    """RGB, [height, width, 3], 0 to 255, read-only."""
    key: str
    """SHA-256 of the pixels and their shape, hexadecimal: the same key means the same picture."""
    original_size: tuple[int, int]
    """Width and height of the file's picture, upright and before it was scaled down, px."""
    notes: tuple[Message, ...] = field(default=(), compare=False)
    """What readers should know of how it was opened, one sentence each."""
    dark_range: tuple[int, int] | None = field(default=None, compare=False)
    """Lowest and highest of its 16-bit values where it looks dark for that: `open_image` can stretch them."""
    is_stretched: bool = field(default=False, compare=False)
    """They are."""


def picture_of(pixels: NDArray[np.uint8], name: str, original_size: tuple[int, int] | None = None) -> Picture:
    """Return RGB pixels [height, width, 3], 0 to 255, as a picture; they can be written to no more."""
    pixels.setflags(write=False)
    key = sha256(repr(pixels.shape).encode() + pixels.tobytes()).hexdigest()
    return Picture(name, pixels, key, original_size or (pixels.shape[1], pixels.shape[0]))


def fitted(picture: Picture, side: int) -> NDArray[np.uint8]:
    """Return the picture with its longer side at most ``side`` px, [height, width, 3]; never enlarged."""
    image = Image.fromarray(picture.pixels)
    image.thumbnail((side, side), Image.Resampling.LANCZOS)
    return np.asarray(image)


def to_size(picture: Picture, height: int, width: int) -> NDArray[np.uint8]:
    """Return the middle of the picture at exactly this size, px: cropped to the aspect, then resized, antialiased.

    The result is [height, width, 3], 0 to 255.
    """
    rows, columns = picture.pixels.shape[:2]
    scale = min(rows / height, columns / width)
    top, left = (rows - height * scale) / 2, (columns - width * scale) / 2
    box = (left, top, min(left + width * scale, columns), min(top + height * scale, rows))
    return np.asarray(Image.fromarray(picture.pixels).resize((width, height), Image.Resampling.BICUBIC, box=box))


def squared(image: Image.Image, side: int) -> NDArray[np.uint8]:
    """Return the square in the middle of a photo that has been decoded, (side, side, 3)."""
    size = min(image.size)
    left, top = (image.width - size) / 2, (image.height - size) / 2
    box = (left, top, left + size, top + size)
    return np.asarray(image.convert("RGB").resize((side, side), Image.Resampling.BICUBIC, box=box))
