"""The kernel behind a feature map."""

from __future__ import annotations

import numpy as np
import torch
from numpy.typing import NDArray

from explorer.graph import INPUT, Graph
from explorer.networks.inference.service import run
from explorer.networks.network import Network


def convolution_behind(graph: Graph, layer: str) -> str | None:
    """Return the convolution whose output ``layer`` is, normalised or activated at most; None for other layers."""
    while layer in graph:
        node = graph[layer]
        if node.layer.family == "convolution":
            return layer
        if node.layer.family not in ("normalisation", "activation") or len(node.inputs) != 1:
            return None
        layer = node.inputs[0]
    return None


def first_kernel(network: Network, layer: str, channel: int) -> NDArray[np.float32] | None:
    """Return the kernel (C, rows, columns) that made ``channel`` of ``layer`` from the picture.

    None where the layer reads other maps than the picture, or is no convolution.
    """
    name = convolution_behind(network.graph, layer)
    if name is None or network.graph[name].inputs != (INPUT,):
        return None
    weights = next((value for key, value in network.module.get_submodule(name).named_parameters()
                    if key.endswith("weight")), None)
    if weights is None or weights.ndim != 4 or channel >= len(weights):
        return None
    found: NDArray[np.float32] = run(lambda _device: _array(weights[channel]))
    return found


def _array(weights: torch.Tensor) -> NDArray[np.float32]:
    found: NDArray[np.float32] = weights.detach().float().cpu().numpy().copy()
    return found
