"""Untrusted bytes into checked pixels.

Limits stand in ``settings()`` and are checked on the file's header, before anything is decoded. A photo of a phone
is scaled down while it is decoded, so that 24 megapixels cost about as much memory as the result.
"""

from __future__ import annotations

import io
import struct
import warnings
import zlib

import numpy as np
from numpy.typing import NDArray
from PIL import ExifTags, Image

from explorer.errors import ImageError, LimitError, message
from explorer.images.picture import Picture, picture_of, to_size
from explorer.runtime import CLOSE, size_text
from explorer.settings import settings

FORMATS = ("PNG", "JPEG", "WEBP")
# What Pillow's decoders let through on damaged files; found by flipping bytes (tests/explorer/images/test_opening.py).
DAMAGE = (OSError, SyntaxError, ValueError, TypeError, LookupError, ArithmeticError, AttributeError, RuntimeError,
          EOFError, MemoryError, struct.error, zlib.error)
BOMBS = (Image.DecompressionBombError, Image.DecompressionBombWarning)
# Exif 2.3, tag 0x0112: what to do to pixels stored under each orientation; 1 is upright.
TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
SIDEWAYS = {5, 6, 7, 8}

warnings.simplefilter("error", Image.DecompressionBombWarning)


def open_image(data: bytes, name: str = "", *, side: int | None = None) -> Picture:
    """Return the picture in ``data``: upright, RGB, transparent parts over white, the first frame of several.

    Args:
        data: content of a PNG, JPEG or WebP file; its name or stated type is not believed.
        name: what to call it in messages.
        side: longest side of the result, px; larger pictures are scaled down. Default: ``settings().image_side``.

    Raises:
        LimitError: more bytes or pixels than this server takes.
        ImageError: not a sound picture of these three kinds.
    """
    name = name or "This file"
    check_file_size(len(data), name)
    Image.MAX_IMAGE_PIXELS = settings().image_pixels  # Pillow's own checks, of frames too, follow the same limit
    try:
        image = Image.open(io.BytesIO(data), formats=FORMATS)
        _check_size(image.size)
        turn = _orientation(image)
        width, height = image.size
        upright = _turned(_small_rgb(image, side or settings().image_side), turn)
    except BOMBS as error:
        raise LimitError("{name} has more than {limit:,} pixels (width × height), the most that can be opened. "
                         "Make it smaller and try again.", name=name, limit=settings().image_pixels) from error
    except DAMAGE as error:
        raise ImageError("{name} is not a sound PNG, JPEG or WebP picture. Open it in a picture program, save it as "
                         "PNG or JPEG, and try again.", name=name) from error
    return _picture(name, upright, (height, width) if turn in SIDEWAYS else (width, height))


def check_file_size(count: int, name: str) -> None:
    """Refuse a picture's file of ``count`` bytes before anything is read of it.

    Raises:
        LimitError: it is larger than this server takes.
    """
    if count > (limit := settings().image_bytes):
        raise LimitError("{name} is {size}; at most {limit} can be opened. Make it smaller or save it as JPEG, and try "
                         "again.", name=name, size=size_text(count, digits=CLOSE),
                         limit=size_text(limit, digits=CLOSE))


def _check_size(size: tuple[int, int]) -> None:
    if size[0] * size[1] > settings().image_pixels:
        raise Image.DecompressionBombError


def _orientation(image: Image.Image) -> int:
    """Return the Exif orientation, 1 to 8; 1 where the notes of a sound picture are rubbish."""
    try:
        return int(image.getexif().get(ExifTags.Base.Orientation, 1))
    except DAMAGE:
        return 1


def _turned(image: Image.Image, orientation: int) -> Image.Image:
    return image.transpose(TURNS[orientation]) if orientation in TURNS else image


def _small_rgb(image: Image.Image, side: int) -> Image.Image:
    """Return the first frame in RGB, scaled down before conversion wherever that saves memory."""
    shrink = min(1.0, 2 * side / max(image.size))  # twice the side leaves the last step enough to average over
    image.draft(None, (max(1, int(image.width * shrink)), max(1, int(image.height * shrink))))
    if image.mode.startswith("I"):
        image = _eight_bits(image)
    elif image.mode in {"1", "P", "PA"} or "transparency" in image.info:
        image = image.convert("RGBA")
    image.thumbnail((side, side), Image.Resampling.LANCZOS, reducing_gap=2.0)
    if image.mode in {"LA", "RGBA"}:
        image = image.convert("RGBA")
        image = Image.alpha_composite(Image.new("RGBA", image.size, "white"), image)
    return image.convert("RGB")


def _eight_bits(image: Image.Image) -> Image.Image:
    """Return 16-bit grey as 8-bit grey; 65,535 becomes 255."""
    values = np.asarray(image).astype(np.uint32)
    return Image.fromarray(((values + 128) // 257).astype(np.uint8))


def _picture(name: str, image: Image.Image, original_size: tuple[int, int]) -> Picture:
    return picture_of(np.array(image), name, original_size)


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
