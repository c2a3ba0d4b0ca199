"""How a step is computed: in which precision and memory order. Measured once, then kept with the run."""

from __future__ import annotations

import time
from collections.abc import Callable
from contextlib import AbstractContextManager
from copy import deepcopy
from dataclasses import dataclass, replace

import torch
from torch import Tensor, nn
from torch.nn import functional

from explorer.training.plan import Precision

LEAST, VALUES = 16, 1_600_000
"""A batch is measured on so many of its pictures, or more if they hold no more values than these."""
ROUNDS = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class StepPrecision:
    """How a step is computed."""

    bfloat16: bool = False
    """Convolutions and products in bfloat16; weights stay in float32."""
    channels_last: bool = True
    batch_size: int

    def autocast(self, device: torch.device) -> AbstractContextManager[object]:
        """Return the context in which a network runs."""
        return torch.autocast(device.type, torch.bfloat16, enabled=self.bfloat16)

    @property
    def order(self) -> torch.memory_format:
        """Memory order of pictures and of the weights of convolutions."""
        return torch.channels_last if self.channels_last else torch.contiguous_format


def first_class(scores: Tensor) -> Tensor:
    """Return the loss of scores (N, classes) if all were of the first class."""
    return functional.cross_entropy(scores, torch.zeros(len(scores), dtype=torch.int64, device=scores.device))


def choose_precision(precision: Precision, network: nn.Module, batch: Tensor, batch_size: int,
                     loss: Callable[[Tensor], Tensor] = first_class) -> StepPrecision:
    """Return how to train ``network`` on batches like ``batch``: for ``auto``, the fastest way of those measured.

    The network stays as it is; a copy is run. Where nothing is convolved, nothing is measured.
    """
    usual = StepPrecision(bfloat16=precision == "bfloat16", batch_size=batch_size)
    if precision != "auto" or not any(isinstance(part, nn.Conv2d) for part in network.modules()):
        return usual
    candidates = [usual, replace(usual, bfloat16=True), replace(usual, channels_last=False)]
    some = batch[:max(LEAST, VALUES // batch[0].numel())]
    with torch.random.fork_rng(devices=[]):
        copy = deepcopy(network)
        # In turn, and the shortest of each, so that what else the machine does is shared by all.
        rounds = [[step_seconds(copy, some, precision, loss) for precision in candidates] for _ in range(ROUNDS)]
    return candidates[min(range(len(candidates)), key=lambda place: min(times[place] for times in rounds))]


def step_seconds(network: nn.Module, batch: Tensor, precision: StepPrecision,
                 loss: Callable[[Tensor], Tensor] = first_class) -> float:
    """Return the time of one forward and backward pass, s.

    Args:
        loss: of what the network puts out.
    """
    network.to(memory_format=precision.order)
    batch = batch.contiguous(memory_format=precision.order) if batch.dim() == 4 else batch
    began = time.perf_counter()
    with precision.autocast(batch.device):
        scores = network(batch).float()
    loss(scores).backward()
    if batch.device.type == "cuda":
        torch.cuda.synchronize(batch.device)
    return time.perf_counter() - began
