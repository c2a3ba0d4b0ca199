"""Does a layer commute with a shift? *Shift, then layer* against *layer, then shift*, on whole numbers.

The picture is shifted round: what leaves on one side comes in on the other. Pictures and weights are whole numbers, so
that "equal" can mean exactly equal: sums are kept instead of means.

Source:
    A convolution is the linear layer that commutes with every shift; see Goodfellow, Bengio & Courville (2016), Deep
    Learning, section 9.2, and for strides Zhang (2019), Making convolutional networks shift-invariant again,
    arXiv:1904.11486.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, lru_cache

import numpy as np
from numpy.typing import NDArray

from explorer.convolution.pooling.shift_invariance import Shift, cells_moved

LAYERS = ("circular", "zeros", "max", "average", "global", "linear")
"""A convolution whose padding goes round, one with a padding of zeros, two poolings, the mean of all cells, and a
linear layer."""
STRIDED = LAYERS[:4]
STRIDES = (1, 2, 3, 4)
SIDE = 36
"""Of the picture, px; a multiple of all strides."""
WINDOW = 3
REACH = 6
"""How far the picture is shifted at most, px, along each side."""
EDGES = np.array([[-1, 0, 1], [-2, 0, 2], [-1, 0, 1]])
"""Sobel's kernel, which answers to vertical edges."""
Integers = NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False)
class BothOrders:
    """Both ways round from one picture: its sides in px, those of the others in cells."""

    picture: Integers
    shifted: Integers
    output: Integers
    """Of the layer, for the picture as it is."""
    layer_first: Integers
    """The output, shifted by the nearest whole number of cells."""
    shift_first: Integers
    """Of the layer, for the shifted picture."""

    @property
    def difference(self) -> Integers:
        """Return how far both are apart, cell by cell."""
        return np.asarray(np.abs(self.shift_first - self.layer_first))

    @property
    def share(self) -> float:
        """Return the largest difference as a share of the range of the output, 0 to 1 or a little more; of one number
        alone, as a share of that."""
        span = int(np.ptp(self.output)) or int(np.abs(self.output).max()) or 1
        return int(self.difference.max()) / span

    @property
    def differing(self) -> int:
        """Return how many cells differ at all."""
        return int(np.count_nonzero(self.difference))


def output(picture: Integers, layer: str, stride: int = 1) -> Integers:
    """Return what a layer makes of pictures (..., H, W) of whole numbers; means are kept as sums.

    Args:
        picture: as high and wide as a multiple of the stride.
        layer: one of ``LAYERS``; windows are 3 x 3, and the linear layer has as many outputs as inputs.
        stride: of those in ``STRIDED``, px.
    """
    *many, height, width = picture.shape
    if layer == "global":
        return np.asarray(picture.sum(axis=(-2, -1), keepdims=True))
    if layer == "linear":
        flat = picture.reshape(-1, height * width).astype(np.float32) @ _dense(height * width)
        return flat.astype(np.int64).reshape(picture.shape)
    border = [(0, 0)] * len(many) + [(WINDOW // 2, WINDOW // 2)] * 2
    around = np.pad(picture, border, mode="constant" if layer == "zeros" else "wrap")
    windows = np.lib.stride_tricks.sliding_window_view(around, (WINDOW, WINDOW), axis=(-2, -1))
    windows = windows[..., ::stride, ::stride, :, :]
    if layer == "max":
        return np.asarray(windows.max(axis=(-2, -1)))
    kernel = np.ones_like(EDGES) if layer == "average" else EDGES
    return np.asarray(np.einsum("...kl,kl->...", windows, kernel))


def compare(picture: Integers, layer: str, shift: Shift, stride: int = 1) -> BothOrders:
    """Return both ways round; ``shift`` is down and right, px."""
    stride = stride if layer in STRIDED else 1
    shifted = np.roll(picture, shift, axis=(0, 1))
    before = output(picture, layer, stride)
    return BothOrders(picture, shifted, before, np.roll(before, cells_moved(shift, stride), axis=(0, 1)),
                      output(shifted, layer, stride))


def commutes(layer: str, shift: Shift, stride: int = 1) -> bool:
    """Say whether the theorem promises that both ways round are equal, whatever the picture.

    Around a convolution or pooling without edges: for shifts by multiples of the stride. A mean of all cells is the
    same wherever they are. With a padding of zeros, and in a linear layer, only without a shift.
    """
    if layer == "global" or shift == (0, 0):
        return True
    return layer in STRIDED and layer != "zeros" and not any(step % stride for step in shift)


def all_shifts(picture: Integers, layer: str, stride: int = 1) -> NDArray[np.float64]:
    """Return the largest difference as a share of the output's range for every shift of ``-REACH`` to ``REACH`` px,
    down along the rows and right along the columns."""
    return _all_shifts(picture.astype("<i8").tobytes(), picture.shape, layer, stride if layer in STRIDED else 1)


@lru_cache(maxsize=64)
def _all_shifts(data: bytes, shape: tuple[int, int], layer: str, stride: int) -> NDArray[np.float64]:
    picture = np.frombuffer(data, "<i8").reshape(shape)
    shifts = [(down, right) for down in range(-REACH, REACH + 1) for right in range(-REACH, REACH + 1)]
    before = output(picture, layer, stride)
    after = output(np.stack([np.roll(picture, shift, axis=(0, 1)) for shift in shifts]), layer, stride)
    found = np.array([BothOrders(picture, picture, before, np.roll(before, cells_moved(shift, stride), axis=(0, 1)),
                                 one).share for shift, one in zip(shifts, after, strict=True)])
    found = found.reshape(2 * REACH + 1, -1)
    found.flags.writeable = False
    return found


@cache
def _dense(size: int) -> NDArray[np.float32]:
    """Return the weights of the linear layer (size, size): small whole numbers, the same every time."""
    weights: NDArray[np.float32] = np.random.default_rng(9).integers(-3, 4, (size, size)).astype(np.float32)
    return weights
