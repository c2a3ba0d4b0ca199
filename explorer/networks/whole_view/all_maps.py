"""The outputs of many layers in one pass."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import chain
from weakref import WeakKeyDictionary

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, fx, nn

from explorer.errors import NetworkError
from explorer.graph import INPUT, map_shape
from explorer.networks.inference.feature_maps import as_batch, move
from explorer.networks.inference.network_input import NetworkInput
from explorer.networks.inference.service import asked_device, run
from explorer.networks.network import Network, no_layer
from explorer.runtime import Cache

KEPT_BYTES = 96 * 2**20
Arrays = Mapping[str, NDArray[np.float32]]
"""Outputs by the names of layers, each (C, H, W), read-only."""


def all_maps(network: Network, prepared: NetworkInput, names: Iterable[str]) -> Arrays:
    """Return the outputs of layers, by their names; ``"input"`` is what the network is given.

    Args:
        network: from :func:`explorer.networks.load`.
        prepared: the picture as it gets it.
        names: of layers of ``network.graph``, and ``"input"``.

    Raises:
        NetworkError: there is no such layer.
        BusyError, MemoryShortError: see :func:`explorer.networks.run`.
    """
    wanted = tuple(dict.fromkeys(names))
    for name in wanted:
        if name != INPUT and name not in network.graph:
            raise no_layer(network.name, network.graph, name)
    if prepared.values.shape != network.input_shape:
        raise NetworkError("This picture was prepared for another network than {network}.", network=network.name)
    key = (network.number, wanted, prepared.key, str(asked_device()))
    found = _results.find(key)
    if found is None:  # kept on the device's thread, so that nobody computes it twice
        found = run(lambda device: _results.get(key, lambda: _computed(network, prepared, wanted, device)))
    return found


def _computed(network: Network, prepared: NetworkInput, names: tuple[str, ...], device: torch.device) -> Arrays:
    move(network.module, device)
    layers = frozenset(names) - {INPUT}
    with torch.inference_mode():
        outputs = _outputs(network, layers, as_batch(prepared.values, device)) if layers else {}
    found = {INPUT: prepared.values} if INPUT in names else {}
    for name, output in outputs.items():
        array: NDArray[np.float32] = np.ascontiguousarray(
            output[0].reshape(map_shape(tuple(output.shape[1:]))).float().cpu().numpy())
        array.setflags(write=False)
        found[name] = array
    return found


def _outputs(network: Network, layers: frozenset[str], batch: Tensor) -> dict[str, Tensor]:
    known = _modules.get(network)
    if known is None:
        known = _modules[network] = dict(network.module.named_modules())
    if isinstance(network.module, fx.GraphModule) and all(node.name in known for node in network.graph):
        return _step_by_step(network, known, layers, batch)
    from torchvision.models.feature_extraction import create_feature_extractor
    extractors = _extractors.setdefault(network, {})
    if layers not in extractors:
        while len(extractors) >= MOST_EXTRACTORS:
            extractors.pop(next(iter(extractors)))
        extractors[layers] = create_feature_extractor(network.module, {name: name for name in layers})
    outputs: dict[str, Tensor] = extractors[layers](batch)
    return outputs


def _step_by_step(network: Network, modules: Mapping[str, nn.Module], layers: frozenset[str],
                  batch: Tensor) -> dict[str, Tensor]:
    """Return outputs of a network that is assembled layer by layer; what nobody reads any more is let go of."""
    last = max(network.graph.places[name] for name in layers)
    left = {name: len(readers) for name, readers in network.graph.readers.items()}
    values, found = {INPUT: batch}, {}
    for node in network.graph.nodes[:last + 1]:
        values[node.name] = modules[node.name](*(values[source] for source in node.inputs))
        if node.name in layers:
            found[node.name] = values[node.name]
        for source in dict.fromkeys(node.inputs):
            left[source] -= 1
            if not left[source]:
                del values[source]
    return found


MOST_EXTRACTORS = 12
# Used on the device's thread only; they go when the network does.
_modules: WeakKeyDictionary[Network, dict[str, nn.Module]] = WeakKeyDictionary()
_extractors: WeakKeyDictionary[Network, dict[frozenset[str], nn.Module]] = WeakKeyDictionary()
_results: Cache[tuple[int, tuple[str, ...], bytes, str], Arrays] = Cache(
    KEPT_BYTES, lambda arrays: sum(chain((0,), (array.nbytes for array in arrays.values()))))
