"""How a unit comes by its value, held to what torch makes of the same network."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest
import torch

from explorer import networks
from explorer.errors import NetworkError
from explorer.graph import Add, BatchNorm2d, Concat, Conv2d, Graph, Multiply, Node, ReLU, Sigmoid
from explorer.networks.network import Network
from explorer.networks.torch_graph.assembly import build

CHAINS = (
    "conv.o4.k3.p1~bn~relu~maxpool~conv.o6.k3.s2.p1~relu~flatten~linear.o5~relu~linear.o3",
    "conv.o4.k5.p2~silu~avgpool~conv.o4.k3.d2.g2~hardswish~gap~flatten~linear.o3",
    "maxpool.k3.s2.p1~conv.o4.k3.g3.o6.p1~relu6~avgpool.k3.s2.p1~conv.o2.k1~sigmoid",
    "conv.o3.k2~leakyrelu~bn~relu~gap~flatten~linear.o2~softmax",
)


def given_to(network, seed=0):
    values = np.random.default_rng(seed).normal(size=network.input_shape).astype(np.float32)
    return networks.NetworkInput(values, np.zeros((*values.shape[1:], 3), np.uint8), b"test%d" % seed)


def of_graph(graph, shape=(3, 9, 10)):
    module = build(graph, shape, seed=3)
    for one in module.modules():
        if isinstance(one, torch.nn.BatchNorm2d):
            torch.manual_seed(1)
            one.running_mean.normal_()
            one.running_var.uniform_(0.5, 2)
            one.weight.normal_()
            one.bias.normal_()
    return Network("test", module, graph, shape, lambda pixels: pixels)


def branched():
    """A residual sum, a product with one value per map, and channels put behind each other."""
    nodes = (Node("a", Conv2d(out_channels=4, padding=1), ("input",)), Node("b", BatchNorm2d(), ("a",)),
             Node("c", Conv2d(out_channels=4, padding=(1, 0), kernel_size=(3, 1)), ("b",)),
             Node("d", Add(), ("c", "b")), Node("e", ReLU(), ("d",)),
             Node("f", Concat(), ("e", "a")), Node("g", Sigmoid(), ("f",)), Node("h", Multiply(), ("g", "f")),
             Node("i", Conv2d(out_channels=2, padding=((0, 1), (1, 0)), stride=2), ("h",)),
             Node("j", Conv2d(out_channels=2, padding=1, padding_mode="reflect"), ("i",)),
             Node("k", Conv2d(out_channels=2, padding=1, padding_mode="circular"), ("j",)),
             Node("l", Conv2d(out_channels=2, padding=1, padding_mode="replicate"), ("k",)))
    return Graph(nodes)


NETS = [*(pytest.param(text, id=text[:24]) for text in CHAINS), pytest.param(None, id="branched")]


@pytest.fixture(params=NETS)
def network(request):
    if request.param is None:
        return of_graph(branched())
    text = request.param.replace(".o4.k3.g3.o6", ".o6.k3.g3")
    loaded = networks.load(f"stack/3x12x13/{text}")
    return of_graph(loaded.graph, loaded.input_shape)


def corners(shape):
    """Some units of a step: those in the corners and one inside, of the first and the last map."""
    maps, rows, columns = shape
    return {*product((0, maps - 1), (0, rows - 1, rows // 2), (0, columns - 1, columns // 2))}


def test_each_unit_is_what_torch_puts_out(network):
    given = given_to(network)
    for name, step in networks.steps_of(network).items():
        torch_says = networks.all_maps(network, given.values, step.layers)
        for unit in corners(step.shape):
            found = networks.unit_sum(network, given, name, unit)
            assert found.value == pytest.approx(float(torch_says[name][unit]), abs=1e-6)
            assert (found.after[-1].after if found.after else found.total) == pytest.approx(found.value, abs=1e-5)
            if found.kind != "copy":
                assert found.total == pytest.approx(float(torch_says[step.layers[0]][unit]), abs=1e-5), (name, unit)


@pytest.mark.parametrize("unit", [(0, 0, 0), (5, 4, 4), (3, 2, 3)])
def test_windows_times_kernels_and_bias_are_the_sum(unit):
    network = of_graph(networks.load(f"stack/3x12x13/{CHAINS[0]}").graph, (3, 12, 13))
    name = [*networks.steps_of(network)][2]
    given = given_to(network)
    found = networks.unit_sum(network, given, name, tuple(min(a, b - 1) for a, b in zip(
        unit, networks.steps_of(network)[name].shape, strict=True)))
    (read,) = found.reads
    assert read.values.shape == read.weights.shape == (4, 3, 3)
    assert read.sums.sum() + found.bias == pytest.approx(found.total)
    assert found.value == pytest.approx(max(found.total, 0), abs=1e-6)


def test_padding_is_told_and_counts_nothing():
    network = of_graph(networks.load("stack/1x4x4/conv.o1.k3.p1").graph, (1, 4, 4))
    (read,) = networks.unit_sum(network, given_to(network), "conv1", (0, 0, 3)).reads
    assert read.corner == (-1, 2)
    assert read.outside.tolist() == [[True, True, True], [False, False, True], [False, False, True]]
    assert (read.values[:, read.outside] == 0).all()


def test_a_batch_norm_tells_the_numbers_of_its_formula():
    network = of_graph(networks.load("stack/3x6x6/conv.o2.k3~bn~relu").graph, (3, 6, 6))
    found = networks.unit_sum(network, given_to(network), "relu1", (1, 2, 2))
    norm, relu = found.after
    n = norm.numbers
    by_hand = n["scale"] * (norm.before - n["mean"]) / np.sqrt(n["variance"] + n["eps"]) + n["shift"]
    assert norm.after == pytest.approx(by_hand, abs=1e-5)
    assert (norm.kind, relu.kind, relu.before, relu.after) == (
        "BatchNorm2d", "ReLU", norm.after, pytest.approx(max(0, norm.after)))


def test_a_linear_layer_reads_flattened_maps_as_windows_of_all_their_cells():
    network = networks.load("stack/2x3x4/flatten~linear.o2")
    given = given_to(network)
    found = networks.unit_sum(network, given, "fc1", (1, 0, 0))
    weight = dict(network.module.named_modules())["fc1"].weight[1].numpy()
    (read,) = found.reads
    np.testing.assert_array_equal(read.values, given.values)
    np.testing.assert_array_equal(read.weights.ravel(), weight)


def test_the_input_is_given_and_not_computed():
    network = networks.load("stack/2x3x4/flatten~linear.o2")
    given = given_to(network)
    found = networks.unit_sum(network, given, "input", (1, 2, 3))
    assert (found.kind, found.reads, found.value) == ("given", (), float(given.values[1, 2, 3]))


@pytest.mark.parametrize(("layer", "unit"), [
    ("nothing", (0, 0, 0)), ("flatten", (0, 0, 0)), ("fc1", (2, 0, 0)), ("fc1", (0, 0, 1)), ("fc1", (-1, 0, 0)),
    ("input", (2, 0, 0)), ("fc1", (0,))])
def test_what_is_not_there_is_said(layer, unit):
    network = networks.load("stack/2x3x4/flatten~linear.o2")
    with pytest.raises(NetworkError):
        networks.unit_sum(network, given_to(network), layer, unit)
