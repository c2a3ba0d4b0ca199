"""What the small networks for scenes say of a picture: they read the square in its middle, made as small as a scene."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from explorer.arrays import Floats
from explorer.detection import (
    Found,
    Located,
    Segmented,
    Suppression,
    class_shares,
    decode_grid,
    found_of,
    grid_boxes,
    located,
    suppress,
)
from explorer.errors import NetworkError
from explorer.networks.inference.feature_maps import feature_maps
from explorer.networks.network import Network

LEAST_SCORE = 0.02
"""Boxes that are less sure are none."""
SAME = 0.5
"""IoU above which two boxes of a class are taken to be of one thing."""
Pixels = NDArray[np.uint8]


def output(network: Network, pixels: Pixels) -> Floats:
    """Return what the network puts out for a picture (height, width, 3), as :mod:`explorer.detection` reads it."""
    found = feature_maps(network, pixels, network.graph.output)
    return found.ravel() if network.task == "locate" else found


def locate(network: Network, pixels: Pixels) -> Located:
    """Return what a network with two heads says of the one thing in a picture, px of the square in its middle.

    Raises:
        NetworkError: it says something else.
    """
    if network.task != "locate":
        raise NetworkError("{network} does not say where one thing is. Choose the network that locates.",
                           network=network.name)
    side, _, _ = _middle(pixels)
    return located(output(network, pixels), side)


def find_on_grid(network: Network, pixels: Pixels) -> Found:
    """Return the boxes of a single-shot network, those left out that overlap surer ones of their class."""
    side, left, top = _middle(pixels)
    boxes = grid_boxes(decode_grid(output(network, pixels)), side, LEAST_SCORE)
    rows = tuple((float(one[0]), float(one[1]), float(one[2]), float(one[3])) for one in boxes.boxes)
    kept = list(suppress(Suppression(boxes=rows, scores=tuple(boxes.scores.tolist()),
                                     classes=tuple(boxes.kinds.tolist()), threshold=SAME)).kept)
    return found_of(boxes.boxes[kept] + (left, top, left, top), boxes.kinds[kept], boxes.scores[kept],
                    names=network.categories, size=(pixels.shape[0], pixels.shape[1]))


def classes_of_scene(network: Network, pixels: Pixels) -> Segmented:
    """Return the class of each pixel; what lies beside the square in the middle is ground, of which nothing is known.
    """
    height, width = pixels.shape[:2]
    shares = class_shares(output(network, pixels))
    scale = shares.shape[-1] / min(height, width)
    rows, columns = (max(shares.shape[-1], round(side * scale)) for side in (height, width))
    classes, certainty = np.zeros((rows, columns), np.uint8), np.zeros((rows, columns), np.float32)
    top, left = (rows - shares.shape[1]) // 2, (columns - shares.shape[2]) // 2
    inside = slice(top, top + shares.shape[1]), slice(left, left + shares.shape[2])
    classes[inside], certainty[inside] = shares.argmax(0), shares.max(0)
    return Segmented(classes, certainty, network.categories, (height, width))


def _middle(pixels: Pixels) -> tuple[int, float, float]:
    """Return side, left and top of the square in the middle of a picture, px."""
    height, width = pixels.shape[:2]
    side = min(height, width)
    return side, (width - side) / 2, (height - side) / 2
