"""Every way of storing pixels as 8-bit sRGB over white, scaled down before conversion wherever that saves memory."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from explorer.errors import Message, message
from explorer.images.profiles import in_srgb, without_gamma

WHITE_16 = 65_535
DARK_16, ALMOST_BLACK_16 = 16_383, 8_191
"""A 16-bit picture that reaches no higher is told of; cameras and scanners fill 10, 12 or 14 bits."""
OTHERWISE = {"1": "L", "P": "RGB", "La": "LA", "RGBa": "RGBA"}
"""What becomes of modes that cannot be scaled down as they are."""
STRIP = 2**22
"""Pixels that are converted at once."""


@dataclass(frozen=True, slots=True)
class Converted:
    """A picture in RGB, and what is to be said about it."""

    image: Image.Image
    notes: tuple[Message, ...]
    dark_range: tuple[int, int] | None
    """Lowest and highest of its 16-bit values where the highest is far from white."""


def to_rgb(image: Image.Image, side: int, profile: bytes | None, *, stretch: bool = False) -> Converted:
    """Return an image with its longer side at most ``side`` px.

    Args:
        image: opened, decoded or not.
        side: px.
        profile: ICC profile of the image's numbers.
        stretch: let the lowest and the highest value of a 16-bit grey image become black and white.
    """
    notes: tuple[Message, ...] = ()
    dark = None
    if image.mode.startswith("I;16"):
        lowest, highest = _bounds(image)
        dark = (lowest, highest) if highest <= DARK_16 and lowest < highest else None
        notes = _darkness(dark, stretch)
        image = _from_16_bits(image, *(dark if dark and stretch else (0, WHITE_16)))
    elif image.mode in {"I", "F"}:
        image, notes = _from_numbers(image)
    image = _with_alpha(image)
    image.thumbnail((side, side), Image.Resampling.LANCZOS, reducing_gap=2.0)
    gamma = None if profile or "srgb" in image.info else image.info.get("gamma")
    if image.mode not in {"L", "LA", "RGB", "RGBA", "CMYK"}:
        image = image.convert("RGB")
    image, ignored = in_srgb(image, profile)
    image = without_gamma(image, gamma)
    if image.mode in {"LA", "RGBA"}:
        image = image.convert("RGBA")
        image = Image.alpha_composite(Image.new("RGBA", image.size, "white"), image)
    return Converted(image.convert("RGB"), (*notes, *ignored), dark)


def _bounds(image: Image.Image) -> tuple[int, int]:
    parts = [(int(numbers.min()), int(numbers.max())) for _, numbers in _strips(image)]
    return min(low for low, _ in parts), max(high for _, high in parts)


def _darkness(dark: tuple[int, int] | None, stretch: bool) -> tuple[Message, ...]:
    if not dark:
        return ()
    if stretch:
        return (message("Stretched: its values {lowest:,} to {highest:,} of {white:,} are shown from black to white.",
                        lowest=dark[0], highest=dark[1], white=WHITE_16),)
    if dark[1] <= ALMOST_BLACK_16:
        return (message("Its values go up to {highest:,} of {white:,}, so it is almost black.", highest=dark[1],
                        white=WHITE_16),)
    return (message("Its values go up to {highest:,} of {white:,}, so it looks dark.", highest=dark[1],
                    white=WHITE_16),)


def _with_alpha(image: Image.Image) -> Image.Image:
    """Return the image with its transparent parts in a channel; what has none as it is, palettes as colours."""
    palette = image.palette.mode if image.mode == "P" and image.palette else ""
    if image.mode == "PA" or palette == "RGBA" or "transparency" in image.info:
        _scale_transparent(image)
        converted = image.convert("LA" if image.mode == "LA" else "RGBA")
        converted.info = _gamma(image)
        image = converted
    elif image.mode in OTHERWISE:
        image = image.convert(OTHERWISE[image.mode])
    return image


def _scale_transparent(image: Image.Image) -> None:
    """Bring the transparent value of PNG, in bits of the file, to the 8 bits that Pillow gives pixels."""
    stored, tiles = image.info["transparency"], getattr(image, "tile", ())
    raw = str(tiles[0].args) if tiles else ""
    if image.mode == "L" and isinstance(stored, int) and raw in {"L;2", "L;4"}:
        image.info["transparency"] = stored * (85 if raw == "L;2" else 17)
    elif image.mode == "RGB" and isinstance(stored, tuple) and raw.startswith("RGB;16"):
        image.info["transparency"] = tuple(value >> 8 for value in stored)


def _from_16_bits(image: Image.Image, black: int, white: int) -> Image.Image:
    """Return 16-bit grey as 8-bit grey, with a channel of transparency where one value is said to be transparent."""
    values = np.arange(WHITE_16 + 1, dtype=np.int64)
    grey = ((values - black) * 255 + (white - black) // 2) // (white - black)
    tables = [grey.clip(0, 255).astype(np.uint8)]
    if isinstance(transparent := image.info.get("transparency"), int):
        tables.append(np.where(values == transparent, 0, 255).astype(np.uint8))
    made = Image.new("LA" if len(tables) > 1 else "L", image.size)
    for place, numbers in _strips(image):
        bands = [Image.fromarray(table[numbers]) for table in tables]
        made.paste(Image.merge("LA", bands) if len(bands) > 1 else bands[0], place)
    made.info = _gamma(image)
    return made


def _gamma(image: Image.Image) -> dict[str | tuple[int, int], Any]:
    return {key: image.info[key] for key in ("gamma", "srgb") if key in image.info}


def _from_numbers(image: Image.Image) -> tuple[Image.Image, tuple[Message, ...]]:
    """Return grey of 32 bits, whole or floating point, as 8-bit grey: from its lowest to its highest value."""
    bounds = [(numbers[finite].min(), numbers[finite].max()) for _, numbers in _strips(image)
              if (finite := np.isfinite(numbers)).any()]
    lowest = float(min((low for low, _ in bounds), default=0))
    highest = float(max((high for _, high in bounds), default=0))
    made = Image.new("L", image.size)
    for place, numbers in _strips(image):
        share = (np.nan_to_num(numbers.astype(np.float64)) - lowest) / max(highest - lowest, 1e-300)
        made.paste(Image.fromarray(np.rint(255 * share.clip(0, 1)).astype(np.uint8)), place)
    return made, (message("Its values have no fixed white: {lowest:.6g} to {highest:.6g} are shown from black to "
                          "white.", lowest=lowest, highest=highest),)


def _strips(image: Image.Image) -> Iterator[tuple[tuple[int, int], NDArray[np.number]]]:
    """Yield parts of an image as numbers, with the place of each, so that not all of them are copied at once."""
    rows = max(1, STRIP // image.width)
    for top in range(0, image.height, rows):
        yield (0, top), np.asarray(image.crop((0, top, image.width, min(image.height, top + rows))))
