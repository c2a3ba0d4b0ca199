"""The ways in which a photo differs from a data set's pictures, each as a change to a batch (N, 3, H, W), 0 to 1."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import torch
from torch import Tensor
from torch.nn import functional

from explorer.training.augmentation.cifar_recipe import blur
from explorer.training.loop.metrics import unchanged
from explorer.training.augmentation.cifar_recipe import compress


def resized(pictures: Tensor, sides: tuple[int, ...]) -> Tensor:
    """Return the batch scaled to each of ``sides`` in turn, px, bicubic and without aliasing."""
    for side in sides:
        pictures = functional.interpolate(pictures, side, mode="bicubic", antialias=True).clamp(0, 1)
    return pictures


def sharpened(pictures: Tensor) -> Tensor:
    """Return the batch with half of what a blur takes away put on top."""
    return (1.5 * pictures - 0.5 * blur(pictures)).clamp(0, 1)


def compressed(pictures: Tensor, quality: int) -> Tensor:
    """Return the batch as JPEG of ``quality`` would leave it."""
    return compress(pictures, torch.full((len(pictures),), quality))


VARIANTS: dict[str, Callable[[Tensor], Tensor]] = {
    "as stored": unchanged,
    "blurred": blur,
    "sharpened": sharpened,
    "scaled up to 64 px and down again": partial(resized, sides=(64, 32)),
    "scaled down to 20 px and up again": partial(resized, sides=(20, 32)),
    "compressed again, quality 40": partial(compressed, quality=40),
    "enlarged to 48 px": partial(resized, sides=(48,)),
    "enlarged to 64 px": partial(resized, sides=(64,)),
}
