"""Numbers for the browser: a header and arrays in one block of bytes, little-endian."""

from __future__ import annotations

import io
import json
from collections.abc import Iterable, Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from explorer.figures.colours import DIVERGING, Scale, colour_table, hatches
from explorer.graph import Field


def packed(header: Mapping[str, Any], arrays: Iterable[NDArray[Any]]) -> bytes:
    """Return a header and arrays as ``unpacked`` of ``pages/web/kit/pixels.js`` reads them.

    Length of the header (uint32), header (JSON, padded to 4 bytes), then the arrays one after the other, whose shapes
    the header tells: bytes as they are, all other numbers as float32. What is float32 comes first, since a browser
    reads it at multiples of 4 only.
    """
    text = json.dumps(header).encode()
    text += b" " * (-len(text) % 4)  # spaces are no part of JSON's values
    return b"".join([len(text).to_bytes(4, "little"), text, *map(_raw, arrays)])


def _raw(array: NDArray[Any]) -> bytes:
    return np.ascontiguousarray(array, dtype=np.uint8 if array.dtype == np.uint8 else "<f4").tobytes()


def packed_photo(photo: NDArray[np.uint8], values: NDArray[np.float32], scale: Scale,
                 header: Mapping[str, Any]) -> bytes:
    """Return a photo and a map as ``unpackPhoto`` of ``pages/web/kit/photo_and_map.js`` reads them.

    Map (h, w), colours (256, 3), photo (H, W, 3). A map of no cells is how to send a photo alone.

    Args:
        photo: RGB, [H, W, 3].
        values: the map (h, w).
        scale: whose colours it is drawn in.
        header: what else the browser is told: ``high``, the end of the scale, and whether it is ``signed``.
    """
    told = {**header, "hatched": scale == DIVERGING and hatches(), "photo": photo.shape[:2], "map": values.shape}
    return packed(told, [values, colour_table(scale), photo])



EXACT_SIDE = 64
"""Photos up to so many pixels wide and high travel without losses: each of their pixels is seen as a square."""
QUALITY = 92


def packed_compact(photo: NDArray[np.uint8], values: NDArray[np.float32], scale: Scale,
                   header: Mapping[str, Any]) -> bytes:
    """Return the same in half the bytes, as ``unpackCompact`` of that file reads it.

    Colours (256, 3), map (h, w) in three bytes a value, photo as a file: JPEG, or PNG of a small one. It takes what
    `packed_photo` takes; no value of the map is off by more than 2 ** -16 of its size.
    """
    told = {**header, "hatched": scale == DIVERGING and hatches(), "photo": photo.shape[:2], "map": values.shape}
    file = np.frombuffer(_file(photo), dtype=np.uint8)
    return packed({**told, "file_bytes": len(file)}, [colour_table(scale), _three_bytes(values), file])


def _three_bytes(values: NDArray[np.float32]) -> NDArray[np.uint8]:
    """Return the upper three bytes of each float32, rounded; what is not finite stays what it is."""
    bits = np.ascontiguousarray(values, dtype="<f4").view("<u4").ravel()
    rounded = np.where(np.isfinite(values).ravel(), bits + np.uint32(0x80), bits).astype("<u4")
    return rounded.view(np.uint8).reshape(-1, 4)[:, 1:]


def _file(photo: NDArray[np.uint8]) -> bytes:
    buffer = io.BytesIO()
    if max(photo.shape[:2]) > EXACT_SIDE:
        Image.fromarray(photo).save(buffer, "JPEG", quality=QUALITY, subsampling=0)
    else:
        Image.fromarray(photo).save(buffer, "PNG")
    return buffer.getvalue()


def field_numbers(fields: tuple[Field, ...] | None) -> list[tuple[float, float, float]] | None:
    """Return per axis the first centre, the step between neighbours and the width of the field, px; None: all."""
    if fields is None:
        return None
    return [(float(field.start), float(field.jump), float(field.extent)) for field in fields]
