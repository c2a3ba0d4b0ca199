"""Random changes to a batch of pictures that leave its classes as they are. Float tensors (N, C, H, W), 0 to 1.

All randomness comes from the generator that is passed in.
"""

from __future__ import annotations

import math

import torch
from torch import Generator, Tensor
from torch.nn import functional

LUMINANCE = torch.tensor([
    [16, 11, 10, 16, 24, 40, 51, 61],
    [12, 12, 14, 19, 26, 58, 60, 55],
    [14, 13, 16, 24, 40, 57, 69, 56],
    [14, 17, 22, 29, 51, 87, 80, 62],
    [18, 22, 37, 56, 68, 109, 103, 77],
    [24, 35, 55, 64, 81, 104, 113, 92],
    [49, 64, 78, 87, 103, 121, 120, 101],
    [72, 92, 95, 98, 112, 100, 103, 99],
], dtype=torch.float32)
CHROMINANCE = torch.full((8, 8), 99.0)
CHROMINANCE[:4, :4] = torch.tensor([[17, 18, 24, 47], [18, 21, 26, 66], [24, 26, 56, 99], [47, 66, 99, 99]])
TO_YCC = torch.tensor([[0.299, 0.587, 0.114], [-0.168736, -0.331264, 0.5], [0.5, -0.418688, -0.081312]])
TO_RGB = torch.tensor([[1.0, 0.0, 1.402], [1.0, -0.344136, -0.714136], [1.0, 1.772, 0.0]])


def compress(pictures: Tensor, quality: Tensor) -> Tensor:
    """Return colour pictures (N, 3, H, W), 0 to 1, as JPEG of ``quality`` (N,), 1 to 100, would leave them.

    Colour is kept at half the side (4:2:0). Sides must be multiples of 16.
    """
    ycc = _recoloured(pictures * 255, TO_YCC)
    ycc[:, 0] -= 128
    light = _rounded(ycc[:, :1], table(LUMINANCE, quality))
    colour = _rounded(functional.avg_pool2d(ycc[:, 1:], 2), table(CHROMINANCE, quality))
    wide = functional.interpolate(colour, scale_factor=2, mode="bilinear", align_corners=False)
    return (_recoloured(torch.cat((light + 128, wide), dim=1), TO_RGB) / 255).clamp(0, 1)


def table(base: Tensor, quality: Tensor) -> Tensor:
    """Return the steps (N, 8, 8) to which frequencies are rounded at each ``quality`` (N,)."""
    quality = quality.float().clamp(1, 100)
    percent = torch.where(quality < 50, 5000 / quality, 200 - 2 * quality).floor()
    return ((base * percent[:, None, None] + 50) / 100).floor().clamp(1, 255)


def _recoloured(pictures: Tensor, mixture: Tensor) -> Tensor:
    return (mixture @ pictures.flatten(2)).view(pictures.shape)


def _rounded(planes: Tensor, steps: Tensor) -> Tensor:
    """Round planes (N, C, H, W) block by block to multiples of ``steps`` (N, 8, 8) in frequency."""
    count, channels, height, width = planes.shape
    blocks = planes.view(count, channels, height // 8, 8, width // 8, 8).transpose(3, 4)
    steps = steps.view(count, 1, 1, 1, 64)
    rounded = (blocks.flatten(4) @ WAVES.T / steps).round_() * steps
    return (rounded @ WAVES).view(blocks.shape).transpose(3, 4).reshape(planes.shape)


def _waves() -> Tensor:
    """Return the cosines of the transform (64 frequencies, 64 places), an orthogonal matrix."""
    frequency, place = torch.meshgrid(torch.arange(8.0), torch.arange(8.0), indexing="ij")
    waves = torch.cos(math.pi * frequency * (2 * place + 1) / 16) / 2
    waves[0] /= math.sqrt(2)
    return torch.kron(waves, waves)


WAVES = _waves()


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
