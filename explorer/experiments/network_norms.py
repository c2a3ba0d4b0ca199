"""Batch norm inside the bundled ResNet-20: in training mode, where batch mates change an answer, and switched off.

Networks are shared by all readers, so every change is made on a copy.
"""

from __future__ import annotations

from collections.abc import Sequence
from copy import deepcopy
from dataclasses import dataclass
from functools import cache
from hashlib import sha256

import numpy as np
import torch
from torch import Tensor, nn

from explorer import networks, training
from explorer.arrays import Floats, Pixels
from explorer.images import SAMPLES, Picture, fitted, sample
from explorer.runtime import Cache, bytes_of

NETWORK = "bundled/resnet20"
SIDE = 32
LEAST_PART = 0.6
SHRUNK = 96
KEPT_BYTES = 2**20


@dataclass(frozen=True, slots=True, eq=False)
class NormWalk:
    """What the network makes of a picture with its batch norms on or off.

    Attributes:
        norms: which.
        layers: the batch norms, in the network's order.
        outputs: of each what it hands on, (C, H, W).
        shares: of the classes, 0 to 1, as ``CATEGORIES`` names them.
    """

    norms: str
    layers: tuple[str, ...]
    outputs: tuple[Floats, ...]
    shares: Floats

    @property
    def spreads(self) -> tuple[float, ...]:
        """Return how much the cells of a map differ behind each batch norm: their standard deviation within each
        channel, as the root of the mean square over the channels. What is the same everywhere says nothing of a photo.
        """
        return tuple(float(np.sqrt(values.var(axis=(1, 2)).mean())) for values in self.outputs)


def small(photo: Picture) -> Pixels:
    """Return the middle of a photo as the network gets it, [32, 32, 3], 0 to 255: scaled by its own preprocessing."""
    return _as_read(photo.pixels)


def _as_read(pixels: Pixels) -> Pixels:
    values = networks.load(NETWORK).preprocess(pixels).transpose(1, 2, 0)
    mean, std = (np.array(parts, dtype=np.float32) for parts in (networks.architectures.MEAN,
                                                                 networks.architectures.STD))
    found: Pixels = np.rint((values * std + mean) * 255).astype(np.uint8)
    return found


def mate_pictures(kind: str, photo: Picture, count: int, seed: int) -> Pixels:
    """Return ``count`` pictures to be in a batch with ``photo``, [count, 32, 32, 3], drawn from ``seed``.

    Args:
        kind: ``copies`` of it, ``grey`` areas, ``digits``, or parts of other sample ``photos``.
        photo: which is left out of those.
        count: 0 or more.
        seed: the same, the same pictures; fewer are the first of more.
    """
    random = np.random.default_rng(seed)
    if kind == "copies":
        found = [small(photo)] * count
    elif kind == "grey":
        found = [np.full((SIDE, SIDE, 3), random.integers(0, 256), np.uint8) for _mate in range(count)]
    elif kind == "digits":
        digits = _digits()
        found = [digits[random.integers(len(digits))] for _mate in range(count)]
    else:
        others = random.permutation([name for name in SAMPLES if SAMPLES[name].title != photo.name]).tolist()
        found = [_part(_shrunk(others[mate % len(others)]), random) for mate in range(count)]
    return np.array(found, dtype=np.uint8).reshape(count, SIDE, SIDE, 3)


@cache
def _digits() -> Pixels:
    """Return the digits, [count, 32, 32, 3]."""
    found: Pixels = training.open_set("digits", SIDE, seed=0).train.images.permute(0, 2, 3, 1).numpy()
    return found


@cache
def _shrunk(name: str) -> Pixels:
    """Return a sample photo so small that parts of it are cut and scaled quickly."""
    return fitted(sample(name), SHRUNK)


def _part(photo: Pixels, random: np.random.Generator) -> Pixels:
    """Return a square part of a photo, its side 60 to 100 % of the photo's shorter one, [32, 32, 3]."""
    height, width = photo.shape[:2]
    side = int(min(height, width) * random.uniform(LEAST_PART, 1))
    top, left = (int(random.integers(0, length - side + 1)) for length in (height, width))
    return _as_read(photo[top:top + side, left:left + side])


def evaluated(photo: Pixels) -> Floats:
    """Return how likely the network finds each class for a picture, [32, 32, 3], in evaluation mode, (10,)."""
    return _shares_of(photo[None], training_mode=False)


def in_training(photo: Pixels, mates: Pixels) -> Floats:
    """Return the same where somebody forgot ``model.eval()``: normalised by the statistics of the batch it is in.

    Args:
        photo: [32, 32, 3].
        mates: the other pictures of the batch, [count, 32, 32, 3]; none: a batch of one.
    """
    return _shares_of(np.concatenate([photo[None], mates]), training_mode=True)


def after_passes(photo: Pixels, batches: Sequence[Pixels]) -> Floats:
    """Return what evaluation says of a picture before and after each forward pass in training mode, (passes + 1, 10).

    Nothing is learned: no weight changes. Each pass moves the running averages by a tenth towards its batch, and they
    are what evaluation normalises by.

    Args:
        photo: [32, 32, 3].
        batches: one per pass, [count, 32, 32, 3].
    """
    def work(device: torch.device) -> Floats:
        module = _copy(device)
        asked, found = _inputs(photo[None], device), []
        with torch.inference_mode():
            for batch in (None, *batches):
                if batch is not None:
                    module.train()(_inputs(batch, device))
                found.append(module.eval()(asked).softmax(dim=1)[0])
        return _array(torch.stack(found))
    return _kept.get(("passes", _digest(photo, *batches)), lambda: networks.run(work))


def walk(photo: Pixels, norms: str) -> NormWalk:
    """Return what the network makes of a picture, [32, 32, 3], with its batch norms on or off, in evaluation mode.

    Args:
        photo: the picture.
        norms: ``on``: as trained. ``affine``: nothing is normalised, only scaled by γ and shifted by β. ``off``: every
            batch norm is the identity.
    """
    def work(device: torch.device) -> NormWalk:
        module = _copy(device).eval()
        layers = tuple(name for name, layer in module.named_modules() if isinstance(layer, nn.BatchNorm2d))
        heard: list[Floats] = []
        for name in layers:
            _switch(module, name, norms)
            module.get_submodule(name).register_forward_hook(
                lambda _layer, _inputs, output: heard.append(_array(output[0])))
        with torch.inference_mode():
            shares = module(_inputs(photo[None], device)).softmax(dim=1)[0]
        return NormWalk(norms, layers, tuple(heard), _array(shares))
    return _walks.get((norms, _digest(photo)), lambda: networks.run(work))


def _switch(module: nn.Module, name: str, norms: str) -> None:
    """Put what ``norms`` says in the place of a batch norm."""
    if norms == "on":
        return
    layer = module.get_submodule(name)
    assert isinstance(layer, nn.BatchNorm2d)
    stays = nn.Identity() if norms == "off" else _Affine(layer)
    parent, _, own = name.rpartition(".")
    setattr(module.get_submodule(parent), own, stays)


class _Affine(nn.Module):
    """What is left of a batch norm that does not normalise."""

    def __init__(self, layer: nn.BatchNorm2d) -> None:
        super().__init__()
        self.scale, self.shift = layer.weight[:, None, None], layer.bias[:, None, None]

    def forward(self, maps: Tensor) -> Tensor:
        """Take maps (N, C, H, W), return γ times them plus β."""
        return maps * self.scale + self.shift


def _shares_of(batch: Pixels, *, training_mode: bool) -> Floats:
    """Return the classes of the first picture of a batch."""
    def work(device: torch.device) -> Floats:
        module = _in_training().to(device) if training_mode else _copy(device).eval()
        with torch.inference_mode():
            return _array(module(_inputs(batch, device)).softmax(dim=1)[0])
    return _kept.get((str(training_mode), _digest(batch)), lambda: networks.run(work))


def _copy(device: torch.device) -> nn.Module:
    """Return a copy whose running averages and layers may change: the shared network never leaves evaluation mode."""
    return deepcopy(networks.load(NETWORK).module).to(device)


@cache
def _in_training() -> nn.Module:
    """Return the copy that stays in training mode: what it answers depends on no running average. Only in ``run``."""
    return _copy(torch.device("cpu")).train()


def _inputs(batch: Pixels, device: torch.device) -> Tensor:
    prepare = networks.load(NETWORK).preprocess
    return torch.from_numpy(np.stack([prepare(pixels) for pixels in batch])).to(device)


def _array(values: Tensor) -> Floats:
    found: Floats = values.float().cpu().numpy()
    found.setflags(write=False)
    return found


def _digest(*pictures: Pixels) -> bytes:
    found = sha256()
    for pixels in pictures:
        found.update(f"{pixels.shape}".encode() + pixels.tobytes())
    return found.digest()


_kept: Cache[tuple[str, bytes], Floats] = Cache(KEPT_BYTES, bytes_of)
_walks: Cache[tuple[str, bytes], NormWalk] = Cache(16 * KEPT_BYTES, bytes_of)
