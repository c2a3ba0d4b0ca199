"""What ships of networks with and without skips, trained on the digits: the loss around them, and without blocks.

Made by ``python -m explorer.experiments.loss_surface``.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

FILE = Path(__file__).parent / "shipped" / "skip_study.npz"
BLOCKS = 9
"""Of 20 layers: two in each, one before them, one behind."""

MOST_SCALE = 2.0
"""By which F(x) of a block is multiplied at most."""
REACH_AROUND = 0.5
"""How far the surfaces go on either side; at 1 the weights would be moved by as much as they are long."""
RESNET_BLOCKS = tuple(f"layer{stage}.{place}" for stage in (1, 2, 3) for place in range(3))
"""Blocks of a network of 20 layers, such as the bundled ResNet-20, in their order."""
VGG_LAYERS = ("features.3", "features.10", "features.17", "features.20")
"""Convolutions of the bundled VGG that put out maps of the shape they receive."""


@dataclass(frozen=True, slots=True)
class StudiedNetwork:
    """How a network of the study is built, as in He et al. (2015), arXiv:1512.03385, section 4.2."""

    depth: int
    skips: bool

    @property
    def blocks(self) -> int:
        """Return how many blocks of two layers it has."""
        return (self.depth - 2) // 2


STUDIED: Mapping[str, StudiedNetwork] = MappingProxyType({
    "plain20": StudiedNetwork(20, skips=False), "residual20": StudiedNetwork(20, skips=True),
    "plain56": StudiedNetwork(56, skips=False), "residual56": StudiedNetwork(56, skips=True)})


@dataclass(frozen=True, slots=True, eq=False)
class SkipStudy:
    """One of the networks of ``STUDIED``, trained on the digits."""

    name: str
    curve: NDArray[np.float32]
    """Loss on what it learned from, nats, in each epoch, while it was learning."""
    surface: NDArray[np.float32]
    """Loss, nats, (points, points), where its weights are moved along two directions; the middle is the network."""
    left: NDArray[np.float32]
    """Share of the test that is right without each set of blocks, (512,), see `without`; of 56 layers, without none."""

    @property
    def middle(self) -> float:
        """Return the loss of the network itself, nats."""
        return float(self.surface[len(self.surface) // 2, len(self.surface) // 2])

    @property
    def accuracy(self) -> float:
        """Return the share of the test that the whole network has right, 0 to 1."""
        return float(self.left[0])

    def without(self, blocks: Iterable[int]) -> float:
        """Return the share of the test that is right without ``blocks``, by their numbers from 0."""
        return float(self.left[sum(1 << block for block in set(blocks))])

    def without_any(self, count: int) -> NDArray[np.float32]:
        """Return that share for each set of ``count`` blocks."""
        return self.left[[number.bit_count() == count for number in range(len(self.left))]]

    def below(self, loss: float) -> float:
        """Return on which share of the surface the loss is lower than ``loss``, 0 to 1."""
        return float((self.surface < loss).mean())


@cache
def skip_studies(file: Path = FILE) -> Mapping[str, SkipStudy]:
    """Return the networks by name, as in ``STUDIED``."""
    with np.load(file, allow_pickle=False) as stored:
        return {name: SkipStudy(name, *(stored[f"{name}_{part}"] for part in ("curve", "surface", "left")))
                for name in STUDIED}


def write_study(name: str, found: Mapping[str, NDArray[np.float32]], file: Path = FILE) -> None:
    """Write ``curve``, ``surface`` and ``left`` of one network; what the file holds of others stays."""
    file.parent.mkdir(parents=True, exist_ok=True)
    stored: dict[str, NDArray[np.float32]] = {}
    if file.is_file():
        with np.load(file, allow_pickle=False) as before:
            stored = {key: before[key] for key in before.files}
    stored |= {f"{name}_{part}": values for part, values in found.items()}
    np.savez_compressed(file, allow_pickle=False, **stored)
