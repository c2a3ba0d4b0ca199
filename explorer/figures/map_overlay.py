"""One feature map over the photo, as the browser draws it: a few arrays in one block of bytes."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from explorer.figures.colours import Scale
from explorer.figures.contact_sheet import Sheet, colour_table
from explorer.graph.fields import Field


def field_numbers(fields: tuple[Field, ...] | None) -> list[tuple[float, float, float]] | None:
    """Return per axis the first centre, the step between neighbours and the width of the field, px; None: all."""
    if fields is None:
        return None
    return [(float(field.start), float(field.jump), float(field.extent)) for field in fields]


def packed(photo: NDArray[np.uint8], values: NDArray[np.float32], shown: Sheet, channel: int,
           header: Mapping[str, Any]) -> bytes:
    """Return a map over a photo as ``pages/web/components/map_large/index.js`` reads it.

    Args:
        photo: RGB, [H, W, 3].
        values: the map (h, w).
        shown: the sheet that the map is part of: its scale.
        channel: which map it is.
        header: what else the browser is told.
    """
    return block(photo, values, shown.scale, {**header, "high": float(shown.high[channel]), "signed": shown.signed})


def block(photo: NDArray[np.uint8], values: NDArray[np.float32], scale: Scale, header: Mapping[str, Any]) -> bytes:
    """Return a photo and a map as ``unpackPhoto`` of ``pages/web/kit/photo_and_map.js`` reads them, little-endian.

    Length of the header (uint32), header (JSON, padded to 4 bytes), map (h, w) float32, colours (256, 3) uint8, photo
    (H, W, 3) uint8. A map of no cells is how to send a photo alone.
    """
    text = json.dumps({**header, "photo": photo.shape[:2], "map": values.shape}).encode()
    text += b" " * (-len(text) % 4)
    return b"".join([len(text).to_bytes(4, "little"), text, np.ascontiguousarray(values, dtype="<f4").tobytes(),
                     colour_table(scale).tobytes(), np.ascontiguousarray(photo).tobytes()])
