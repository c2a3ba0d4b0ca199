"""What several layers of a network make of one picture, from one pass through it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, fx

from explorer.graph import INPUT, Graph
from explorer.networks.inference.feature_maps import as_batch, image_digest, move, three_axes
from explorer.networks.inference.service import asked_device, run
from explorer.networks.network import Network
from explorer.networks.torch_graph.assembly import assemble
from explorer.runtime import Cache

KEPT_BYTES = 64 * 2**20
LayerMaps = dict[str, NDArray[np.float32]]
"""Of each layer what it put out, (C, H, W), read-only; a row of C values is (C, 1, 1)."""


def all_maps(network: Network, values: NDArray[np.float32], layers: Iterable[str]) -> LayerMaps:
    """Return what each of ``layers`` puts out for one input; the picture itself is called ``input``.

    Args:
        network: shared; nothing of it is changed.
        values: input of the network's shape, (C, H, W).
        layers: names of layers of its graph.

    Raises:
        BusyError, MemoryShortError: see :func:`explorer.networks.run`.
    """
    names = tuple(layers)
    key = (network.number, names, image_digest(values), str(asked_device()))
    return _results.get(key, lambda: run(lambda device: _passed(network, values, names, device)))


class _Taps(fx.Interpreter):
    """Runs a network layer by layer and notes what some of them put out."""

    def __init__(self, graph: Graph, module: torch.nn.Module, layers: Iterable[str]) -> None:
        modules = dict(module.named_modules())
        super().__init__(assemble(graph, {node.name: modules[node.name] for node in graph}))
        self.layers = set(layers)
        self.found: LayerMaps = {}

    def call_module(self, target: Any, args: Any, kwargs: Any) -> Any:
        """Run one layer."""
        output: Tensor = super().call_module(target, args, kwargs)
        if target in self.layers:
            one = output[0]
            self.found[target] = one.reshape(three_axes(one.shape)).float().cpu().numpy().copy()
        return output


def _passed(network: Network, values: NDArray[np.float32], layers: tuple[str, ...], device: torch.device) -> LayerMaps:
    move(network.module, device)
    taps = _Taps(network.graph, network.module, layers)
    with torch.inference_mode():
        taps.run(as_batch(values, device))
    found = {name: values if name == INPUT else taps.found[name] for name in layers}
    for maps in found.values():
        maps.setflags(write=False)
    return found


_results: Cache[tuple[int, tuple[str, ...], bytes, str], LayerMaps] = Cache(
    KEPT_BYTES, lambda found: sum(maps.nbytes for maps in found.values()))
