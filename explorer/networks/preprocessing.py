"""Pictures as inputs of networks."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from explorer.errors import Message, NetworkError, message
from explorer.graph import Shape, shape_text
from explorer.images import Picture, to_size
from explorer.networks.catalogue import WeightSet

LUMINANCE = np.array([0.299, 0.587, 0.114], dtype=np.float32)
"""Weights of red, green and blue in ITU-R BT.601, as Pillow's mode ``L``."""


def to_input(pixels: NDArray[np.uint8], input_shape: Shape) -> NDArray[np.float32]:
    """Return a picture as the input of a network that has no preprocessing of its own.

    The picture is cropped to the input's aspect and resized. One channel is its luminance, three are red, green and
    blue, any other number takes red, green and blue in turn. All values together are brought to mean 0 and standard
    deviation 1, so that freshly drawn weights get what they were drawn for; a picture of one colour becomes 0.

    Args:
        pixels: RGB, [height, width, 3], 0 to 255, any size.
        input_shape: ``(C, H, W)``.

    Raises:
        NetworkError: ``input_shape`` is not that of a picture.
    """
    channels, height, width = _picture_shape(input_shape)
    if pixels.shape[:2] != (height, width):
        pixels = to_size(Picture("", pixels, "", (pixels.shape[1], pixels.shape[0])), height, width)
    values = pixels.astype(np.float32) / 255
    maps = (values @ LUMINANCE)[None] if channels == 1 else values.transpose(2, 0, 1)[np.arange(channels) % 3]
    spread = maps.std(dtype=np.float64)
    centred = maps - np.float32(maps.mean(dtype=np.float64))
    # 8-bit values that differ at all spread by more than this, so only rounding is caught.
    scaled = centred / np.float32(spread) if spread > 1e-6 else np.zeros_like(centred)
    return np.ascontiguousarray(scaled, dtype=np.float32)


def input_note(input_shape: Shape) -> Message | None:
    """Return what a reader should know about how a picture fills the channels of an input; None for 1 and 3."""
    channels = input_shape[0]
    if channels in (1, 3):
        return None
    return message("This network reads {channels} channels. A picture has red, green and blue, so they are given in "
                   "turn: {order}.", channels=channels, order=", ".join("RGB"[i % 3] for i in range(min(channels, 6)))
                   + (", …" if channels > 6 else ""))


def _picture_shape(shape: Shape) -> tuple[int, int, int]:
    if len(shape) != 3:
        raise NetworkError("This network reads inputs of {shape}, but a picture is C × H × W: channels, height, width. "
                           "Give the network such an input, for example 3 × 32 × 32.", shape=shape_text(shape))
    return shape[0], shape[1], shape[2]


def check_picture_shape(shape: Shape) -> None:
    """Check that a network reads pictures.

    Raises:
        NetworkError: its input is not C × H × W.
    """
    _picture_shape(shape)


def prepared(pixels: NDArray[np.uint8], weights: WeightSet, *, side: int) -> NDArray[np.float32]:
    """Return a photo as ``weights`` want it: the shorter side scaled, the middle cut out, each colour normalised.

    The values are those of torchvision's ``weights.transforms()`` on a Pillow image.

    Args:
        pixels: RGB, [height, width, 3], 0 to 255, any size.
        weights: say how pictures were prepared in training.
        side: of the result, px; for another than ``weights.side`` the photo is scaled in proportion.

    Returns:
        (C, side, side) float32, as many channels as there are means; a single one is the luminance.
    """
    shorter = max(side, round(weights.resize * side / weights.side))
    values = _middle(_scaled(pixels, shorter, bicubic=weights.bicubic), side).astype(np.float32) / np.float32(255)
    mean, std = (np.array(parts, dtype=np.float32) for parts in (weights.mean, weights.std))
    if len(mean) == 1:
        values = (values @ LUMINANCE)[..., None]
    return np.ascontiguousarray(((values - mean) / std).transpose(2, 0, 1), dtype=np.float32)


def _scaled(pixels: NDArray[np.uint8], shorter: int, *, bicubic: bool) -> NDArray[np.uint8]:
    height, width = pixels.shape[:2]
    least = min(height, width)
    size = int(shorter * width / least), int(shorter * height / least)
    if max(size) > 64 * shorter:  # a line of pixels would become a picture too long to keep; its middle is enough
        pixels = _middle(pixels, 64 * least)
        return _scaled(pixels, shorter, bicubic=bicubic)
    filter_ = Image.Resampling.BICUBIC if bicubic else Image.Resampling.BILINEAR
    return np.asarray(Image.fromarray(pixels).resize(size, filter_)) if size != (width, height) else pixels


def _middle(pixels: NDArray[np.uint8], side: int) -> NDArray[np.uint8]:
    """Return the middle ``side`` x ``side``, or all along an axis that is shorter."""
    starts = [max(0, round((size - side) / 2)) for size in pixels.shape[:2]]
    return pixels[starts[0]:starts[0] + side, starts[1]:starts[1] + side]
