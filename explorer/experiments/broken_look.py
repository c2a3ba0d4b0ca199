"""What a broken network makes of one photo: its answer, its maps, and how much of a gradient comes back to each layer.

All of it is computed when it is asked for, in a fraction of a second.
"""

from __future__ import annotations

from collections.abc import Mapping
from copy import deepcopy
from dataclasses import dataclass
from hashlib import sha256

import numpy as np
import torch
from torch import nn

from explorer.arrays import Array, Floats, softmax
from explorer.errors import NetworkError
from explorer.experiments.breaks import Harm
from explorer.experiments.broken_network import broken_input, broken_layers, weighted
from explorer.experiments.residual import WatchedRun
from explorer.networks import Network, assemble, run
from explorer.runtime import Cache

KEPT_BYTES = 2**24


@dataclass(frozen=True, slots=True, eq=False)
class BrokenLook:
    """What a network makes of a photo."""

    shares: Array
    """Of the classes, 0 to 1, (K,)."""
    maps: Floats
    """What the layer that is looked at puts out, (C, H, W)."""
    gradients: Mapping[str, float]
    """By the layers with weights, how long the gradient of a class's score is at their weights; 0: none comes."""

    @property
    def nbytes(self) -> int:
        """Return what it takes in memory, about."""
        return self.shares.nbytes + self.maps.nbytes + 200 * len(self.gradients)


def broken_look(network: Network, values: Floats, harm: Harm, layer: str, place: int | None = None) -> BrokenLook:
    """Return what a network makes of a photo once ``harm`` is done to it.

    Args:
        network: shared; nothing of it is changed.
        values: input of the network's shape, not yet broken.
        harm: what is done to it.
        layer: whose maps are looked at.
        place: the class whose score the gradients are of; None: the likeliest of the whole network.

    Raises:
        NetworkError: there is no such layer, or nothing that can be left out of that name.
    """
    if layer not in network.graph:
        raise NetworkError("{network} has no layer {node!r}. Did you mean {near!r}?", network=network.name,
                           node=layer[:80], near=network.graph.output)
    if place is None:
        place = int(broken_look(network, values, Harm(), layer, 0).shares.argmax())
    key = (network.number, sha256(np.ascontiguousarray(values).data).digest(), harm, layer, place)
    return _kept.get(key, lambda: run(lambda device: _looked(network, values, harm, layer, place, device)))


def _looked(network: Network, values: Floats, harm: Harm, layer: str, place: int, device: torch.device) -> BrokenLook:
    network.module.to(device)
    layers = {name: _learning(one) for name, one in broken_layers(network, harm).items()}
    watched = WatchedRun(assemble(network.graph, layers), [layer])
    batch = torch.tensor(broken_input(values, harm)).unsqueeze(0).to(device)
    with torch.enable_grad():
        scores = watched.run(batch)[0]
        weights = {name: one.weight for name in layers for one in weighted({name: layers[name]})}
        found = torch.autograd.grad(scores[place], list(weights.values()), allow_unused=True)
    gradients = {name: 0.0 if one is None else float(one.norm()) for name, one in zip(weights, found, strict=True)}
    there = {name: gradients.get(name, 0.0) for name in _layers_with_weights(network)}
    return BrokenLook(softmax(np.nan_to_num(_array(scores), posinf=1e30, neginf=-1e30)),
                      _array(watched.outputs[layer][0]), there)


def _learning(layer: nn.Module) -> nn.Module:
    """Return a copy of a layer whose weights get gradients; what has no weights is shared."""
    if not any(True for _one in weighted({"": layer})):
        return layer
    return deepcopy(layer).requires_grad_()


def _layers_with_weights(network: Network) -> list[str]:
    known = dict(network.module.named_modules())
    return [node.name for node in network.graph if any(True for _one in weighted({"": known[node.name]}))]


def _array(values: torch.Tensor) -> Floats:
    found: Floats = values.detach().float().cpu().numpy()
    found.setflags(write=False)
    return found


_kept: Cache[tuple[int, bytes, Harm, str, int], BrokenLook] = Cache(KEPT_BYTES, lambda look: look.nbytes)
