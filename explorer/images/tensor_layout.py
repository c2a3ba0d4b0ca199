"""In which order a picture's numbers lie: as a tensor of pixels or of channels, and as one long row."""

from __future__ import annotations

from typing import Literal

import numpy as np
from numpy.typing import NDArray

from explorer.images.pixel_values import ValueRange, normal_of

TensorLayout = Literal["hwc", "chw", "nchw"]
TENSOR_LAYOUTS: tuple[TensorLayout, ...] = ("hwc", "chw", "nchw")
"""Pixels, as files and screens have them; channels, as PyTorch has them; a batch of such pictures."""
_NUMPY = {"hwc": "", "chw": ".transpose(2, 0, 1)", "nchw": ".transpose(2, 0, 1)[None]"}
_TORCH = {"hwc": "", "chw": ".permute(2, 0, 1)", "nchw": ".permute(2, 0, 1)[None]"}
_INDEX = {"hwc": "{row}, {column}", "chw": ":, {row}, {column}", "nchw": "0, :, {row}, {column}"}


def tensor_shape(height: int, width: int, channels: int, layout: TensorLayout) -> tuple[int, ...]:
    """Return the shape of a picture in a layout; a batch holds this one picture."""
    return {"hwc": (height, width, channels), "chw": (channels, height, width),
            "nchw": (1, channels, height, width)}[layout]


def in_layout(values: NDArray[np.generic], layout: TensorLayout) -> NDArray[np.generic]:
    """Return values (H, W, C) in a layout."""
    if layout == "hwc":
        return values
    moved = np.moveaxis(values, 2, 0)
    return moved if layout == "chw" else moved[None]


def pixel_index(layout: TensorLayout) -> str:
    """Return the index that reads all channels of a pixel, with places for ``row`` and ``column``."""
    return _INDEX[layout]


def numpy_code(layout: TensorLayout, values: ValueRange, channels: int = 3) -> tuple[str, ...]:
    """Return lines of numpy that make ``x`` of ``image``, a picture of Pillow in RGB, or in grey with one channel.

    ``np`` is numpy. `pixel_index` then reads a pixel: ``x[...]``.
    """
    source = "np.asarray(image)" + ("" if channels == 3 else "[:, :, None]")
    before, made = _ranged(source, values, channels, "np.array")
    return *before, f"x = {made}{_NUMPY[layout]}"


def torch_code(layout: TensorLayout, values: ValueRange, channels: int = 3) -> tuple[str, ...]:
    """Return the same lines of PyTorch; ``np`` is numpy."""
    source = "torch.tensor(np.asarray(image))" + ("" if channels == 3 else "[:, :, None]")
    before, made = _ranged(source, values, channels, "torch.tensor")
    return *before, f"x = {made}{_TORCH[layout]}"


def _ranged(source: str, values: ValueRange, channels: int, array: str) -> tuple[tuple[str, ...], str]:
    if values == "bytes":
        return (), source
    if values == "unit":
        return (), f"({source} / 255)"
    means, deviations = ("[" + ", ".join(f"{one:g}" for one in part) + "]" for part in normal_of(channels))
    return (f"mean, std = {array}({means}), {array}({deviations})",), f"(({source} / 255 - mean) / std)"


def flat_index(channel: int, row: int, column: int, *, height: int, width: int) -> int:
    """Return where a value of a picture (C, H, W) stands in its row of numbers, as ``torch.flatten`` puts it.

    In a picture of 3 x 32 x 32 that is 1024 c + 32 r + x.
    """
    return (channel * height + row) * width + column


def place_of(index: int, *, height: int, width: int) -> tuple[int, int, int]:
    """Return channel, row and column of a value of the row of numbers: the way back of `flat_index`."""
    channel, within = divmod(index, height * width)
    return channel, *divmod(within, width)


def neighbour_distances(height: int, width: int) -> dict[str, int]:
    """Return how far neighbours in a picture (C, H, W) lie apart in the row: beside, below, and in the next channel."""
    return {"beside": 1, "below": width, "channel": height * width}


def difference_of_layers(pixels: NDArray[np.uint8], order: NDArray[np.int64], units: int, seed: int = 0) -> float:
    """Return the largest difference between what linear units make of pixels (H, W, C) and of the same, shuffled.

    The units' weights, drawn by chance, are shuffled along: but for rounding, nothing differs.
    """
    rows: NDArray[np.float64] = np.moveaxis(pixels / 255, 2, 0).reshape(pixels.shape[2], -1)
    weights = np.random.default_rng(seed).standard_normal((units, *rows.shape))
    plain = (weights * rows).sum(axis=(1, 2))
    mixed = (weights[:, :, order] * rows[:, order]).sum(axis=(1, 2))
    return float(np.abs(plain - mixed).max())


def mean_distances(order: NDArray[np.int64], height: int, width: int) -> tuple[float, float]:
    """Return how far pixels side by side, and pixels above one another, lie apart on average in an order of all."""
    where = np.argsort(order).reshape(height, width)
    return float(np.abs(np.diff(where, axis=1)).mean()), float(np.abs(np.diff(where, axis=0)).mean())


def fixed_permutation(count: int, seed: int = 0) -> NDArray[np.int64]:
    """Return an order of ``count`` places that is the same each time: place ``i`` gets the value of ``order[i]``."""
    return np.random.default_rng(seed).permutation(count)


def shuffled(picture: NDArray[np.generic], order: NDArray[np.int64]) -> NDArray[np.generic]:
    """Return a picture (H, W, C) whose pixels stand in another order; those of a pixel stay together."""
    height, width, channels = picture.shape
    return picture.reshape(height * width, channels)[order].reshape(picture.shape)
