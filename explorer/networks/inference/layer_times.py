"""How long each layer of a network takes on this machine: measured, not estimated from its operations.

A network runs layer by layer, one picture at a time, as often as fits into a few seconds, and the median of each
layer's times is kept, so that what else the machine does in between counts little.
"""

from __future__ import annotations

import time
from collections import Counter
from dataclasses import dataclass
from statistics import median

import torch

from explorer.errors import Message, message
from explorer.graph import INPUT
from explorer.networks.inference.feature_maps import move
from explorer.networks.inference.service import run, where
from explorer.networks.network import Network
from explorer.runtime import OnProgress, ignore

RUNS = (3, 21)
"""Fewest and most measured passes."""
BUDGET_S = 4.0
"""About how long all measured passes together may take, s."""


@dataclass(frozen=True, slots=True)
class LayerTimes:
    """What was measured."""

    seconds: dict[str, float]
    """Median of each layer, s."""
    runs: int
    """Measured passes; a first one, in which memory is taken, does not count."""
    where: Message
    """The device."""

    @property
    def whole(self) -> float:
        """Of all layers together, s."""
        return sum(self.seconds.values())


def layer_times(network: Network, report: OnProgress = ignore) -> LayerTimes:
    """Return how long each layer takes for one picture.

    Args:
        network: that is run; its weights make no difference.
        report: told after each pass, so that others are served in between and a reader can stop it.

    Raises:
        BusyError, MemoryShortError: see :func:`explorer.networks.run`.
    """
    first, used = run(lambda device: _pass(network, device))
    runs = min(max(int(BUDGET_S / max(sum(first.values()), 1e-6)), RUNS[0]), RUNS[1])
    passes = []
    for done in range(runs):
        report(done / runs, message("Pass {done} of {all}", done=done + 1, all=runs))
        times, used = run(lambda device: _pass(network, device))
        passes.append(times)
    return LayerTimes({name: median(times[name] for times in passes) for name in first}, runs, used)


def _pass(network: Network, device: torch.device) -> tuple[dict[str, float], Message]:
    """Run all layers once, and return the time of each, s, and the device. Only inside ``run``."""
    move(network.module, device)
    network.module.to(memory_format=torch.channels_last)  # type: ignore[call-overload]  # as pages run it
    waiting = Counter(source for node in network.graph for source in set(node.inputs))
    picture = torch.zeros((1, *network.input_shape), device=device).normal_(generator=_generator(device))
    if picture.ndim == 4:
        picture = picture.contiguous(memory_format=torch.channels_last)
    values, times = {INPUT: picture}, {}
    with torch.inference_mode():
        for node in network.graph:
            module = network.module.get_submodule(node.name)
            given = [values[source] for source in node.inputs]
            _wait_for(device)
            begun = time.perf_counter()
            values[node.name] = module(*given)
            _wait_for(device)
            times[node.name] = time.perf_counter() - begun
            for source in set(node.inputs):
                waiting[source] -= 1
                if not waiting[source]:
                    del values[source]  # as in a real pass, memory is used again
    return times, where(device)


def _generator(device: torch.device) -> torch.Generator:
    return torch.Generator(device).manual_seed(0)


def _wait_for(device: torch.device) -> None:
    if device.type == "cuda":
        torch.cuda.synchronize(device)
    elif device.type == "mps":
        torch.mps.synchronize()
