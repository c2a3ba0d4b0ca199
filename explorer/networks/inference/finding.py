"""Where things are in a whole photo: boxes, or a class for each pixel, by torchvision's networks for that; and in the
middle of one, by those that come with the app.

Photos have any shape, so they are scaled as torchvision does, within bounds that hold whatever a reader gives: no side
beyond what the network was made for, and no more multiplications than this server runs.
"""

from __future__ import annotations

from math import sqrt
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from PIL import Image
from torch import Tensor

from explorer.detection import Found, Segmented, found_of
from explorer.errors import NetworkError
from explorer.networks.catalogue import entry
from explorer.networks.inference.feature_maps import Image as Photo, image_digest, move
from explorer.networks.inference.scene_finding import classes_of_scene, find_on_grid
from explorer.networks.inference.service import asked_device, run
from explorer.networks.network import Network, Whole
from explorer.runtime import Cache
from explorer.settings import settings

KEPT_BYTES = 32 * 2**20
LEAST_SHARE = 1 / 16
"""A photo's shorter side is filled up to this share of its longer one: a line of pixels would be scaled to nothing."""
LARGEST = 1333
"""Longer side of a photo that detectors are given, px; the most that torchvision's scale to."""
LEAST_SIDE = 32
"""Of what is read, px: below it maps have no place left."""
Pixels = NDArray[np.uint8]


def find(network: Network, photo: Photo) -> Found:
    """Return all things that a detector finds in a photo, however unsure it is of them.

    Args:
        network: with the task ``detect``.
        photo: RGB pixels, [height, width, 3], uint8, any size.

    Raises:
        NetworkError: it finds no boxes, or these are no pixels.
        BusyError, MemoryShortError: see :func:`explorer.networks.run`.
    """
    pixels = _checked(network, photo, "detect")
    if network.whole is None:
        return find_on_grid(network, pixels)
    whole = network.whole
    key = (network.number, image_digest(pixels), str(asked_device()))
    return _found.get(key, lambda: run(lambda device: _boxes(network, whole, pixels, device)))


def segment(network: Network, photo: Photo) -> Segmented:
    """Return the likeliest class of each pixel of a photo; see :func:`find`."""
    pixels = _checked(network, photo, "segment")
    if network.whole is None:
        return classes_of_scene(network, pixels)
    whole = network.whole
    key = (network.number, image_digest(pixels), str(asked_device()))
    return _classes.get(key, lambda: run(lambda device: _pixel_classes(network, whole, pixels, device)))


def side_read(network: Network, size: tuple[int, int]) -> tuple[int, int]:
    """Return height and width at which a photo of ``size`` is read for its pixels' classes, px.

    The shorter side is as torchvision wants it, unless the longer one or the multiplications would be too many.
    """
    height, width = size
    weights = _of(network).weights
    scale = min(weights.shorter / min(size), weights.longest / max(size), sqrt(_most_area(network) / (height * width)))
    return max(LEAST_SIDE, int(height * scale)), max(LEAST_SIDE, int(width * scale))


def _most_area(network: Network) -> float:
    """Return how many pixels this server reads with ``network`` at once."""
    known, weights = entry(network.name), _of(network).weights
    return settings().run_macs / (known.gmacs * 1e9) * weights.shorter**2


def _of(network: Network) -> Whole:
    if network.whole is None:
        raise NetworkError("{network} does not read whole photos. Choose one of torchvision's networks that say where "
                           "things are.", network=network.name)
    return network.whole


def _checked(network: Network, photo: Photo, task: str) -> Pixels:
    pixels = photo.astype(np.uint8, copy=False)
    if photo.dtype != np.uint8 or pixels.ndim != 3 or pixels.shape[2] != 3 or not pixels.size:
        raise NetworkError("A photo is height × width × 3 whole numbers from 0 to 255, uint8. Open it with "
                           "explorer.open_image.")
    if network.task != task:
        told = NetworkError("{network} finds no boxes. Choose a detector.", network=network.name)
        raise told if task == "detect" else NetworkError(
            "{network} does not name the class of each pixel. Choose a network for segmentation.",
            network=network.name)
    return pixels


def _boxes(network: Network, whole: Whole, pixels: Pixels, device: torch.device) -> Found:
    move(whole.module, device)
    size = pixels.shape[0], pixels.shape[1]
    shown, scale = _bounded(pixels)
    with torch.inference_mode():
        answer: dict[str, Tensor] = whole.module([_unit(shown).to(device)])[0]
    boxes, labels, scores = (answer[name].cpu().numpy() for name in ("boxes", "labels", "scores"))
    return found_of(boxes.astype(np.float64) / (scale * 2), labels, scores, names=network.categories, size=size)


def _bounded(pixels: Pixels) -> tuple[Pixels, tuple[float, float]]:
    """Return a photo that is not too large nor too narrow, and its scale in x and y; detectors scale from there."""
    height, width = pixels.shape[:2]
    scale = min(1.0, LARGEST / max(height, width))
    small = _resized(pixels, max(1, round(height * scale)), max(1, round(width * scale)))
    least = int(np.ceil(max(small.shape[:2]) * LEAST_SHARE))
    missing = [max(0, least - side) for side in small.shape[:2]]
    padded = np.pad(small, ((0, missing[0]), (0, missing[1]), (0, 0)), mode="edge")
    return padded, (small.shape[1] / width, small.shape[0] / height)


def _pixel_classes(network: Network, whole: Whole, pixels: Pixels, device: torch.device) -> Segmented:
    move(whole.module, device)
    size = pixels.shape[0], pixels.shape[1]
    shown = _resized(pixels, *side_read(network, size))
    mean, std = (torch.tensor(values).reshape(-1, 1, 1) for values in (whole.weights.mean, whole.weights.std))
    with torch.inference_mode():
        answer: Any = whole.module(((_unit(shown) - mean) / std)[None].to(device))
        certainty, classes = answer["out"][0].softmax(0).max(0)
    return Segmented(classes.to(torch.uint8).cpu().numpy(), certainty.float().cpu().numpy(), network.categories, size)


def _resized(pixels: Pixels, height: int, width: int) -> Pixels:
    if pixels.shape[:2] == (height, width):
        return pixels
    return np.asarray(Image.fromarray(pixels).resize((width, height), Image.Resampling.BILINEAR))


def _unit(pixels: Pixels) -> Tensor:
    """Return pixels as a tensor (3, height, width), 0 to 1."""
    values = np.ascontiguousarray(pixels.transpose(2, 0, 1), dtype=np.float32) / np.float32(255)
    return torch.from_numpy(values)


_found: Cache[tuple[int, bytes, str], Found] = Cache(KEPT_BYTES, lambda one: one.boxes.nbytes * 2 + 1000)
_classes: Cache[tuple[int, bytes, str], Segmented] = Cache(
    KEPT_BYTES, lambda one: one.classes.nbytes + one.certainty.nbytes)
