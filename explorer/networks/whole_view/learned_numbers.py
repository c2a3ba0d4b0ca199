"""The learned numbers of one step that one unit is made with."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
import torch
from numpy.typing import NDArray
from torch import nn

from explorer.graph import WalkStep
from explorer.networks.inference.service import run
from explorer.networks.network import Network


@dataclass(frozen=True, slots=True, eq=False)
class LearnedNumbers:
    """What one layer has learned for one map."""

    weight: NDArray[np.float32] | None = None
    """Of a convolution (C, k, l), of a linear layer (n,)."""
    bias: float | None = None
    told: Mapping[str, float] = field(default_factory=dict)
    """Of what works on each value: a batch norm's ``mean``, ``variance``, ``scale``, ``shift`` and ``eps``;
    a ``slope``; an ELU's ``alpha``."""


def learned(network: Network, step: WalkStep, channel: int) -> Mapping[str, LearnedNumbers]:
    """Return the numbers of each layer of a step for its map ``channel``."""
    modules = dict(network.module.named_modules())
    return run(lambda _device: {name: _of(modules.get(name), channel) for name in step.layers})


def _of(module: nn.Module | None, channel: int) -> LearnedNumbers:
    while isinstance(module, nn.Sequential) and len(module):
        module = module[-1]  # behind the padding of a convolution whose padding is uneven
    if isinstance(module, nn.Conv2d | nn.Linear):
        bias = None if module.bias is None else float(module.bias[channel].detach())
        return LearnedNumbers(_array(module.weight[channel]), bias)
    if isinstance(module, nn.BatchNorm2d | nn.BatchNorm1d):
        return LearnedNumbers(told=_of_norm(module, channel))
    if isinstance(module, nn.LeakyReLU):
        return LearnedNumbers(told={"slope": module.negative_slope})
    if isinstance(module, nn.ELU):
        return LearnedNumbers(told={"alpha": module.alpha})
    if isinstance(module, nn.PReLU):
        return LearnedNumbers(told={"slope": float(module.weight[channel if len(module.weight) > 1 else 0])})
    return LearnedNumbers()


def _of_norm(module: nn.BatchNorm1d | nn.BatchNorm2d, channel: int) -> dict[str, float]:
    if module.running_mean is None or module.running_var is None:
        return {}
    affine = {"scale": float(module.weight[channel]), "shift": float(module.bias[channel])} if module.affine else {}
    return {"mean": float(module.running_mean[channel]), "variance": float(module.running_var[channel]),
            "scale": 1.0, "shift": 0.0, "eps": module.eps, **affine}


def _array(weight: torch.Tensor) -> NDArray[np.float32]:
    found: NDArray[np.float32] = weight.detach().float().cpu().numpy()
    return np.ascontiguousarray(found)
