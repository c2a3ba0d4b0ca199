"""Random changes to a batch of pictures that leave its classes as they are. Float tensors (N, C, H, W), 0 to 1.

All randomness comes from the generator that is passed in.
"""

from __future__ import annotations

import torch
from torch import Generator, Tensor
from torch.nn import functional

from explorer.training.augmentation.cifar_recipe import compress

PADDING = 4
"""How far a crop may be off, px."""


def augment(pictures: Tensor, generator: Generator) -> Tensor:
    """Return the batch shifted and mirrored, one quarter sharper or softer, one quarter compressed (again)."""
    pictures = flip(crop(pictures, generator), generator)
    fate = torch.rand(len(pictures), generator=generator)
    softened, compressed = fate < 0.25, fate >= 0.75
    changed = pictures.clone()
    changed[softened] = soften(pictures[softened], generator)
    changed[compressed] = recompress(pictures[compressed], generator)
    return changed


def crop(pictures: Tensor, generator: Generator, padding: int = PADDING) -> Tensor:
    """Return each picture shifted by up to ``padding`` px in both directions; borders are filled by mirroring."""
    height, width = pictures.shape[2:]
    padded = functional.pad(pictures, (padding,) * 4, mode="reflect")
    places = padded.unfold(2, height, 1).unfold(3, width, 1)
    top, left = torch.randint(2 * padding + 1, (2, len(pictures)), generator=generator)
    return places[torch.arange(len(pictures)), :, top, left]


def flip(pictures: Tensor, generator: Generator) -> Tensor:
    """Return the batch with half of its pictures mirrored left to right."""
    mirrored = torch.rand(len(pictures), 1, 1, 1, generator=generator) < 0.5
    return torch.where(mirrored, pictures.flip(3), pictures)


def soften(pictures: Tensor, generator: Generator, least: float = -0.5, most: float = 1.0) -> Tensor:
    """Return each picture moved towards its blurred copy by a random share; a negative share sharpens it.

    Photos that were scaled down are sharper or softer than a data set's, depending on the program that did it.
    """
    share = least + (most - least) * torch.rand(len(pictures), 1, 1, 1, generator=generator)
    return (pictures + share * (blur(pictures) - pictures)).clamp(0, 1)


def blur(pictures: Tensor) -> Tensor:
    """Return the batch under the 3 x 3 binomial filter."""
    channels = pictures.shape[1]
    line = torch.tensor([0.25, 0.5, 0.25])
    kernel = torch.outer(line, line).expand(channels, 1, 3, 3)
    return functional.conv2d(functional.pad(pictures, (1,) * 4, mode="reflect"), kernel, groups=channels)


def recompress(pictures: Tensor, generator: Generator, least: int = 40, most: int = 95) -> Tensor:
    """Return each picture as JPEG of a random quality would leave it; sides must be multiples of 16."""
    return compress(pictures, torch.randint(least, most + 1, (len(pictures),), generator=generator))
