"""What a classifier answers: how likely each class is, and the score behind it, whatever layer the network ends with.

A network may end with scores, with a softmax, or with a sigmoid. One output with a sigmoid gives two answers: yes, and
no, whose score is the negative one.
"""

from __future__ import annotations

from typing import Literal

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, fx, nn

from explorer.arrays import Floats
from explorer.graph import INPUT, Graph, Node, codes
from explorer.networks.inference.predictions import softmax
from explorer.networks.network import Network, report_of
from explorer.networks.torch_graph.assembly import assemble

Ending = Literal["scores", "softmax", "sigmoid"]
PASSES = (codes.Identity, codes.Dropout)
"""Layers that hand on what they get, so that what counts is the one before."""
BOTH = "both_answers"
YES, NO = "yes", "no"


def ending(network: Network) -> Ending:
    """Return what the network's last layer makes of its scores; ``scores``: nothing."""
    name = _last(network.graph)
    layer = network.graph[name].layer if name != INPUT else None
    if isinstance(layer, codes.Softmax):
        return "softmax"
    return "sigmoid" if isinstance(layer, codes.Sigmoid) else "scores"


def says_yes_or_no(network: Network) -> bool:
    """Say whether the network has one output with a sigmoid, so that its answers are yes (0) and no (1)."""
    return report_of(network).output_shape == (1,) and ending(network) == "sigmoid"


def answer_count(network: Network) -> int:
    """Return how many answers the network chooses among."""
    return 2 if says_yes_or_no(network) else (report_of(network).output_shape or (1,))[0]


def answer_names(network: Network) -> tuple[str, ...]:
    """Return the names of the answers: those of the network's categories, or numbers.

    Where one output says yes or no, two categories are no and yes, as labels 0 and 1 were in training.
    """
    names, count = network.categories, answer_count(network)
    if says_yes_or_no(network):
        return (names[1], names[0]) if len(names) == 2 else (YES, NO) if not names else (names[0], NO)
    return names if len(names) == count else tuple(map(str, range(count)))


def score_node(network: Network) -> str:
    """Return the layer that puts out the scores before a softmax or a sigmoid at the end."""
    if ending(network) == "scores":
        return network.graph.output
    return network.graph[_last(network.graph)].inputs[0]


def shares(network: Network, row: Floats) -> NDArray[np.float64]:
    """Return how likely the network finds each answer, 0 to 1.

    Args:
        network: whose last layer says what its outputs are.
        row: what it puts out, (K,). Where it ends with a softmax, that is the shares already.

    Returns:
        One share for each answer. They sum to 1, but for several outputs with a sigmoid, each of which is a question
        of its own.
    """
    exact = row.astype(np.float64)
    if says_yes_or_no(network):
        return np.array([exact[0], 1 - exact[0]])
    return softmax(row) if ending(network) == "scores" else exact


def explained(network: Network, module: fx.GraphModule, *, share: bool) -> fx.GraphModule:
    """Return the part of ``module`` that puts out what is explained, (N, answers); its layers are those of ``module``.

    Args:
        network: that ``module`` is a copy of.
        module: in which every layer is the submodule of its name.
        share: explain what a softmax or a sigmoid at the end makes of the scores, not the scores.
    """
    graph = network.graph if share else network.graph.up_to(score_node(network))
    if graph.output == network.graph.output and not says_yes_or_no(network):
        return module
    parts: dict[str, nn.Module] = {node.name: module.get_submodule(node.name) for node in graph}
    if says_yes_or_no(network):
        graph = Graph((*graph.nodes, Node(BOTH, codes.Identity(), (graph.output,))))
        parts[BOTH] = _Both(share=share)
    return assemble(graph, parts).eval()


class _Both(nn.Module):
    """Both answers of one output: the score and its negative, or the share and the rest."""

    def __init__(self, *, share: bool) -> None:
        super().__init__()
        self.share = share

    def forward(self, yes: Tensor) -> Tensor:
        """Return (N, 2) of (N, 1)."""
        return torch.cat([yes, 1 - yes if self.share else -yes], dim=1)


def _last(graph: Graph) -> str:
    name = graph.output
    while name != INPUT and isinstance(graph[name].layer, PASSES):
        name = graph[name].inputs[0]
    return name
