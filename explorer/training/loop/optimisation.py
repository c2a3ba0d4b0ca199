"""Torch's optimisers by the names of a plan, and their state as tensors by the names of the weights."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from math import cos, pi
from typing import Any

import torch
from torch import Tensor, nn
from torch.optim import SGD, Adam, AdamW, Optimizer

from explorer.training.plan import Plan, Schedule

SECOND = 0.999
"""Decay of the second moment of Adam and AdamW."""
Named = Mapping[str, nn.Parameter]


def optimiser_of(plan: Plan, weights: Named) -> Optimizer:
    """Return the optimiser of ``plan`` for ``weights``."""
    given: dict[str, Any] = {"lr": plan.learning_rate, "weight_decay": plan.weight_decay, "fused": True}
    if plan.optimiser == "sgd":
        return SGD(weights.values(), momentum=plan.momentum, nesterov=plan.momentum > 0, **given)
    kind = AdamW if plan.optimiser == "adamw" else Adam
    return kind(weights.values(), betas=(plan.momentum, SECOND), **given)


def state_of(optimiser: Optimizer, weights: Named) -> dict[str, Tensor]:
    """Return what the optimiser remembers, each under ``<what>.<name of the weight>``."""
    return {f"{key}.{name}": torch.as_tensor(value) for name, weight in weights.items()
            for key, value in optimiser.state.get(weight, {}).items() if value is not None}


def put_state(optimiser: Optimizer, weights: Named, tensors: Mapping[str, Tensor]) -> None:
    """Let the optimiser remember what ``state_of`` returned."""
    for key, value in tensors.items():
        what, _, name = key.partition(".")
        weight = weights[name]
        if value.shape == weight.shape and what != "step":
            value = torch.empty_like(weight).copy_(value)  # in the memory order of the weight, as torch made it
        else:
            value = value.clone()
        optimiser.state[weight][what] = value


LOW = 1 / 25
"""Where one cycle begins."""
RISE = 0.3
"""Share of one cycle in which the learning rate rises."""
WARM_UP = 1 / 15
"""Share of rise-stay-fall in which it rises."""
FALL = 0.4
"""Share of rise-stay-fall in which it falls."""


def share(schedule: Schedule, done: float) -> float:
    """Return the learning rate as a share of the highest, where ``done`` of the run is over, 0 to 1."""
    return SHARES[schedule](min(1.0, max(0.0, done)))


def one_cycle(done: float) -> float:
    """Rise along half a cosine from 1/25, then fall along another to 0.

    Source:
        Smith & Topin (2017), Super-convergence, arXiv:1708.07120; the shape and the numbers are those of torch's
        ``OneCycleLR``, which ends at 1/250,000 of the highest.
    """
    if done < RISE:
        return LOW + (1 - LOW) * _wave(done / RISE)
    return 1 - _wave((done - RISE) / (1 - RISE))


def cosine(done: float) -> float:
    """Fall along half a cosine from the highest to 0 (Loshchilov & Hutter, 2016, arXiv:1608.03983, no restarts)."""
    return 1 - _wave(done)


def constant(done: float) -> float:  # noqa: ARG001
    """Stay."""
    return 1.0


def rise_stay_fall(done: float) -> float:
    """Rise in a straight line, stay, and fall in a straight line to 0.

    Source:
        Hägele et al. (2024), Scaling laws and compute-optimal training beyond fixed training durations,
        arXiv:2405.18392: as good as a cosine, without fixing the length beforehand.
    """
    return min(1.0, done / WARM_UP, (1 - done) / FALL)


def _wave(done: float) -> float:
    return (1 - cos(pi * done)) / 2


SHARES: dict[Schedule, Callable[[float], float]] = {
    "one_cycle": one_cycle, "cosine": cosine, "constant": constant, "rise_stay_fall": rise_stay_fall,
}
