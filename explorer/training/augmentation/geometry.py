"""Pictures mirrored, shifted, turned, sheared and zoomed, each by numbers of its own, in one resampling."""

from __future__ import annotations

from dataclasses import dataclass

import torch
from torch import Generator, Tensor
from torch.nn import functional


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Motions:
    """What happens to each picture, in this order: mirrored, sheared, zoomed, turned, shifted. All (N,)."""

    mirrored: Tensor
    shear_x: Tensor
    shear_y: Tensor
    """Degrees, as in ``torchvision.transforms.v2.functional.affine``."""
    scale: Tensor
    """Above 1 is larger."""
    angle: Tensor
    """Clockwise, degrees."""
    right: Tensor
    down: Tensor
    """Share of the side."""


def moved(pictures: Tensor, motions: Motions | None) -> Tensor:
    """Return pictures (N, C, H, W), 0 to 1, after ``motions`` about their centres; borders are filled by mirroring."""
    if motions is None:
        return pictures
    height, width = pictures.shape[2:]
    to_square = torch.tensor([2 / width, 2 / height])  # affine_grid counts from -1 to 1
    forward = matrices(motions)
    forward = to_square[:, None] * forward / to_square
    backward = torch.linalg.inv(forward)
    shift = 2 * torch.stack([motions.right, motions.down], dim=1)[..., None]
    theta = torch.cat([backward, -backward @ shift], dim=2).to(pictures)
    grid = functional.affine_grid(theta, list(pictures.shape), align_corners=False)
    return functional.grid_sample(pictures, grid, padding_mode="reflection", align_corners=False).clamp(0, 1)


def matrices(motions: Motions) -> Tensor:
    """Return where each picture's points go, (N, 2, 2), x and y in px to the right and down from the centre.

    Source:
        ``torchvision.transforms.v2.functional.affine``: turn, scale, shear along y, shear along x, from left to right.
    """
    angle, x, y = (torch.deg2rad(value) for value in (motions.angle, motions.shear_x, motions.shear_y))
    one, none = torch.ones_like(angle), torch.zeros_like(angle)
    turn = _matrix(angle.cos(), -angle.sin(), angle.sin(), angle.cos())
    along_y = _matrix(one, none, -y.tan(), one)
    along_x = _matrix(one, -x.tan(), none, one)
    mirror = _matrix(torch.where(motions.mirrored, -one, one), none, none, one)
    return motions.scale[:, None, None] * (turn @ along_y @ along_x @ mirror)


def _matrix(a: Tensor, b: Tensor, c: Tensor, d: Tensor) -> Tensor:
    return torch.stack([torch.stack([a, b], dim=1), torch.stack([c, d], dim=1)], dim=1)


OPERATIONS = 2
SEEDS = 2**31


def rand_augmented(pictures: Tensor, magnitude: int, generator: Generator) -> Tensor:
    """Return pictures (N, 3, H, W), 0 to 1, each after two random operations of ``magnitude``, 0 to 30.

    Values are rounded to 256 steps, which several of the operations are made for. torchvision draws from torch's
    global generator: it is seeded from ``generator`` for the time being and put back after.

    Source:
        Cubuk et al. (2019), RandAugment, arXiv:1909.13719.
    """
    from torchvision.transforms import v2  # takes 4 s, and only this needs it

    change = v2.RandAugment(OPERATIONS, magnitude, interpolation=v2.InterpolationMode.BILINEAR)
    stored = (pictures * 255).round().to(torch.uint8)
    seed = int(torch.randint(SEEDS, (), generator=generator))
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(seed)
        return torch.stack([change(picture) for picture in stored]).to(pictures) / 255
