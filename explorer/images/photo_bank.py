"""Many views of few photos: sample photos, and more that the same packages bring, whole and from near.

Units of networks are asked which of these views they answer to most. There is no data set on a fresh machine, but
twenty photos, each at several scales, hold edges, textures, parts and things enough to tell units apart.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, lru_cache
from hashlib import sha256

import numpy as np
from numpy.typing import NDArray

from explorer.errors import N_
from explorer.images.opening import open_image
from explorer.images.picture import Picture, fitted, picture_of
from explorer.images.samples import SAMPLES, Sample

_CC0 = "Creative Commons CC0"
MORE: dict[str, Sample] = {
    "motorcycle": Sample(N_("Motorcycle"), "skimage", "data/motorcycle_left.png", "Middlebury stereo benchmark, 2014"),
    "retina": Sample(N_("Retina of an eye"), "skimage", "data/retina.jpg", f"Mikael Häggström, {_CC0}"),
    "tissue": Sample(N_("Stained tissue"), "skimage", "data/ihc.png", "CMMI, no known copyright restrictions"),
    "gravel": Sample(N_("Gravel"), "skimage", "data/gravel.png", f"CC0Textures, {_CC0}"),
    "page": Sample(N_("Printed page"), "skimage", "data/page.png", "distributed with scikit-image"),
    "handwriting": Sample(N_("Handwriting"), "skimage", "data/text.png", "Wikipedia, public domain"),
    "horse": Sample(N_("Outline of a horse"), "skimage", "data/horse.png", f"Andreas Preuss, {_CC0}"),
    "clock": Sample(N_("Clock, blurred"), "skimage", "data/clock_motion.png", "Stefan van der Walt, public domain"),
    "cell": Sample(N_("Cell in water"), "skimage", "data/cell.png", f"Paul Müller and others, {_CC0}"),
}
MANY = ("chelsea", "china", "flower", "astronaut", "coffee", "rocket", "motorcycle", "retina", "tissue")
"""Photos that show something else in each corner; of the others, the whole and its middle are enough."""
LONG = 1.3
"""Of a photo so many times longer than wide both ends are taken, else its middle."""
LIVELY = 0.5
"""A corner is left out if its values spread by less than this share of the photo's: empty sky tells nothing."""
LONGEST = 640
"""Photos are scaled down to this longer side, px."""


@dataclass(frozen=True, slots=True)
class BankCrop:
    """A square part of a photo."""

    photo: str
    """A name in ``SAMPLES`` or ``MORE``."""
    top: int
    left: int
    side: int
    """All px of the photo, its longer side at most ``LONGEST``."""


@cache
def crops() -> tuple[BankCrop, ...]:
    """Return which parts of which photos are the bank, always in this order.

    Raises:
        ImageError: a photo's package is not installed.
    """
    return tuple(crop for name in (*SAMPLES, *MORE) for crop in _of_photo(name, bank_photo(name).pixels))


def _of_photo(name: str, pixels: NDArray[np.uint8]) -> list[BankCrop]:
    height, width = pixels.shape[:2]
    least = min(height, width)
    half, third = least // 2, least // 3
    found = [_middle(name, height, width, least)]
    if name in MANY and max(height, width) > LONG * least:
        found = [BankCrop(name, 0, 0, least), BankCrop(name, height - least, width - least, least)]
    if name in MANY:
        corners = [BankCrop(name, top, left, half) for top in (0, height - half) for left in (0, width - half)]
        found += [crop for crop in corners if _shown(crop, pixels).std() > LIVELY * pixels.std()]
        return [*found, _middle(name, height, width, third)]
    return [*found, _middle(name, height, width, half)]


def _shown(crop: BankCrop, pixels: NDArray[np.uint8]) -> NDArray[np.uint8]:
    return pixels[crop.top:crop.top + crop.side, crop.left:crop.left + crop.side]


def _middle(name: str, height: int, width: int, side: int) -> BankCrop:
    return BankCrop(name, (height - side) // 2, (width - side) // 2, side)


@lru_cache(maxsize=32)
def bank_photo(name: str) -> Picture:
    """Return a photo of the bank, its longer side at most ``LONGEST`` px.

    Raises:
        ImageError: its package is not installed.
    """
    known = SAMPLES.get(name) or MORE[name]
    opened = open_image(known.file.read_bytes(), known.title)
    return picture_of(fitted(opened, LONGEST), known.title)


def crop_picture(crop: BankCrop) -> Picture:
    """Return a part of a photo as a picture of its own, under the photo's title."""
    photo = bank_photo(crop.photo)
    return picture_of(np.ascontiguousarray(_shown(crop, photo.pixels)), photo.name)


@cache
def bank_key() -> str:
    """Return what tells this bank from those of other photos or crops: SHA-256, hexadecimal."""
    photos = "".join(f"{name}:{bank_photo(name).key};" for name in (*SAMPLES, *MORE))
    return sha256((photos + repr(crops())).encode()).hexdigest()
