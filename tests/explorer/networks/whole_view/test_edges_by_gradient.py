"""What steps read of each other: the cells and maps that torch's gradients of a unit reach."""

from __future__ import annotations

from itertools import pairwise, product

import numpy as np
import pytest
import torch

from explorer import networks
from explorer.graph import Add, Concat, Conv2d, Graph, Node, ReLU, ZeroPad2d
from explorer.networks.network import Network
from explorer.networks.torch_graph.assembly import build

STACKS = (
    "conv.o4.k3.p1.s2~relu~avgpool.k3.s2.p1~conv.o2.k3.p2.d2", "conv.o6.k3.g3~relu~conv.o6.k1.g2~avgpool.k2",
    "pad.p1~conv.o3.k3~sigmoid~pad.p2~avgpool.k3.s2", "pad.p1~sigmoid~conv.o2.k3", "conv.o4~gap~flatten~linear.o3",
    "flatten~linear.o6~sigmoid~linear.o2")


def branched():
    """Two branches of unlike sides put behind each other, and a sum."""
    return Graph((Node("a", Conv2d(out_channels=3, kernel_size=3), ("input",)), Node("p", ZeroPad2d(), ("a",)),
                  Node("b", Conv2d(out_channels=5, kernel_size=1), ("input",)), Node("c", Concat(), ("p", "b")),
                  Node("d", Conv2d(out_channels=8, kernel_size=3, padding=1, groups=4), ("c",)),
                  Node("e", Add(), ("d", "c")), Node("f", ReLU(), ("e",))))


@pytest.fixture(params=[*STACKS, None], ids=lambda text: (text or "branched")[:30])
def network(request):
    if request.param:
        return networks.load(f"stack/3x11x12/{request.param}")
    return Network("test", build(branched(), (3, 9, 10), seed=3), branched(), (3, 9, 10), lambda pixels: pixels)


def traced(network):
    """Return what each layer puts out, and what the next step reads, from which gradients go no further back."""
    torch.manual_seed(0)
    found, leaves = {}, {"input": torch.rand(1, *network.input_shape, requires_grad=True)}

    def listen(name, out):
        found[name] = out
        if name in networks.steps_of(network):
            leaves[name] = out.detach().requires_grad_()
        return leaves.get(name, out)

    taps = [module.register_forward_hook(lambda _module, _given, out, name=name: listen(name, out))
            for name, module in network.module.named_modules() if name]
    try:
        network.module(leaves["input"])
    finally:
        for tap in taps:
            tap.remove()
    return found, leaves


def touched(shape, edge, unit):
    """Return which cells of a source an edge says that a unit reads."""
    cells = np.zeros(shape, bool)
    size = shape[0] // edge.groups
    first = (unit[0] - edge.first) // (edge.count // edge.groups) * size
    spans = [slice(max(at * reach.stride - reach.before, 0), max(at * reach.stride - reach.before + reach.extent, 0))
             for at, reach in zip(unit[1:], edge.reaches, strict=True)] if edge.reaches else [slice(None)] * 2
    cells[(slice(first, first + size), *spans)] = edge.first <= unit[0] < edge.first + edge.count
    return cells


def test_gradients_reach_what_an_edge_says_and_nothing_else(network):
    found, leaves = traced(network)
    for step in networks.steps_of(network).values():
        out = found[step.layers[0]].reshape(step.shape)
        maps, rows, columns = step.shape
        for unit in product({0, maps // 2, maps - 1}, {0, rows // 2, rows - 1}, {0, columns - 1}):
            for source in {edge.source for edge in step.edges}:
                slopes, = torch.autograd.grad(out[unit], leaves[source], retain_graph=True, allow_unused=True)
                read = np.zeros(leaves[source].shape[1:], bool) if slopes is None else slopes[0].numpy() != 0
                read = read.reshape(read.shape if read.ndim == 3 else (-1, 1, 1))
                said = np.any([touched(read.shape, edge, unit) for edge in step.edges if edge.source == source], axis=0)
                if ".d2" in network.name and source == "pool1":  # between the cells that it reads lie others
                    assert not (read & ~said).any()
                else:
                    np.testing.assert_array_equal(read, said, err_msg=f"{step.name} {unit} {source}")


def test_a_step_reads_only_what_was_put_out_before_it(network):
    order = ["input", *networks.steps_of(network)]
    for step in networks.steps_of(network).values():
        assert all(order.index(edge.source) < order.index(step.name) for edge in step.edges)
    columns = networks.columns_of(network)
    assert all({step.name for step in before.steps}.isdisjoint(step.name for step in after.steps)
               for before, after in pairwise(columns))
