"""What a network would say if one of its channels were not there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn

from explorer.arrays import softmax as softmax
from explorer.errors import NetworkError
from explorer.graph import INPUT
from explorer.networks.inference.feature_maps import move, observe
from explorer.networks.inference.service import asked_device, run
from explorer.networks.network import Network
from explorer.networks.torch_graph.assembly import assemble
from explorer.runtime import Cache

Off = tuple[str, int]
"""A layer, and the channel of it that is switched off."""
KEPT_BYTES = 2**20


class Switched(nn.Module):
    """A module whose output has one channel set to 0; the module itself stays as it is."""

    def __init__(self, module: nn.Module, channel: int) -> None:
        super().__init__()
        self.module = module
        self.channel = channel

    def forward(self, *inputs: Tensor) -> Tensor:
        """Return the output (N, C, ...) with that channel 0."""
        output: Tensor = self.module(*inputs)
        kept = torch.ones(output.shape[1], dtype=output.dtype, device=output.device)
        kept[self.channel] = 0
        return output * kept.reshape(1, -1, *(1,) * (output.ndim - 2))


def scores(network: Network, values: NDArray[np.float32], *, off: Off | None = None) -> NDArray[np.float32]:
    """Return what the last layer of ``network`` puts out, as a row.

    Args:
        network: shared; nothing of it is changed.
        values: input of the network's shape.
        off: channel that is 0 in all that follows.

    Raises:
        NetworkError: no such layer or channel; see also :func:`explorer.networks.observe`.
    """
    if off is None:
        return observe(network, values, network.graph.output).values.ravel()
    if off[0] not in network.graph or off[0] == INPUT:
        raise NetworkError("There is no layer {layer!r} to switch a channel of off. Choose a layer of the network.",
                           layer=off[0])
    key = (network.number, off, sha256(np.ascontiguousarray(values).data).digest(), str(asked_device()))
    return _cache.get(key, lambda: run(lambda device: _without(network, values, off, device)))


def _without(network: Network, values: NDArray[np.float32], off: Off, device: torch.device) -> NDArray[np.float32]:
    move(network.module, device)
    modules = dict(network.module.named_modules())
    wrapped = {**{node.name: modules[node.name] for node in network.graph}, off[0]: Switched(modules[off[0]], off[1])}
    with torch.inference_mode():
        batch = torch.tensor(values).unsqueeze(0).to(device, memory_format=torch.channels_last)
        output = assemble(network.graph, wrapped)(batch)
    found: NDArray[np.float32] = output.float().cpu().numpy().ravel()
    return found


_cache: Cache[tuple[int, Off, bytes, str], NDArray[np.float32]] = Cache(KEPT_BYTES, lambda row: row.nbytes + 64)




@dataclass(frozen=True, slots=True)
class Guess:
    """A class and how likely the network finds it, 0 to 1."""

    place: int
    """Which output it is."""
    name: str
    share: float


def guesses(shares: NDArray[np.float64], categories: Sequence[str], *, count: int = 5) -> tuple[Guess, ...]:
    """Return the ``count`` most likely classes, the likeliest first; equals by their place.

    Args:
        shares: (K,) probabilities.
        categories: K names.
        count: how many.
    """
    order = np.argsort(-shares, kind="stable")[:count]
    return tuple(Guess(int(place), categories[place], float(shares[place])) for place in order)
