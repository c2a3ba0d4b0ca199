"""Graphs of torchvision's classifiers by the names of their functions, without weights."""

from __future__ import annotations

from functools import cache

from explorer.errors import NetworkError
from explorer.graph import PRESETS, Graph, Shape
from explorer.networks.catalogue import catalogue
from explorer.networks.pretrained import untrained
from explorer.networks.torch_graph.trace import trace

AS_TORCHVISION = ("resnet18", "resnet34", "resnet50")
"""Presets whose layers have torchvision's names; for them no module is made."""


@cache
def torchvision_graph(name: str) -> tuple[Graph, Shape] | None:
    """Return ``torchvision.models.<name>`` as a graph, and the shape of its pictures; None: not one that is read.

    The first one takes seconds, since torchvision is loaded; nothing is allocated for weights.
    """
    if name in AS_TORCHVISION:
        return PRESETS[name].graph, PRESETS[name].input_shape
    known = next((entry for entry in catalogue() if entry.name == f"torchvision/{name}"), None)
    if known is None:
        return None
    try:
        return trace(untrained(name, "meta").eval(), known.input_shape), known.input_shape
    except NetworkError:
        return None
