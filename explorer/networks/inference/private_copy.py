"""Copies of a shared network that may be hooked and changed; they share its weights, so they cost no memory."""

from __future__ import annotations

from collections import OrderedDict
from copy import deepcopy
from itertools import chain
from weakref import WeakKeyDictionary

import torch
from torch import fx, nn

from explorer.networks.inference.feature_maps import move
from explorer.networks.network import Network
from explorer.networks.torch_graph.assembly import assemble, drawn_from
from explorer.networks.torch_graph.trace import traced

WITH_WEIGHTS = (nn.Conv1d, nn.Conv2d, nn.Conv3d, nn.ConvTranspose1d, nn.ConvTranspose2d, nn.ConvTranspose3d, nn.Linear)


def private(network: Network, device: torch.device) -> fx.GraphModule:
    """Return a copy of ``network`` on ``device``. Only inside ``run``, and kept for the next time.

    Each layer is a submodule of its name and used once, nothing works in place, and it is laid out channels last.
    """
    move(network.module, device)
    if network not in _copies:
        _copies[network] = _copy(network)
    move(_copies[network], device)
    return _copies[network]


def forget(network: Network) -> None:
    """Throw the copies away, because something may have been left on them."""
    _copies.pop(network, None)
    _shuffled.pop(network, None)


def shuffled(network: Network, device: torch.device, count: int, seed: int) -> fx.GraphModule:
    """Return a copy of its own in which the last ``count`` convolutions and linear layers have shuffled weights.

    The values of each weight tensor stay, only their places are drawn anew, so that scale and distribution are kept.

    Source:
        Adebayo et al. (2018), Sanity checks for saliency maps, arXiv:1810.03292, cascading randomisation.
    """
    move(network.module, device)
    module = _copy(network)
    move(module, device)
    layers = [layer for node in network.graph for layer in module.get_submodule(node.name).modules()
              if isinstance(layer, WITH_WEIGHTS)]
    with drawn_from(seed):
        for layer in layers[max(0, len(layers) - count):]:
            for name, weights in list(layer.named_parameters(recurse=False)):
                order = torch.randperm(weights.numel()).to(device)
                mixed = weights.detach().flatten()[order].reshape(weights.shape)
                setattr(layer, name, nn.Parameter(mixed, requires_grad=False))
    return module


def shared_shuffled(network: Network, device: torch.device, count: int, seed: int) -> fx.GraphModule:
    """Return the copy of `shuffled` on ``device``, kept for others who ask for the same. Only inside ``run``.

    The last few of each network are kept, and only small ones: a class moves one slider over a few layers.
    """
    kept = _shuffled.setdefault(network, OrderedDict())
    made = kept.pop((count, seed), None) or shuffled(network, device, count, seed)
    move(made, device)
    if sum(weights.numel() for weights in made.parameters()) <= KEPT_VALUES:
        kept[count, seed] = made
        while len(kept) > KEPT_SHUFFLED:
            kept.popitem(last=False)
    return made


KEPT_SHUFFLED = 4
"""Shuffled copies kept of each network."""
KEPT_VALUES = 8_000_000
"""Networks with more weights are shuffled anew each time (32 MB in float32, of which a copy shares what it can)."""


def shuffled_layers(network: Network) -> int:
    """Return how many layers could be shuffled."""
    return sum(isinstance(module, WITH_WEIGHTS) for module in network.module.modules())


# Used on the device's thread only. A copy goes when its network does.
_copies: WeakKeyDictionary[Network, fx.GraphModule] = WeakKeyDictionary()
_shuffled: WeakKeyDictionary[Network, OrderedDict[tuple[int, int], fx.GraphModule]] = WeakKeyDictionary()


def _copy(network: Network) -> fx.GraphModule:
    modules = dict(network.module.named_modules())
    if isinstance(network.module, fx.GraphModule) and all(node.name in modules for node in network.graph):
        made = assemble(network.graph, {node.name: _twin(modules[node.name]) for node in network.graph})
    else:
        made = traced(_twin(network.module), network.input_shape).rebuilt()
    made.eval().to(memory_format=torch.channels_last)  # type: ignore[call-overload]
    return made


def _twin(module: nn.Module) -> nn.Module:
    """Return a copy that shares all tensors."""
    return deepcopy(module, {id(tensor): tensor for tensor in chain(module.parameters(), module.buffers())})
