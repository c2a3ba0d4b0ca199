"""How a Vision Transformer begins: it cuts a picture into patches and weighs each, which is a convolution.

A patch of 16 x 16 px of three colours is a row of 768 numbers. One linear layer makes 768 other numbers of each row;
its weights are the kernels of a convolution whose stride is as long as its kernel.

Source:
    Dosovitskiy et al. (2020), An image is worth 16 x 16 words, arXiv:2010.11929, equation 1 and section 3.1.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from explorer import networks

SIDE, PATCH, WIDTH = 224, 16, 768
"""Of ViT-B/16: sides of picture and patch, px, and numbers that stand for a patch."""
ACROSS = SIDE // PATCH
"""Patches side by side."""
TEXT = f"conv.o{WIDTH}.k{PATCH}.s{PATCH}"
NETWORK = f"stack/3x{SIDE}x{SIDE}/{TEXT}"
"""The same as a network, with weights that are drawn at random."""
LAYER = "conv1"


@dataclass(frozen=True, slots=True)
class Embedding:
    """What both ways make of a picture: a row of numbers per patch, [patch, numbers]; patches row by row."""

    by_linear: NDArray[np.float32]
    by_convolution: NDArray[np.float32]

    @property
    def gap(self) -> float:
        """Return the largest difference of two numbers that should be one."""
        return float(np.abs(self.by_linear - self.by_convolution).max())


def patch_rows(values: NDArray[np.float32], side: int = PATCH) -> NDArray[np.float32]:
    """Return the values of each patch as a row, [patch, channels * side * side].

    Args:
        values: of a picture, [channels, height, width]; both sides are multiples of ``side``.
        side: of a patch, px.

    Returns:
        Patches row by row; in a row red comes first, then green, then blue, each from left to right and downwards.
    """
    channels, height, width = values.shape
    cut = values.reshape(channels, height // side, side, width // side, side)
    return np.ascontiguousarray(cut.transpose(1, 3, 0, 2, 4).reshape(-1, channels * side * side))


def embedding(network: networks.Network, values: NDArray[np.float32]) -> Embedding:
    """Return what the convolution of `NETWORK` makes of a picture, and a linear layer with its weights of the patches.

    Args:
        network: as ``networks.load(NETWORK)`` returns it.
        values: what it reads, [3, 224, 224].
    """
    layer = network.module.get_submodule(LAYER)
    weight, bias = (tensor.detach().cpu().numpy() for tensor in layer.parameters())
    linear = patch_rows(values) @ weight.reshape(len(weight), -1).T + bias
    maps = networks.feature_maps(network, values, LAYER)
    return Embedding(linear, maps.reshape(len(maps), -1).T)


def cut_apart(pixels: NDArray[np.uint8], chosen: tuple[int, int], *, side: int = PATCH, gap: int = 3,
              ring: tuple[int, int, int] = (217, 130, 43)) -> NDArray[np.uint8]:
    """Return a picture with gaps between its patches, through which the page is seen: [height, width, 4].

    Args:
        pixels: [height, width, 3].
        chosen: row and column of the patch that is ringed.
        side: of a patch, px.
        gap: between patches and around them, px.
        ring: its colour.
    """
    rows, columns = pixels.shape[0] // side, pixels.shape[1] // side
    step = side + gap
    sheet = np.zeros((rows * step + gap, columns * step + gap, 4), dtype=np.uint8)
    top, left = chosen[0] * step, chosen[1] * step
    sheet[top:top + step + gap, left:left + step + gap] = (*ring, 255)
    for row in range(rows):
        for column in range(columns):
            y, x = row * step + gap, column * step + gap
            sheet[y:y + side, x:x + side, :3] = pixels[row * side:(row + 1) * side, column * side:(column + 1) * side]
            sheet[y:y + side, x:x + side, 3] = 255
    return sheet


def row_picture(pixels: NDArray[np.uint8], chosen: tuple[int, int], *, side: int = PATCH) -> NDArray[np.uint8]:
    """Return a patch's numbers in one row, each in its colour: red first, then green, then blue, [1, numbers, 3]."""
    y, x = chosen[0] * side, chosen[1] * side
    patch = pixels[y:y + side, x:x + side]
    row = np.zeros((1, patch.size, 3), dtype=np.uint8)
    for channel in range(3):
        start = channel * side * side
        row[0, start:start + side * side, channel] = patch[..., channel].ravel()
    return row
