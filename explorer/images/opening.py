"""Untrusted bytes into checked pixels.

What a file is made of is counted, and what its picture would cost is measured on its header, before anything is
decoded; the limits stand in ``settings()``. A photo of a phone is scaled down while it is decoded, so that 24
megapixels cost about as much memory as the result.
"""

from __future__ import annotations

import io
import struct
import warnings
import zlib
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from dataclasses import replace
from threading import Lock

import numpy as np
from pi_heif import HeifImageFile
from PIL import AvifImagePlugin, ExifTags, Image, ImageCms, TiffImagePlugin, WebPImagePlugin

from explorer.errors import ImageError, LimitError, message
from explorer.images.colours import to_rgb
from explorer.images.kinds import AVIF, HEIC, PNG, TIFF, WEBP, FileKind, kind_of
from explorer.images.picture import Picture, picture_of
from explorer.images.structure import Structure, check_coded, is_cut, structure
from explorer.runtime import CLOSE, size_text
from explorer.settings import settings

# What decoders let through on damaged files, in Python or C: found by flipping bytes (tests/explorer/images).
DAMAGE = (OSError, SyntaxError, ValueError, TypeError, LookupError, ArithmeticError, AttributeError, RuntimeError,
          AssertionError, BufferError, EOFError, ImportError, MemoryError, NameError, ReferenceError, StopIteration,
          SystemError, Warning, struct.error, zlib.error, ImageCms.PyCMSError)
BOMBS = (Image.DecompressionBombError, Image.DecompressionBombWarning)
# By these classes, not by Pillow's list of what it knows: nothing is registered for the whole process.
OPENERS: dict[FileKind, Callable[[io.BytesIO], Image.Image]] = {
    HEIC: HeifImageFile, AVIF: AvifImagePlugin.AvifImageFile, TIFF: TiffImagePlugin.TiffImageFile,
    WEBP: WebPImagePlugin.WebPImageFile}
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
# Bytes of a pixel in memory, as Pillow keeps it, and with what converting it takes for a moment.
BYTES = {"1": 1, "L": 1, "I;16": 3, "I;16L": 3, "I;16B": 3, "P": 6, "LA": 8, "PA": 8, "RGBA": 8}
BYTES_OTHERWISE = 4
LARGE = 64 * 2**20
"""A picture that takes more memory than this waits for others that do, bytes."""
SEVERAL = message("It holds several pictures; the first one is shown.")
_one_large_at_a_time = Lock()

warnings.simplefilter("error", Image.DecompressionBombWarning)


def open_image(data: bytes, name: str = "", *, side: int | None = None, stretch: bool = False) -> Picture:
    """Return the picture in ``data``: upright, in sRGB, transparent parts over white, the first of several.

    Args:
        data: content of a PNG, JPEG, WebP, GIF, BMP, TIFF, HEIC or AVIF file; its name or stated type is not believed.
        name: what to call it in messages.
        side: longest side of the result, px; larger pictures are scaled down. Default: ``settings().image_side``.
        stretch: let the lowest and the highest value of a 16-bit grey picture become black and white.

    Raises:
        LimitError: more bytes or pixels than this server takes, or decoding would take long or much memory.
        ImageError: not a sound picture of these kinds.
    """
    name = name or "This file"
    check_file_size(len(data), name)
    kind = kind_of(data)
    if not kind.is_opened:
        said = kind.said_of(name)
        raise ImageError(said.template, **said.values)
    walked = structure(kind, data, name)
    Image.MAX_IMAGE_PIXELS = settings().image_pixels  # Pillow's own checks, of frames too, follow the same limit
    try:
        check_coded(kind, walked.data, name)
        return _decoded(kind, walked, name, side or settings().image_side, stretch=stretch)
    except BOMBS as error:
        raise LimitError("{name} has more than {limit:,} pixels (width × height), the most that can be opened. "
                         "Make it smaller and try again.", name=name, limit=settings().image_pixels) from error
    except DAMAGE as error:
        raise _broken(kind, data, name) from error


def _decoded(kind: FileKind, walked: Structure, name: str, side: int, *, stretch: bool) -> Picture:
    with _opened(kind, walked.data) as image:
        full = image.size
        _check_size(full, name)
        shrink = min(1.0, 2 * side / max(full))  # twice the side leaves the last step enough to average over
        image.draft(None, (max(1, int(full[0] * shrink)), max(1, int(full[1] * shrink))))
        with _share_of_memory(image, full, walked.working, name):
            profile = walked.profile if kind is PNG else image.info.get("icc_profile") or None
            made = to_rgb(image, side, profile, stretch=stretch)
        # Asked earlier, Pillow would decode a PNG for the answer. TIFF and HEIC were turned while they were decoded.
        turn = _orientation(image)
    upright = made.image.transpose(TURNS[turn]) if turn in TURNS else made.image
    picture = picture_of(np.array(upright), name, full[::-1] if turn in SIDEWAYS else full)
    several = (SEVERAL,) if walked.has_more or (kind is HEIC and getattr(image, "n_frames", 1) > 1) else ()
    return replace(picture, notes=(*made.notes, *several), dark_range=made.dark_range, is_stretched=stretch)


def _opened(kind: FileKind, data: bytes) -> Image.Image:
    if opener := OPENERS.get(kind):
        return opener(io.BytesIO(data))
    return Image.open(io.BytesIO(data), formats=(kind.decoder,))


def _broken(kind: FileKind, data: bytes, name: str) -> ImageError:
    if is_cut(kind, data):
        return ImageError("{name} is a {kind} picture that is cut off: it ends too early. Copy or download it again.",
                          name=name, kind=kind.title)
    return ImageError("{name} is a {kind} picture, but it is damaged, or stored in a way that is not read here. Open "
                      "it in a picture program, save it as PNG or JPEG, and try again.", name=name, kind=kind.title)


def _check_size(size: tuple[int, int], name: str) -> None:
    if size[0] * size[1] > settings().image_pixels:
        raise Image.DecompressionBombError
    if max(size) > settings().image_longest:
        raise LimitError("{name} is {width:,} × {height:,} px; the longer side may have up to {limit:,} px. Make it "
                         "smaller, or cut a part out of it, and try again.", name=name, width=size[0], height=size[1],
                         limit=settings().image_longest)


def _share_of_memory(image: Image.Image, full: tuple[int, int], working: float, name: str
                     ) -> AbstractContextManager[object]:
    """Return what to decode the image in: one that takes much memory waits for others that do.

    Raises:
        LimitError: it would take more than this server gives a picture.
    """
    shown = BYTES.get(image.mode, BYTES_OTHERWISE) * image.width * image.height
    if "transparency" in image.info:
        shown *= 2
    size = int(shown + working * full[0] * full[1])
    if size > (limit := settings().image_memory):
        raise LimitError("{name} would take {size} of memory to open; at most {limit} is given to a picture. Make it "
                         "smaller or save it as JPEG, and try again.", name=name, size=size_text(size, digits=CLOSE),
                         limit=size_text(limit, digits=CLOSE))
    return _one_large_at_a_time if size > LARGE else nullcontext()


def _orientation(image: Image.Image) -> int:
    """Return the Exif orientation, 1 to 8; 1 where the notes of a sound picture are rubbish."""
    try:
        return int(image.getexif().get(ExifTags.Base.Orientation, 1))
    except DAMAGE:
        return 1


def check_file_size(count: int, name: str) -> None:
    """Refuse a picture's file of ``count`` bytes before anything is read of it.

    Raises:
        LimitError: it is larger than this server takes.
    """
    if count > (limit := settings().image_bytes):
        raise LimitError("{name} is {size}; at most {limit} can be opened. Make it smaller or save it as JPEG, and try "
                         "again.", name=name, size=size_text(count, digits=CLOSE),
                         limit=size_text(limit, digits=CLOSE))
