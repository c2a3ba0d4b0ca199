"""What the networks of ``shifted`` answer to a digit in a place of the reader's: in numpy, at once, without torch."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from explorer.experiments.two_networks import CANVAS, MEAN, SHIPPED, SPREAD, moved

CLASSES = 10
Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True, eq=False)
class Shipped:
    """Weights of the networks of the first seed, by network and layer, and a digit of each class (10, 8, 8)."""

    weights: Mapping[str, Mapping[str, Floats]]
    samples: NDArray[np.uint8]


@cache
def shipped() -> Shipped:
    """Return what ``python -m explorer.experiments.shifted`` wrote."""
    weights: dict[str, dict[str, Floats]] = {}
    with np.load(SHIPPED / "shifted.npz", allow_pickle=False) as file:
        for name in set(file.files) - {"samples"}:
            network, _, layer = name.partition(".")
            weights.setdefault(network, {})[layer] = file[name]
        return Shipped(weights, file["samples"])


def picture(digit: int, right: int) -> NDArray[np.uint8]:
    """Return the sample of a class in a black picture (16, 16), ``right`` px from the left edge, 0 to 255."""
    canvas: NDArray[np.uint8] = moved(shipped().samples[digit], right)
    return canvas


def answers(name: str, pixels: NDArray[np.uint8]) -> Floats:
    """Return the probability of each class (10,), as ``mlp``, ``cnn`` or ``mlp_moved`` answers to (16, 16) pixels."""
    weights = shipped().weights[name]
    values = ((pixels / np.float32(255) - np.float32(MEAN)) / np.float32(SPREAD)).astype(np.float32)
    scores = _convolved(values, weights) if "conv1.weight" in weights else _connected(values, weights)
    exponentials = np.exp(scores - scores.max())
    shares: Floats = exponentials / exponentials.sum()
    return shares


def _connected(values: Floats, weights: Mapping[str, Floats]) -> Floats:
    hidden = np.maximum(weights["fc1.weight"] @ values.ravel() + weights["fc1.bias"], 0)
    scores: Floats = weights["fc2.weight"] @ hidden + weights["fc2.bias"]
    return scores


def _convolved(values: Floats, weights: Mapping[str, Floats]) -> Floats:
    maps = _convolution(values[None], weights, "conv1")
    maps = _convolution(maps, weights, "conv2")
    half = CANVAS // 2
    maps = maps.reshape(len(maps), half, 2, half, 2).max(axis=(2, 4))
    maps = _convolution(maps, weights, "conv3")
    scores: Floats = weights["fc1.weight"] @ maps.mean(axis=(1, 2)) + weights["fc1.bias"]
    return scores


def _convolution(maps: Floats, weights: Mapping[str, Floats], name: str) -> Floats:
    """Return maps (C, H, W) through a 3x3 convolution with a padding of 1, and a ReLU."""
    windows = np.lib.stride_tricks.sliding_window_view(np.pad(maps, ((0, 0), (1, 1), (1, 1))), (3, 3), axis=(1, 2))
    found = np.tensordot(weights[f"{name}.weight"], windows, axes=((1, 2, 3), (0, 3, 4)))
    found = np.maximum(found + weights[f"{name}.bias"][:, None, None], 0)
    return np.asarray(found, np.float32)
