"""What a network is given of a photo, as numbers for it and as a picture for people."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from explorer.errors import message
from explorer.graph import INPUT
from explorer.images import Picture, bordered, to_size
from explorer.networks.inference.feature_maps import Maps, observe
from explorer.networks.network import Network
from explorer.networks.preprocessing import LUMINANCE
from explorer.runtime import Cache

KEPT_BYTES = 32 * 2**20
Side = Literal["above", "below", "left", "right"]
PixelBox = tuple[int, int, int, int]
"""Top, left, bottom, right of a part of the input, px; bottom and right are not part of it."""


@dataclass(frozen=True, slots=True, eq=False)
class NetworkInput:
    """A photo as a network gets it."""

    values: NDArray[np.float32]
    """(C, H, W), read-only: what the network is given."""
    pixels: NDArray[np.uint8]
    """The part of the photo that this is, RGB, [H, W, 3]."""
    key: bytes
    """Tells ``values`` from all others in this process, so that nobody needs to read them for that."""


def network_input(network: Network, picture: Picture) -> NetworkInput:
    """Return ``picture`` as ``network`` gets it."""
    return _cache.get((network.number, picture.key), lambda: _network_input(network, picture))


@dataclass(frozen=True, slots=True)
class PartRead:
    """Which part of a photo a network reads: the middle, in the shape of its input."""

    box: tuple[float, float, float, float]
    """Top, left, bottom, right, as shares of the photo's height and width; beyond 0 to 1 where there are borders."""
    share: float
    """Of the photo's area, 0 to 1."""
    photo: NDArray[np.uint8]
    """All of the photo, RGB, [H, W, 3], its longer side at most `SHOWN` px."""
    outside: Side | None
    """On which side most of what stands out from the background lies unread; None: most of it is read."""


SHOWN = 480
"""A photo that is shown with a frame in it stands in a narrow column."""


def part_read(network: Network, picture: Picture) -> PartRead:
    """Return which part of a photo ``network`` reads, and whether an object lies outside."""
    key = (picture.key, network.input_shape[1:], network.crop, network.fit)
    return _parts.get(key, lambda: _part_read(network, picture.pixels))


def _part_read(network: Network, pixels: NDArray[np.uint8]) -> PartRead:
    height, width = pixels.shape[:2]
    zoom = min(1.0, SHOWN / max(height, width))
    small = Image.fromarray(pixels).resize((max(1, round(width * zoom)), max(1, round(height * zoom))))
    rows, columns = network.input_shape[-2:]
    fills = max if network.fit == "borders" else min
    scale = fills(height / rows, width / columns) * network.crop
    tall, wide = rows * scale, columns * scale
    box = ((1 - tall / height) / 2, (1 - wide / width) / 2, (1 + tall / height) / 2, (1 + wide / width) / 2)
    share = min(1.0, tall * wide / (height * width))
    return PartRead(box, share, np.asarray(small), _unread(pixels, box))


def _unread(pixels: NDArray[np.uint8], box: tuple[float, float, float, float]) -> Side | None:
    """Return the side of ``box`` on which more than half of what stands out lies, or None.

    What stands out is how far a pixel's colour is from the photo's commonest one, the median of each colour; faint
    differences, such as a shade of the background, do not count.
    """
    step = max(1, round(max(pixels.shape[:2]) / 256))  # an object that matters is seen in so small a copy
    small = pixels[::step, ::step].astype(np.float32)
    distance = np.abs(small - np.median(small, axis=(0, 1))).max(axis=2)
    mass = np.where(distance > FAINT, distance, 0)
    top, left, bottom, right = box
    rows, columns = ((np.arange(side) + 0.5) / side for side in small.shape[:2])
    rows, columns = rows[:, None], columns[None]
    sides: dict[Side, NDArray[np.bool_]] = {"above": rows < top, "below": rows > bottom, "left": columns < left,
                                            "right": columns > right}
    there = {side: float(mass[np.broadcast_to(where, mass.shape)].sum()) for side, where in sides.items()}
    most = max(there, key=there.__getitem__)
    return most if there[most] > mass.sum() / 2 else None


FAINT = 32
"""Colours nearer to the background's than this do not stand out, of 255."""


def greyed(shown: NetworkInput, box: PixelBox) -> NetworkInput:
    """Return the input with one part of it painted over: 0 for the network, grey for people."""
    top, left, bottom, right = box
    values, pixels = shown.values.copy(), shown.pixels.copy()
    values[:, top:bottom, left:right] = 0
    pixels[top:bottom, left:right] = 128
    values.setflags(write=False)
    return NetworkInput(values, pixels, shown.key + repr(box).encode())


def maps_of(network: Network, shown: NetworkInput, node: str) -> Maps:
    """Return the maps of layer ``node``; those of ``"input"`` are the colours that the network is given."""
    if node == INPUT:
        return Maps(shown.values, message("nothing is computed"))
    return observe(network, shown.values, node, known_as=shown.key)


def _network_input(network: Network, picture: Picture) -> NetworkInput:
    values = network.preprocess(picture.pixels)
    values.setflags(write=False)
    return NetworkInput(values, _pixels(network, picture, values), f"seen {network.number} {picture.key} ".encode())


def _pixels(network: Network, picture: Picture, values: NDArray[np.float32]) -> NDArray[np.uint8]:
    """Return what ``values`` show.

    Where the preprocessing scales each colour by itself, black and white pictures tell how, and it is taken back.
    Otherwise it only crops and resizes, as :func:`explorer.networks.to_input` does.
    """
    _channels, height, width = values.shape
    black, white = (network.preprocess(np.full((8, 8, 3), level, dtype=np.uint8)) for level in (0, 255))
    span = (white - black).mean(axis=(1, 2), keepdims=True)
    if len(values) != 3 or np.abs(span).min() < 1e-6:
        pixels = bordered(picture, height) if network.fit == "borders" else to_size(picture, height, width)
        return _grey(pixels) if len(values) == 1 else pixels
    shares = (values - black.mean(axis=(1, 2), keepdims=True)) / span
    return np.ascontiguousarray(np.rint(shares.clip(0, 1) * 255).astype(np.uint8).transpose(1, 2, 0))


def _grey(pixels: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Return the luminance of RGB pixels [H, W, 3] in all three colours."""
    grey = np.rint(pixels.astype(np.float32) @ LUMINANCE).astype(np.uint8)
    return np.ascontiguousarray(np.broadcast_to(grey[..., None], pixels.shape))


_parts: Cache[tuple[Hashable, ...], PartRead] = Cache(KEPT_BYTES, lambda part: part.photo.nbytes)
_cache: Cache[tuple[int, str], NetworkInput] = Cache(KEPT_BYTES, lambda one: one.values.nbytes + one.pixels.nbytes)
