"""What makes of small blurred digits many that could have been drawn: bent, leaned, thick or thin, crisp or soft.

scikit-learn's digits have 8 x 8 px and 16 grey values; what people draw has crisp edges and any width. A digit that is
enlarged smoothly and cut at a level has crisp edges again, and the level decides how thick it is. Float tensors
(N, C, H, W), 0 to 1, white on black; all randomness comes from the generator that is passed in.

Source:
    Simard, Steinkraus & Platt (2003), Best practices for convolutional neural networks applied to visual document
    analysis: elastic deformations of digits.
"""

from __future__ import annotations

import math

import torch
from torch import Generator, Tensor
from torch.nn import functional

from explorer.training.augmentation.colour import blurred

TURN, LEAN = 20, 20
"""Largest, degrees either way."""
NARROWEST, LARGEST = 0.7, 1.15
"""Factors of width and height, each drawn on its own."""
SHIFT = 0.1
"""Largest, share of the side, either way."""
BENDS, BEND = 4, 0.04
"""Points a side that are moved at random, and the deviation of each, share of the side."""
LEVELS = (0.22, 0.6)
"""Where a digit is cut: low levels leave thick strokes."""
EDGES = (0.04, 0.22)
"""How soft the cut is."""
AS_IT_WAS = 0.2
"""Share of the digits that keep their grey values."""
BLUR, NOISE = 1.1, 0.12
"""Largest deviation of a Gaussian, px, and of the noise."""


def as_drawn(pictures: Tensor, generator: Generator) -> Tensor:
    """Return the batch with each digit moved and bent, cut to another thickness, and some blurred, paled or noisy.

    Only the first channel is looked at, and all come out alike: digits are grey.
    """
    changed = faded(stroked(bent(pictures[:, :1], generator), generator), generator)
    return changed.expand_as(pictures)


def bent(pictures: Tensor, generator: Generator) -> Tensor:
    """Return each digit turned, leaned, stretched, shifted and bent smoothly; what comes in from outside is black."""
    count, channels = pictures.shape[:2]
    grid = functional.affine_grid(_affine(count, generator), list(pictures.shape), align_corners=False)
    moved = 2 * BEND * torch.randn(count, 2, BENDS, BENDS, generator=generator)
    field = functional.interpolate(moved, pictures.shape[2:], mode="bicubic", align_corners=True)
    return functional.grid_sample(pictures, grid + field.permute(0, 2, 3, 1), mode="bicubic", padding_mode="zeros",
                                  align_corners=False).clamp(0, 1).view(count, channels, *pictures.shape[2:])


def _affine(count: int, generator: Generator) -> Tensor:
    """Return matrices (N, 2, 3) from places of the result to places of the digit, both from -1 to 1."""
    turn, lean = (math.radians(most) * _either(count, generator) for most in (TURN, LEAN))
    wide, high = (between(NARROWEST, LARGEST, count, generator) for _ in range(2))
    right, down = (2 * SHIFT * _either(count, generator) for _ in range(2))
    along = torch.stack([turn.cos() * wide, (lean.tan() * turn.cos() - turn.sin()) * high], dim=1)
    across = torch.stack([turn.sin() * wide, (lean.tan() * turn.sin() + turn.cos()) * high], dim=1)
    backward = torch.linalg.inv(torch.stack([along, across], dim=1))
    return torch.cat([backward, -backward @ torch.stack([right, down], dim=1)[..., None]], dim=2)


def stroked(pictures: Tensor, generator: Generator) -> Tensor:
    """Return each digit cut softly at a level of its own, which makes it thick or thin; some keep their grey values."""
    count = len(pictures)
    level, edge = (_each(between(*ends, count, generator)) for ends in (LEVELS, EDGES))
    cut = torch.sigmoid((pictures - level) / edge)
    black, white = (torch.sigmoid((ground - level) / edge) for ground in (0, 1))
    kept = _each(torch.rand(count, generator=generator)) < AS_IT_WAS
    return torch.where(kept, pictures, (cut - black) / (white - black))


def faded(pictures: Tensor, generator: Generator) -> Tensor:
    """Return half of the digits blurred, half with less contrast, and a quarter noisy."""
    count = len(pictures)
    soft, pale, rough = (_each(torch.rand(count, generator=generator)) < share for share in (0.5, 0.5, 0.25))
    pictures = torch.where(soft, blurred(pictures, between(0.2, BLUR, count, generator)), pictures)
    contrast, ground = (_each(between(*ends, count, generator)) for ends in ((0.5, 1.0), (0.0, 0.15)))
    pictures = torch.where(pale, pictures * contrast + ground, pictures)
    noise = torch.randn(pictures.shape, generator=generator) * _each(between(0, NOISE, count, generator))
    return torch.where(rough, pictures + noise, pictures).clamp(0, 1)


def between(least: float, most: float, count: int, generator: Generator) -> Tensor:
    """Return random numbers (N,) of a range, each as likely as the others."""
    return least + (most - least) * torch.rand(count, generator=generator)


def _either(count: int, generator: Generator) -> Tensor:
    return between(-1, 1, count, generator)


def _each(values: Tensor) -> Tensor:
    return values[:, None, None, None]
