"""Pictures made of numbers that gradient ascent can turn: waves of all lengths, or coarse to fine.

Pixels are a bad choice: a step along their gradient changes neighbours independently and ends in noise. Here colours
are those in which natural pictures vary independently, and long waves or coarse layers move as easily as short ones.

Source:
    Olah, Mordvintsev & Schubert (2017), Feature visualization, Distill, doi:10.23915/distill.00007.
"""

from __future__ import annotations

from typing import Literal

import torch
from torch import Tensor
from torch.nn import functional

Form = Literal["fourier", "pyramid"]
FORMS: tuple[Form, ...] = ("fourier", "pyramid")
SPREAD = 0.3
"""Standard deviation of the picture to begin with, before it is squeezed into 0 to 1."""
COARSEST = 4
"""Shorter side of the coarsest layer of a pyramid, px."""
# Rows: light, red against blue, red and blue against green, each of length 1. Along these the colours of natural
# pictures are nearly independent; measured on the sample photos they spread by 0.37, 0.13 and 0.045.
AXES = torch.tensor([[1.0, 1.0, 1.0], [1.0, 0.0, -1.0], [1.0, -2.0, 1.0]])
AXES = AXES / AXES.norm(dim=1, keepdim=True)
SPREADS = torch.tensor([0.372, 0.131, 0.045])


def numbers(form: Form, size: tuple[int, int], seed: int) -> list[Tensor]:
    """Return the numbers of a picture of noise of ``size``, height and width, px; drawn from ``seed``, on the CPU."""
    generator = torch.Generator().manual_seed(seed)
    waves = (3, size[0], size[1] // 2 + 1, 2)
    shapes: list[tuple[int, ...]] = [waves] if form == "fourier" else [(3, *sides) for sides in _sides(size)]
    return [SPREAD / len(shapes) ** 0.5 * torch.randn(shape, generator=generator) for shape in shapes]


def picture(form: Form, parts: list[Tensor], size: tuple[int, int]) -> Tensor:
    """Return the picture (3, H, W), red, green and blue from 0 to 1, that the numbers ``parts`` stand for."""
    values = _waves(parts[0], size) if form == "fourier" else _stacked(parts, size)
    mix = (AXES * (SPREADS / SPREADS[0])[:, None]).to(values)
    # Light spreads as much as before; times 3 so that a picture reaches black and white.
    return torch.sigmoid(3 * torch.einsum("ahw,ac->chw", values, mix))


def softened(shown: Tensor) -> Tensor:
    """Return a picture (C, H, W) blurred a little: weights 1, 4, 6, 4, 1 along both axes, mirrored at the border."""
    row = torch.tensor([1.0, 4.0, 6.0, 4.0, 1.0]).to(shown) / 16
    padded = functional.pad(shown[:, None], (2, 2, 2, 2), mode="reflect")
    return functional.conv2d(padded, (row[:, None] * row)[None, None])[:, 0]


def _waves(spectrum: Tensor, size: tuple[int, int]) -> Tensor:
    """Return the sum of all waves, (3, H, W). A wave twice as long is twice as strong, as in natural pictures."""
    down = torch.fft.fftfreq(size[0], device=spectrum.device)[:, None]
    across = torch.fft.rfftfreq(size[1], device=spectrum.device)[None]
    lengths = 1 / (down**2 + across**2).sqrt().clamp(min=1 / max(size))
    strengths = lengths / (lengths**2).mean().sqrt()
    values: Tensor = torch.fft.irfft2(torch.view_as_complex(spectrum) * strengths, s=size, norm="ortho")
    return values


def _stacked(layers: list[Tensor], size: tuple[int, int]) -> Tensor:
    """Return the sum of all layers, each enlarged to ``size``, (3, H, W)."""
    total = torch.zeros(1, 3, *size, device=layers[0].device)
    for layer in layers:
        total = total + functional.interpolate(layer[None], size, mode="bilinear", align_corners=False)
    return total[0]


def _sides(size: tuple[int, int]) -> list[tuple[int, int]]:
    """Return height and width of each layer of a pyramid, px, coarsest first; the last is ``size``."""
    found = [size]
    while min(found[0]) >= 2 * COARSEST:
        found.insert(0, (found[0][0] // 2, found[0][1] // 2))
    return found
