"""The last step of a classifier is arithmetic: features times weights, plus a bias, are the score of a class.

Where the features are means of maps, each place of the maps has its share in the score, too: the class activation map.

Source:
    Lin, Chen & Yan (2013), Network in network, arXiv:1312.4400: global average pooling.
    Zhou et al. (2016), Learning deep features for discriminative localization, arXiv:1512.04150, section 2.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray

from explorer.arrays import Array, Floats
from explorer.errors import NetworkError
from explorer.graph import INPUT, AdaptiveAvgPool2d, AvgPool2d, Flatten, Graph, Linear, Report
from explorer.networks.inference.answers import PASSES, says_yes_or_no, score_node
from explorer.networks.inference.feature_maps import observe
from explorer.networks.inference.service import run
from explorer.networks.network import Network, report_of

MEAN_GAP = 1e-4
"""How far a feature may be from the mean of its map, as a share of the largest feature: rounding of float32."""


@dataclass(frozen=True, slots=True, eq=False)
class LastStep:
    """What the last layer of a classifier reads, and with which weights; F features, K classes."""

    layer: str
    """The linear layer."""
    source: str
    """The layer whose maps the features are means of; empty: the features are values without a place."""
    features: Floats
    """(F,), one for each channel of ``source``."""
    weights: Floats
    """(K, F)."""
    bias: Floats
    """(K,)."""
    scores: Floats
    """(K,), as the network itself computed them."""
    maps: Floats | None
    """(F, h, w), what ``source`` put out; None without one."""

    def paid(self, place: int) -> Array:
        """Return what each feature paid for a class, (F,): feature times weight."""
        found: Array = self.features.astype(np.float64) * self.weights[place]
        return found

    def total(self, place: int) -> float:
        """Return the sum of all that was paid for a class, and its bias."""
        return float(self.paid(place).sum() + self.bias[place])

    def ranked(self, place: int) -> NDArray[np.intp]:
        """Return the features by what they paid, the most first and what spoke against the class last."""
        return np.argsort(-self.paid(place), kind="stable")

    def strongest(self, place: int, count: int) -> NDArray[np.intp]:
        """Return the ``count`` features that moved the score most, up or down, sorted by what they paid."""
        paid = self.paid(place)
        most = np.argsort(-np.abs(paid), kind="stable")[:count]
        return most[np.argsort(-paid[most], kind="stable")]

    def class_map(self, place: int) -> Array | None:
        """Return what each place of the maps paid for a class, (h, w): its mean and the bias are the score.

        None where the features have no place.
        """
        if self.maps is None:
            return None
        found: Array = np.tensordot(self.weights[place].astype(np.float64), self.maps, axes=1)
        return found


def last_step(network: Network, values: NDArray[np.float32]) -> LastStep:
    """Return how the scores of ``network`` come about in its last layer.

    Args:
        network: a classifier whose last layer is linear; what follows it may be a softmax or a sigmoid.
        values: input of the network's shape.

    Raises:
        NetworkError: its last layer is none that weighs features; see also :func:`explorer.networks.observe`.
    """
    layer = weighing_layer(network)
    graph = network.graph
    features = observe(network, values, graph[layer].inputs[0]).values.ravel()
    scores = observe(network, values, layer).values.ravel()
    weights, bias = run(lambda _device: _read(network, layer))
    if says_yes_or_no(network):  # no is what speaks against yes
        weights, bias, scores = (np.concatenate([both, -both]) for both in (weights, bias, scores))
    source = pooled_layer(report_of(network), layer)
    maps = observe(network, values, source).values if source else None
    if maps is not None and not _are_means(features, maps):
        source, maps = "", None
    return LastStep(layer, source, features, weights, bias, scores, maps)


def weighing_layer(network: Network) -> str:
    """Return the linear layer that makes the scores of a classifier.

    Raises:
        NetworkError: no classifier, or another layer makes its scores.
    """
    if network.task != "classify":
        raise NetworkError("{network} says where things are, so it has no single last sum. Choose a network that "
                           "names what a photo shows.", network=network.name)
    layer = _before(network.graph, score_node(network), PASSES)
    if layer == INPUT or type(network.graph[layer].layer) is not Linear:
        raise NetworkError("The scores of {network} do not come from a linear layer that weighs features: {layer} "
                           "makes them. Choose another network, such as one of those that come with the app.",
                           network=network.name, layer=layer)
    return layer


def pooled_layer(report: Report, layer: str) -> str:
    """Return the layer whose maps a global average pooling makes the features of ``layer``; empty: there is none."""
    graph = report.graph
    pooling = _before(graph, graph[layer].inputs[0], (*PASSES, Flatten))
    if pooling == INPUT or not isinstance(graph[pooling].layer, AvgPool2d | AdaptiveAvgPool2d):
        return ""
    source = graph[pooling].inputs[0]
    shape = report[pooling].output_shape or ()
    return source if source != INPUT and len(shape) == 3 and shape[1:] == (1, 1) else ""


def _before(graph: Graph, name: str, passes: tuple[type, ...]) -> str:
    """Return the nearest layer, ``name`` or one before it, that is none of ``passes``."""
    while name != INPUT and isinstance(graph[name].layer, passes):
        name = graph[name].inputs[0]
    return name


def _read(network: Network, layer: str) -> tuple[Floats, Floats]:
    module = network.module.get_submodule(layer)
    weights: Floats = module.weight.detach().float().cpu().numpy().copy()  # type: ignore[operator, union-attr]
    bias = module.bias if isinstance(module.bias, torch.Tensor) else torch.zeros(len(weights))
    values: Floats = bias.detach().float().cpu().numpy().copy()
    return weights, values


def _are_means(features: Floats, maps: Floats) -> bool:
    means = maps.mean(axis=(1, 2), dtype=np.float64)
    reach = float(np.abs(features).max(initial=0)) or 1.0
    return means.shape == features.shape and bool(np.abs(means - features).max(initial=0) <= MEAN_GAP * reach)
