"""What a unit really depends on: in torch, with all weights 1, where its gradient is not 0."""

from __future__ import annotations

from itertools import product

import torch
import torch.nn.functional as F
from torch import nn

from explorer.graph import INPUT, Add, Concat, Graph, Multiply, Shape, analyse
from explorer.graph.layers.pooling import MaxPool
from explorer.graph.pytorch import module_source

CONV = {1: F.conv1d, 2: F.conv2d, 3: F.conv3d}


class SumPool(nn.Module):
    """The sum under each window of a max pooling, so that every pixel under it leaves a trace."""

    def __init__(self, pool: nn.Module, dims: int) -> None:
        super().__init__()
        self.pool, self.dims = pool, dims
        self.arguments = [value if isinstance(value, tuple) else (value,) * dims
                          for value in (pool.kernel_size, pool.stride, pool.padding, pool.dilation)]

    def forward(self, x):
        kernel, stride, padding, dilation = self.arguments
        with torch.no_grad():
            sides = self.pool(x).shape[2:]
        amounts = []
        for k, s, p, d, o, i in reversed(list(zip(kernel, stride, padding, dilation, sides, x.shape[2:], strict=True))):
            amounts += [p, max(0, (o - 1) * s + d * (k - 1) + 1 - i - p)]
        window = torch.ones(x.shape[1], 1, *kernel, dtype=x.dtype)
        out = CONV[self.dims](F.pad(x, amounts), window, stride=stride, dilation=dilation, groups=x.shape[1])
        return out[(..., *(slice(side) for side in sides))]


def supports(graph: Graph, shape: Shape):
    """Return a function from a unit of the last layer to its hull in every node that it depends on."""
    values = _values(graph, shape)
    output = values[graph.output]

    def support(unit):
        for value in values.values():
            value.grad = None
        output[(0, slice(None), *unit)].sum().backward(retain_graph=True)
        return {name: hull for name, value in values.items() if (hull := _hull(value)) is not None}
    return support


def gradient(graph: Graph, shape: Shape, unit: tuple[int, ...]) -> torch.Tensor:
    """Return the gradient of one unit with respect to the first channel of the input."""
    values = _values(graph, shape)
    values[graph.output][(0, 0, *unit)].backward()
    return values[INPUT].grad[0, 0]


def units(sides: tuple[int, ...]):
    """Return the corners, the middle and what lies between them."""
    return set(product(*({0, side // 2, side - 1} for side in sides)))


def _values(graph, shape):
    values = {INPUT: torch.ones(1, *shape, dtype=torch.float64, requires_grad=True)}
    for row in analyse(graph, shape):
        sources = [values[source] for source in row.node.inputs]
        if isinstance(row.layer, Add):
            result = sum(sources[1:], sources[0])
        elif isinstance(row.layer, Multiply):
            result = torch.stack(torch.broadcast_tensors(*sources)).prod(dim=0)
        elif isinstance(row.layer, Concat):
            result = torch.cat(sources, dim=1)
        else:
            result = _module(row)(sources[0])
        values[row.name] = result
        result.retain_grad()
    return values


def _module(row):
    module = eval(module_source(row.layer, row.input_shape), {"nn": nn}).double().eval()
    for parameter in module.parameters():
        nn.init.ones_(parameter)
    return SumPool(module, row.layer.dims) if isinstance(row.layer, MaxPool) else module


def _hull(value):
    if value.grad is None or not value.grad.any():
        return None
    seen = value.grad[0].ne(0).any(dim=0)
    places = seen.nonzero()
    return tuple((int(column.min()), int(column.max())) for column in places.T)
