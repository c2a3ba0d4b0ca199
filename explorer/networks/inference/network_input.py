"""What a network is given of a photo, as numbers for it and as a picture for people."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from explorer.errors import message
from explorer.graph import INPUT
from explorer.images import Picture, to_size
from explorer.networks.inference.feature_maps import Maps, observe
from explorer.networks.network import Network
from explorer.networks.preprocessing import LUMINANCE
from explorer.runtime import Cache

KEPT_BYTES = 32 * 2**20
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
        return Maps(shown.values, message("no computing"))
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
        pixels = to_size(picture, height, width)
        return _grey(pixels) if len(values) == 1 else pixels
    shares = (values - black.mean(axis=(1, 2), keepdims=True)) / span
    return np.ascontiguousarray(np.rint(shares.clip(0, 1) * 255).astype(np.uint8).transpose(1, 2, 0))


def _grey(pixels: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Return the luminance of RGB pixels [H, W, 3] in all three colours."""
    grey = np.rint(pixels.astype(np.float32) @ LUMINANCE).astype(np.uint8)
    return np.ascontiguousarray(np.broadcast_to(grey[..., None], pixels.shape))


_cache: Cache[tuple[int, str], NetworkInput] = Cache(KEPT_BYTES, lambda one: one.values.nbytes + one.pixels.nbytes)
