"""Torch as the judge of explorer.graph: modules made from our source, shapes and parameters as torch has them."""

from __future__ import annotations

from itertools import product

import torch
from torch import nn

from explorer.graph import Graph, Layer, Shape, analyse, to_pytorch


def combinations(**choices):
    """Return every combination of the choices, one dict each."""
    return [dict(zip(choices, values, strict=True)) for values in product(*choices.values())]


def ours(kind: type[Layer], arguments: dict, shape: Shape) -> tuple[Shape, int]:
    """Return the shape and the parameters that analyse reports for one layer."""
    report = analyse(Graph.chain(kind(**arguments)), shape)
    return report.output_shape, report.params


@torch.no_grad()
def measured(module: nn.Module, shape: Shape) -> tuple[Shape, int]:
    """Return the shape that comes out of ``module`` for two pictures of ``shape``, and its parameters.

    Raises:
        RuntimeError: nothing comes out, which some of torch's modules take for an answer.
    """
    output = module(torch.zeros(2, *shape))
    if not output.numel():
        raise RuntimeError("an empty output")
    return tuple(output.shape[1:]), parameters(module)


def parameters(module: nn.Module) -> int:
    return sum(parameter.numel() for parameter in module.parameters())


def module_of(graph: Graph, shape: Shape) -> nn.Module:
    """Return the module that our own source makes."""
    namespace: dict = {"__name__": "source"}
    exec(to_pytorch(graph, shape), namespace)
    return namespace["Net"]().eval()
