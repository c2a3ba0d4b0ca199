"""From pictures to what a network takes."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from explorer.networks import LUMINANCE, Network, check_picture_shape
from explorer.training.data.dataset import Pictures

LEAST_STD = 1e-3
"""Pictures of one colour are not blown up further than this."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Inputs:
    """How pictures become what the network takes: a mean and a deviation for each of its channels.

    One channel is the luminance; of more, red, green and blue are given in turn.
    """

    mean: tuple[float, ...]
    std: tuple[float, ...]

    def normalised(self, pictures: Tensor) -> Tensor:
        """Take pictures (N, 3, H, W), 0 to 1, return (N, C, H, W) with mean 0 and deviation 1, channels last."""
        mean, std = (torch.tensor(values, device=pictures.device).view(-1, 1, 1) for values in (self.mean, self.std))
        return ((channels(pictures, len(self.mean)) - mean) / std).contiguous(memory_format=torch.channels_last)

    def of_pixels(self, pixels: NDArray[np.uint8]) -> NDArray[np.float32]:
        """Take a picture (H, W, 3), 0 to 255, return what the network reads (C, H, W)."""
        values = torch.from_numpy(pixels).permute(2, 0, 1)[None] / 255
        read: NDArray[np.float32] = self.normalised(values)[0].numpy()
        return read


def channels(pictures: Tensor, count: int) -> Tensor:
    """Return pictures (N, 3, H, W) with ``count`` channels, as ``explorer.networks.to_input`` fills them."""
    if count == 1:
        return torch.einsum("nchw,c->nhw", pictures, torch.from_numpy(LUMINANCE).to(pictures))[:, None]
    return pictures if count == 3 else pictures[:, torch.arange(count) % 3]


def inputs_of(network: Network, pictures: Pictures) -> Inputs:
    """Return what ``network`` was trained with, or for a stack of the reader's the mean and deviation of ``pictures``.

    Raises:
        NetworkError: it does not read pictures.
    """
    check_picture_shape(network.input_shape)
    if network.name.startswith("stack/"):
        return measured(pictures, network.input_shape[0])
    black, white = (network.preprocess(np.full((8, 8, 3), level, np.uint8)).mean((1, 2)) for level in (0, 255))
    std = 1 / (white - black).astype(np.float64)
    return Inputs(mean=rounded(-black * std), std=rounded(std))


def measured(pictures: Pictures, count: int, most: int = 5000) -> Inputs:
    """Return the mean and deviation of each channel over up to ``most`` pictures, evenly picked."""
    rows = torch.arange(0, len(pictures), max(1, len(pictures) // most))
    values = channels(pictures.images[rows].float() / 255, count).transpose(0, 1).flatten(1)
    return Inputs(mean=rounded(values.mean(1)), std=rounded(values.std(1).clamp(min=LEAST_STD)))


def rounded(values: Iterable[float]) -> tuple[float, ...]:
    """Return numbers of six digits after the point."""
    return tuple(round(float(value), 6) for value in values)
