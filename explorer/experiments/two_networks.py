"""An MLP and a CNN of equal size, which learn digits as they are, shuffled, or moved; without torch, for pages.

Both have about 20,000 parameters. The MLP connects every pixel with every unit; the CNN looks at neighbours, with the
same weights everywhere, and keeps of each map at its end only the mean.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from explorer.graph import Graph, analyse, from_text

Kind = Literal["mlp", "cnn"]
KINDS: tuple[Kind, ...] = ("mlp", "cnn")
SIDE = 8
"""Of a digit, px."""
CANVAS = 16
"""Of the picture that a digit is moved in, px."""
MEAN, SPREAD = 0.306, 0.376
"""Of all pixels of all digits, 0 to 1: networks are given what is left when the one is taken away, divided by the
other."""
FARTHEST = CANVAS - SIDE
"""px; a digit that starts at the left edge then touches the right one."""
SHIPPED = Path(__file__).with_name("shipped")
CONVOLUTIONS = "conv.o16.p1~relu~conv.o32.p1~relu~maxpool~conv.o50.p1~relu~gap~flatten~linear.o10"
HIDDEN = {SIDE: 266, CANVAS: 75}
"""Hidden units of the MLP by the side of the picture: as many parameters as the CNN has, within 2 %."""
PICTURES = {1259: 20, 200: 60}
"""How many digits are learned from, and how often all of them."""
SEEDS = (0, 1, 2, 3, 4)
SHUFFLING = 20
"""Seed of the one permutation of all pixels."""
Curves = dict[str, list[list[float]]]


def stack(kind: Kind, side: int = SIDE) -> str:
    """Return a network as *Build a stack* writes it, for grey pictures of ``side`` px."""
    return CONVOLUTIONS if kind == "cnn" else f"flatten~linear.o{HIDDEN[side]}~relu~linear.o10"


def network(kind: Kind, side: int = SIDE) -> Graph:
    """Return a network for grey pictures of ``side`` px."""
    return from_text(stack(kind, side))


def parameters(kind: Kind, side: int = SIDE) -> int:
    """Return how many parameters a network has, weights and biases."""
    return analyse(network(kind, side), (1, side, side)).params


def permutation() -> NDArray[np.int64]:
    """Return for each place of a shuffled digit the place that its pixel comes from (64,), row by row."""
    return np.random.default_rng(SHUFFLING).permutation(SIDE * SIDE)


def shuffled(pictures: NDArray[Any]) -> NDArray[Any]:
    """Return pictures (..., 8, 8) with all their pixels in the places that `permutation` says."""
    flat = pictures.reshape(*pictures.shape[:-2], SIDE * SIDE)
    return flat[..., permutation()].reshape(pictures.shape)


def moved(pictures: NDArray[Any], right: int) -> NDArray[Any]:
    """Return digits (..., 8, 8) in black pictures (..., 16, 16): at half height, ``right`` px from the left edge."""
    top = (CANVAS - SIDE) // 2
    canvas = np.zeros((*pictures.shape[:-2], CANVAS, CANVAS), pictures.dtype)
    canvas[..., top:top + SIDE, right:right + SIDE] = pictures
    return canvas


@dataclass(frozen=True, slots=True)
class ShuffleStudy:
    """What learning from digits gave, as they are and shuffled."""

    curves: Curves
    """Accuracy, 0 to 1, per seed and epoch, of ``mlp``, ``cnn``, ``mlp_shuffled`` and ``cnn_shuffled``."""
    tested: int
    """On so many digits that nobody learned from."""

    def last(self, name: str) -> tuple[float, float]:
        """Return mean and standard deviation over the seeds of the accuracy after the last epoch, 0 to 1."""
        ends = [curve[-1] for curve in self.curves[name]]
        return float(np.mean(ends)), float(np.std(ends, ddof=1))


@dataclass(frozen=True, slots=True)
class ShiftStudy:
    """What networks that learned digits at the left edge say to digits farther right."""

    accuracy: Curves
    """0 to 1, per seed and shift of 0 to ``FARTHEST`` px, of ``mlp``, ``cnn`` and ``mlp_moved``."""
    tested: int


@cache
def shuffle_study() -> Mapping[int, ShuffleStudy]:
    """Return what ``python -m explorer.experiments.shuffled`` wrote, by the number of digits learned from."""
    found = json.loads((SHIPPED / "shuffled.json").read_text(encoding="utf-8"))
    return {int(count): ShuffleStudy(curves, found["tested"]) for count, curves in found["curves"].items()}


@cache
def shift_study() -> ShiftStudy:
    """Return what ``python -m explorer.experiments.shifted`` wrote."""
    found = json.loads((SHIPPED / "shifted.json").read_text(encoding="utf-8"))
    return ShiftStudy(found["accuracy"], found["tested"])
