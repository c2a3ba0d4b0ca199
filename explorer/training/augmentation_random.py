"""torchvision's RandAugment, with numbers from a generator of ours."""

from __future__ import annotations

import torch
from torch import Generator, Tensor
from torchvision.transforms import v2

OPERATIONS = 2
SEEDS = 2**31


def rand_augmented(pictures: Tensor, magnitude: int, generator: Generator) -> Tensor:
    """Return pictures (N, 3, H, W), 0 to 1, each after two random operations of ``magnitude``, 0 to 30.

    Values are rounded to 256 steps, which several of the operations are made for. torchvision draws from torch's
    global generator: it is seeded from ``generator`` for the time being and put back after.

    Source:
        Cubuk et al. (2019), RandAugment, arXiv:1909.13719.
    """
    change = v2.RandAugment(OPERATIONS, magnitude, interpolation=v2.InterpolationMode.BILINEAR)
    stored = (pictures * 255).round().to(torch.uint8)
    seed = int(torch.randint(SEEDS, (), generator=generator))
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(seed)
        return torch.stack([change(picture) for picture in stored]).to(pictures) / 255
