"""How a step is computed: in which precision and memory order. Measured once, then kept with the run."""

from __future__ import annotations

import time
from contextlib import AbstractContextManager
from copy import deepcopy
from dataclasses import dataclass, replace

import torch
from torch import Tensor, nn
from torch.nn import functional

from explorer.training.plan import Precision

TRIED = 16
"""Most pictures of a batch that is measured."""
STEPS = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
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


def decide(precision: Precision, network: nn.Module, batch: Tensor, batch_size: int) -> Way:
    """Return how to train ``network`` on batches like ``batch``: for ``auto``, the fastest way of those measured.

    The network stays as it is; a copy is run. Where nothing is convolved, nothing is measured.
    """
    usual = Way(bfloat16=precision == "bfloat16", batch_size=batch_size)
    if precision != "auto" or not any(isinstance(part, nn.Conv2d) for part in network.modules()):
        return usual
    ways = [usual, replace(usual, bfloat16=True), replace(usual, channels_last=False)]
    with torch.random.fork_rng(devices=[]):
        copy = deepcopy(network)
        return min(ways, key=lambda way: step_seconds(copy, batch[:TRIED], way))


def step_seconds(network: nn.Module, batch: Tensor, way: Way) -> float:
    """Return the time of one forward and backward pass, s: the shortest of a few."""
    network.to(memory_format=way.order)
    batch = batch.contiguous(memory_format=way.order) if batch.dim() == 4 else batch
    times = []
    for _ in range(STEPS):
        began = time.perf_counter()
        with way.autocast(batch.device):
            scores = network(batch).float()
        functional.cross_entropy(scores, torch.zeros(len(batch), dtype=torch.int64, device=batch.device)).backward()
        if batch.device.type == "cuda":
            torch.cuda.synchronize(batch.device)
        times.append(time.perf_counter() - began)
    return min(times)
