"""Untrusted bytes into checked pixels, and sample photos that come with installed packages.

Limits stand in ``settings()`` and are checked on the file's header, before anything is decoded. A photo of a phone
is scaled down while it is decoded, so that 24 megapixels cost about as much memory as the result.
"""

from __future__ import annotations

import io
import struct
import warnings
import zlib
from dataclasses import dataclass, field
from functools import cache
from hashlib import sha256
from importlib.util import find_spec
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import ExifTags, Image

from explorer.errors import ImageError, LimitError, message
from explorer.runtime import CLOSE, size_text
from explorer.settings import settings

FORMATS = ("PNG", "JPEG", "WEBP")
# What Pillow's decoders let through on damaged files; found by flipping bytes (tests/explorer/test_images.py).
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


@dataclass(frozen=True, slots=True)
class Sample:
    """A photo that is installed with a package."""

    title: str
    package: str
    path: str
    credit: str
    """Who made it and under which licence, as the package states it."""

    @property
    def file(self) -> Path:
        """Return where the photo lies, without importing its package."""
        spec = find_spec(self.package)
        if spec is None or not spec.submodule_search_locations:
            raise ImageError("The photo {title} comes with {package}, which is not installed. Choose another photo.",
                             title=self.title, package=self.package)
        return Path(spec.submodule_search_locations[0]) / self.path


_NASA = "NASA, public domain"
_CC0 = "Creative Commons CC0"
_CC_BY = "Creative Commons Attribution 2.0"
SAMPLES: dict[str, Sample] = {
    "chelsea": Sample("Chelsea the cat", "skimage", "data/chelsea.png", f"Stefan van der Walt, {_CC0}"),
    "china": Sample("Chinese temple", "sklearn", "datasets/images/china.jpg", f"danielbuechele (Flickr), {_CC_BY}"),
    "flower": Sample("Flower", "sklearn", "datasets/images/flower.jpg", f"vultilion (Flickr), {_CC_BY}"),
    "astronaut": Sample("Astronaut", "skimage", "data/astronaut.png", _NASA),
    "coffee": Sample("Cup of coffee", "skimage", "data/coffee.png", f"Rachel Michetti, {_CC0}"),
    "rocket": Sample("Rocket", "skimage", "data/rocket.jpg", "SpaceX, public domain"),
    "camera": Sample("Photographer", "skimage", "data/camera.png", f"Lav Varshney, {_CC0}"),
    "coins": Sample("Greek coins", "skimage", "data/coins.png", "Brooklyn Museum, no known copyright restrictions"),
    "brick": Sample("Brick wall", "skimage", "data/brick.png", f"CC0Textures, {_CC0}"),
    "grass": Sample("Grass", "skimage", "data/grass.png", f"linolafett (DeviantArt), {_CC0}"),
    "moon": Sample("Surface of the Moon", "skimage", "data/moon.png", "distributed with scikit-image"),
    "hubble": Sample("Deep field of Hubble", "skimage", "data/hubble_deep_field.jpg", _NASA),
}


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


@cache
def sample(name: str) -> Picture:
    """Return the sample photo that ``SAMPLES`` lists as ``name``, under its title.

    Raises:
        ImageError: there is no such sample, or its package is not installed.
    """
    if name not in SAMPLES:
        raise ImageError("There is no sample photo {name!r}. Choose one of: {known}.",
                         name=name, known=", ".join(SAMPLES))
    return open_image(SAMPLES[name].file.read_bytes(), SAMPLES[name].title)


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


def picture_of(pixels: NDArray[np.uint8], name: str, original_size: tuple[int, int] | None = None) -> Picture:
    """Return RGB pixels [height, width, 3], 0 to 255, as a picture; they can be written to no more."""
    pixels.setflags(write=False)
    key = sha256(repr(pixels.shape).encode() + pixels.tobytes()).hexdigest()
    return Picture(name, pixels, key, original_size or (pixels.shape[1], pixels.shape[0]))


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
