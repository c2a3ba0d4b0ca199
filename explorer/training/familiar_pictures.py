"""How like pictures are to those that a network has learned from, which are not at hand.

Each batch norm of a network remembers the mean and the deviation that its channels had over all pictures it learned
from. Where a reader's pictures bring about the same, they are like those to the network.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from copy import deepcopy
from dataclasses import dataclass
from typing import Any

import torch
from torch import Generator, Tensor, nn

from explorer.networks import Network, at_side, load
from explorer.training.advice import is_similar
from explorer.training.data.dataset import CHANNELS, DataSet, Pictures
from explorer.training.data.opening import open_set
from explorer.training.network.normalisation import inputs_of
from explorer.training.plan import Plan

LOOKED_THROUGH = 24
"""Most pictures that are looked at."""
NOISES = 4
"""Pictures of noise that they are held against, beside a black one."""
HALF = 0.55
"""Share of the way to noise and darkness at which likeness is one half. Of the bundled ResNet-20, which learned from
CIFAR-10, other photos of CIFAR-10 are at 0.21, parts of sample photos at 0.4 to 0.5, digits at 0.58, drawn shapes at
0.7; of EfficientNet-Lite0, which learned from ImageNet, sample photos at 0.25, parts of them at 0.4 to 0.5, CIFAR-10's
blurred enlargements at 0.54, drawn shapes at 0.56, digits at 0.75."""
ESTIMATED = {True: 0.75, False: 0.25}
"""Likeness by the kind of pictures alone: photos, or drawn and written things."""


@dataclass(frozen=True, slots=True)
class Familiarity:
    """How like pictures are to what a network knows."""

    likeness: float
    """0: nothing alike; 1: the same. From ``four_cases.BORDER`` on they count as alike."""
    distance: float | None = None
    """In deviations of the network's own channels, on average; None: estimated from the kind of pictures."""
    farthest: float = 0.0
    """The same of noise and of black pictures, on average."""
    pictures: int = 0
    """Looked at."""
    layers: int = 0
    """Whose memory they were held against."""


def estimated_familiarity(data: str) -> Familiarity:
    """Return the likeness by the name of a data set: photos are taken to be like photos."""
    return Familiarity(ESTIMATED[is_similar(data)])


def familiarity(plan: Plan, *, data: DataSet | None = None, network: Network | None = None) -> Familiarity:
    """Return how like the pictures of ``plan`` are to what its network has learned from, measured where it can be.

    Takes one pass of up to 29 pictures.

    Args:
        data: instead of the plan's data set.
        network: instead of the plan's.

    Raises:
        ExplorerError: there is no such network or data set.
    """
    data = data or open_set(plan.data, plan.side, seed=plan.seed, fit=plan.fit, twins=plan.twins, scenes=plan.scenes)
    network = at_side(network or load(plan.network, weights=None if plan.random else plan.weights), plan.side)
    order = torch.randperm(len(data.train), generator=Generator().manual_seed(plan.seed))
    some = data.train.at(order[:LOOKED_THROUGH].sort().values)
    found = channel_distances(network, some)
    if plan.random or not found:
        return estimated_familiarity(plan.data)
    distance, farthest = _mean(found), (_mean(channel_distances(network, _noise(plan.side)))
                                        + _mean(channel_distances(network, _darkness(plan.side)))) / 2
    return Familiarity(likeness_of(distance, farthest), distance, farthest, len(some), len(found))


def likeness_of(distance: float, farthest: float) -> float:
    """Return 1 for no distance, one half at ``HALF`` of the farthest, and 0 from twice that on."""
    return max(0.0, 1 - distance / farthest / (2 * HALF))


def _mean(found: Sequence[Tensor]) -> float:
    """Return the mean over the layers of the means over their channels."""
    return torch.stack([layer.mean() for layer in found]).mean().item()


def _noise(side: int) -> Pictures:
    images = torch.randint(0, 256, (NOISES, CHANNELS, side, side), generator=Generator().manual_seed(0),
                           dtype=torch.uint8)
    return Pictures(images, torch.zeros(NOISES, dtype=torch.int64))


def _darkness(side: int) -> Pictures:
    return Pictures(torch.zeros(1, CHANNELS, side, side, dtype=torch.uint8), torch.zeros(1, dtype=torch.int64))


def channel_distances(network: Network, pictures: Pictures) -> list[Tensor]:
    """Return for each batch norm how far its channels (C,) are from what it remembers; nothing where there is none.

    The Wasserstein distance of the normal distributions with these means and deviations, in the remembered deviations.

    Source:
        Schneider, Rusak, Eck, Bringmann, Brendel, Bethge (2020), Improving robustness against common corruptions by
        covariate shift adaptation, arXiv:2006.16971: it tells how much worse a network does on other pictures.
    """
    module = deepcopy(network.module).cpu().eval()  # the network is shared, and is not to be listened to
    found: list[Tensor] = []
    for one in module.modules():
        if isinstance(one, nn.BatchNorm2d) and one.running_mean is not None:
            one.register_forward_pre_hook(_listener(found))
    with torch.no_grad():
        module(inputs_of(network, pictures).normalised(pictures.images.float() / 255))
    return found


def _listener(found: list[Tensor]) -> Callable[[nn.Module, tuple[Tensor, ...]], None]:
    def listen(norm: Any, inputs: tuple[Tensor, ...]) -> None:
        deviation, mean = torch.std_mean(inputs[0].float(), dim=(0, 2, 3), correction=0)
        known = (norm.running_var + norm.eps).sqrt()
        found.append((((mean - norm.running_mean) / known) ** 2 + (deviation / known - 1) ** 2).sqrt())

    return listen
