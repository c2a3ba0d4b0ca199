"""Brightness, contrast, saturation, hue and blur, each picture by numbers of its own."""

from __future__ import annotations

import math
from dataclasses import dataclass

import torch
from torch import Tensor
from torch.nn import functional

GREY = (0.2989, 0.587, 0.114)
"""Weights of red, green and blue in brightness: ITU-R BT.601, with torchvision's four digits."""


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Colours:
    """Factors, 1 for no change, and turns of the hue, share of the colour circle, of each picture. All (N,)."""

    brightness: Tensor
    contrast: Tensor
    saturation: Tensor
    hue: Tensor


def coloured(pictures: Tensor, colours: Colours | None) -> Tensor:
    """Return RGB pictures (N, 3, H, W), 0 to 1, after brightness, contrast, saturation and hue, in this order."""
    if colours is None:
        return pictures
    factor = {name: getattr(colours, name).to(pictures)[:, None, None, None]
              for name in ("brightness", "contrast", "saturation", "hue")}
    pictures = (pictures * factor["brightness"]).clamp(0, 1)
    pictures = _between(grey(pictures).mean((1, 2, 3), keepdim=True), pictures, factor["contrast"])
    pictures = _between(grey(pictures), pictures, factor["saturation"])
    return hue_turned(pictures, factor["hue"]) if colours.hue.any() else pictures


def grey(pictures: Tensor) -> Tensor:
    """Return the brightness (N, 1, H, W) of RGB pictures."""
    return (pictures * torch.tensor(GREY, device=pictures.device).view(3, 1, 1)).sum(1, keepdim=True)


def hue_turned(pictures: Tensor, turn: Tensor) -> Tensor:
    """Return RGB pictures with their hue turned on by a share (N, 1, 1, 1) of the colour circle.

    Source:
        A. R. Smith (1978), Color gamut transform pairs: the hexagonal model HSV; value and saturation stay.
    """
    value, least = pictures.amax(1, keepdim=True), pictures.amin(1, keepdim=True)
    chroma = value - least
    hue = _hue(pictures, value, chroma) + 6 * turn
    corner = torch.tensor([5.0, 3.0, 1.0], device=pictures.device).view(3, 1, 1)
    distance = (corner + hue) % 6
    return value - chroma * torch.minimum(distance, 4 - distance).clamp(0, 1)


def blurred(pictures: Tensor, sigma: Tensor) -> Tensor:
    """Return pictures (N, C, H, W), 0 to 1, under Gaussians of their own ``sigma`` (N,), px.

    Borders are filled by mirroring. All have the kernel size that the largest needs, 2 * ceil(3 sigma) + 1, at most
    what mirroring can fill.
    """
    count, channels, height, width = pictures.shape
    radius = min(math.ceil(3 * float(sigma.max())), height - 1, width - 1)
    if radius < 1:
        return pictures
    places = torch.arange(-radius, radius + 1, device=pictures.device)
    weights = torch.exp(-0.5 * (places / sigma.to(pictures).clamp(min=1e-3)[:, None]) ** 2)
    weights = (weights / weights.sum(1, keepdim=True)).repeat_interleave(channels, dim=0)
    lines = functional.pad(pictures, (radius,) * 4, mode="reflect").view(1, count * channels, height + 2 * radius, -1)
    lines = functional.conv2d(lines, weights[:, None, None, :], groups=count * channels)
    lines = functional.conv2d(lines, weights[:, None, :, None], groups=count * channels)
    return lines.view(pictures.shape).clamp(0, 1)


def _between(start: Tensor, pictures: Tensor, share: Tensor) -> Tensor:
    """Return ``pictures`` at share 1, ``start`` at share 0, and beyond for larger shares."""
    return (start + (pictures - start) * share).clamp(0, 1)


def _hue(pictures: Tensor, value: Tensor, chroma: Tensor) -> Tensor:
    """Return the hue (N, 1, H, W), 0 to 6: 0 red, 2 green, 4 blue; 0 for grey."""
    red, green, blue = pictures.split(1, dim=1)
    width = chroma.clamp(min=1e-12)
    hue = torch.where(value == red, (green - blue) / width,
                      torch.where(value == green, 2 + (blue - red) / width, 4 + (red - green) / width))
    return hue % 6
