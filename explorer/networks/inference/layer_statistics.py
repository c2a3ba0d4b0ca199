"""How maps change on the way from the photo to the class."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, fx

from explorer.graph import Graph
from explorer.networks.inference.feature_maps import move
from explorer.networks.inference.service import run
from explorer.networks.network import Network
from explorer.networks.torch_graph.assembly import assemble
from explorer.runtime import Cache


@dataclass(frozen=True, slots=True)
class LayerStatistics:
    """What a layer puts out for one photo. ``active``: values above 0 as a share of all, 0 to 1."""

    layer: str
    shape: tuple[int, ...]
    active: float


def layer_statistics(network: Network, values: NDArray[np.float32],
                     layers: tuple[str, ...]) -> tuple[LayerStatistics, ...]:
    """Return what ``layers`` put out, in the network's order, from one forward pass.

    Args:
        network: shared; nothing of it is changed.
        values: input of the network's shape.
        layers: names of layers.

    Raises:
        BusyError, MemoryShortError: see :func:`explorer.networks.run`.
    """
    key = (network.number, layers, sha256(np.ascontiguousarray(values).data).digest())
    return _cache.get(key, lambda: run(lambda device: _walked(network, values, layers, device)))


class _Walk(fx.Interpreter):
    """Runs a network step by step and notes what some layers put out."""

    def __init__(self, graph: Graph, module: torch.nn.Module, layers: Collection[str]) -> None:
        modules = dict(module.named_modules())
        super().__init__(assemble(graph, {node.name: modules[node.name] for node in graph}))
        self.layers = layers
        self.stops: list[LayerStatistics] = []

    def call_module(self, target: Any, args: Any, kwargs: Any) -> Any:
        output: Tensor = super().call_module(target, args, kwargs)
        if target in self.layers:
            active = torch.count_nonzero(output > 0).item() / output.numel()
            self.stops.append(LayerStatistics(target, tuple(output.shape[1:]), active))
        return output


def _walked(network: Network, values: NDArray[np.float32], layers: tuple[str, ...],
            device: torch.device) -> tuple[LayerStatistics, ...]:
    move(network.module, device)
    walk = _Walk(network.graph, network.module, layers)
    with torch.inference_mode():
        walk.run(torch.tensor(values).unsqueeze(0).to(device, memory_format=torch.channels_last))
    return tuple(walk.stops)


_cache: Cache[tuple[int, tuple[str, ...], bytes], tuple[LayerStatistics, ...]] = Cache(1000, len)
