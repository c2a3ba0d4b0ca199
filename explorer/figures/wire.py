"""Numbers for the browser: a header and arrays in one block of bytes, little-endian."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

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


def field_numbers(fields: tuple[Field, ...] | None) -> list[tuple[float, float, float]] | None:
    """Return per axis the first centre, the step between neighbours and the width of the field, px; None: all."""
    if fields is None:
        return None
    return [(float(field.start), float(field.jump), float(field.extent)) for field in fields]
