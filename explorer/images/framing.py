"""How a picture of any shape becomes a square: its middle is cut out, or all of it is put between borders."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from math import ceil
from typing import Literal

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from explorer.errors import message
from explorer.images.opening import open_image
from explorer.images.picture import Picture, picture_of, squared, to_size

Fit = Literal["crop", "borders"]
GREY = 128
"""Of borders: after the mean of most photos is taken away, about nothing."""
CROPPED = message("Each picture is cropped to the square in its middle and scaled to {side} × {side} px, bicubic; "
                  "grey and indexed ones become RGB, transparent parts white.")
BORDERED = message("Each picture is scaled to fit into {side} × {side} px, bicubic, between grey borders; grey and "
                   "indexed ones become RGB, transparent parts white.")
LONG = 2
"""So many times as long as wide, and a picture decoded at twice the side still has the side across."""


@dataclass(frozen=True, slots=True, eq=False)
class Framed:
    """A picture as a square."""

    pixels: NDArray[np.uint8]
    """(side, side, 3)."""
    size: tuple[int, int]
    """Width and height of the whole picture, upright, px."""


def framed(data: bytes, name: str, side: int, fit: Fit = "crop") -> Framed:
    """Return a picture's file as a square, upright.

    Files are decoded at about twice the side, which is fast. Of one that is longer, the side that counts is across:
    the middle of a strip of 48 x 900 px comes at its full 48 px.

    Raises:
        ImageError: not a sound picture.
        LimitError: more bytes or pixels than this server takes.
    """
    picture = open_image(data, name, side=2 * side)
    across, along = sorted(picture.original_size)
    if fit == "crop" and along > LONG * across:
        picture = open_image(data, name, side=ceil(side * along / across))
    return Framed(FITS[fit](picture, side), picture.original_size)


def decoded(data: bytes, name: str, side: int) -> NDArray[np.uint8]:
    """Return the square in the middle of a picture's file, upright, (side, side, 3), as ``framed`` does."""
    return framed(data, name, side).pixels


def cropped(picture: Picture, side: int) -> NDArray[np.uint8]:
    """Return the square in the middle of a picture, (side, side, 3)."""
    return to_size(picture, side, side)


def bordered(picture: Picture, side: int) -> NDArray[np.uint8]:
    """Return all of a picture in a square, (side, side, 3), its longer side at ``side`` px, between grey borders."""
    rows, columns = picture.pixels.shape[:2]
    scale = side / max(rows, columns)
    height, width = (max(1, round(length * scale)) for length in (rows, columns))
    small = Image.fromarray(picture.pixels).resize((width, height), Image.Resampling.BICUBIC)
    square = np.full((side, side, 3), GREY, dtype=np.uint8)
    top, left = (side - height) // 2, (side - width) // 2
    square[top:top + height, left:left + width] = np.asarray(small)
    return square


def photo_framed(image: Image.Image, side: int, fit: Fit = "crop") -> NDArray[np.uint8]:
    """Return a photo that has been decoded as a square, (side, side, 3)."""
    return squared(image, side) if fit == "crop" else bordered(picture_of(np.array(image.convert("RGB")), ""), side)


def share_in_square(size: tuple[int, int]) -> float:
    """Return how much of a picture of this width and height the square in its middle shows, 0 to 1."""
    return min(size) / max(size)


FITS: dict[Fit, Callable[[Picture, int], NDArray[np.uint8]]] = {"crop": cropped, "borders": bordered}
