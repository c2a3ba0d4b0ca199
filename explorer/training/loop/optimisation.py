"""Torch's optimisers by the names of a plan, and their state as tensors by the names of the weights."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import torch
from torch import Tensor, nn
from torch.optim import SGD, Adam, AdamW, Optimizer

from explorer.training.plan import Plan

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
