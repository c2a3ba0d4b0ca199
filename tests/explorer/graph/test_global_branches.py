"""Behind a squeeze and excitation each unit sees the whole picture; what convolutions alone see is followed beside."""

from __future__ import annotations

import pytest
import torch
from torch import nn
from torchvision import models
from torchvision.ops import SqueezeExcitation

from explorer import graph as g
from explorer.graph import INPUT, PRESETS, Node, analyse, reads
from explorer.graph.advice import advice
from explorer.graph.receptive_field import covers, covers_locally, first_beyond, first_global, share
from explorer.networks.torch_graph.trace import trace
from tests.explorer.graph.gradients import supports
from tests.explorer.graph.test_formulas import holds

TALL = 1216
NETWORKS = {  # the last layer of maps, what a unit sees without the branches, where the first branch is
    "efficientnet_b0": ("features.8.2", 851, "features.1.0.block.1.avgpool"),
    "mobilenet_v3_large": ("features.16.2", 595, "features.4.block.2.avgpool"),
    "regnet_y_400mf": ("trunk_output.block4.block4_5.activation", 575, "trunk_output.block1.block1_0.f.se.avgpool"),
}


@pytest.fixture(scope="module", params=NETWORKS)
def network(request):
    module = models.get_model(request.param, weights=None).eval()
    last, size, first = NETWORKS[request.param]
    return request.param, analyse(trace(module, (3, 224, 224)), (3, 224, 224)), last, size, first


def gradient_height(name):
    """Return how many rows of a high, narrow picture a unit in the middle depends on, with all gates off."""
    module = models.get_model(name, weights=None).eval()
    for parent in list(module.modules()):
        for key, child in list(parent.named_children()):
            if isinstance(child, SqueezeExcitation | nn.SiLU | nn.Hardswish | nn.ReLU):
                setattr(parent, key, nn.Identity())
    for weights in module.parameters():
        nn.init.constant_(weights, 0.25)
    body = module.features if hasattr(module, "features") else nn.Sequential(module.stem, module.trunk_output)
    picture = torch.zeros(1, 3, TALL, 32, dtype=torch.float64, requires_grad=True)
    maps = body.double()(picture)
    gradient, = torch.autograd.grad(maps[0, 0, maps.shape[2] // 2, 0], picture)
    rows = gradient[0].any(dim=0).any(dim=1).nonzero()
    return int(rows.max() - rows.min()) + 1


def test_convolutions_alone_see_what_the_gradient_reaches_once_the_gates_are_off(network):
    name, report, last, size, _first = network
    assert report[last].local_field.size == size == gradient_height(name)


def test_from_the_first_branch_on_it_is_the_whole_picture_and_no_number_grows(network):
    _name, report, last, _size, first = network
    assert first_global(report).name == first
    behind = [row for row in report.rows[report.graph.places[first]:] if row.fields]
    beside = {row.name for row in behind if not row.sees_all}
    assert all(row.field.size == 224 and share(row, (3, 224, 224)) == 1 for row in behind if row.sees_all)
    assert all(row.field.size <= 224 and "proj" in row.name for row in behind if row.name in beside)
    assert reads(report, last, (0, 0))[INPUT] == covers(report, last, (0, 0)) == ((0, 223), (0, 223))


def test_no_branch_is_said_to_look_elsewhere_and_each_network_is_told_once(network):
    _name, report, _last, _size, _first = network
    said = [str(piece.message) for piece in advice(report)]
    assert not any("drift apart" in text or "different places" in text for text in said)
    assert sum("every unit sees the whole input" in text for text in said) == 1
    assert not any("is larger than the image" in text for text in said)


def test_the_working_and_the_table_of_a_terminal_say_the_same(network):
    _name, report, last, size, _first = network
    lines = str(report).split("\n")
    assert next(line for line in lines if line.split()[0] == last).endswith(f"whole, {size}")
    assert lines[-1].startswith("whole: each unit sees the whole input")
    assert "4,153" not in str(report)
    for row in report:
        holds(row)


def gated(squeeze):
    return g.Graph((Node("conv", g.Conv2d(out_channels=2, padding=1), (INPUT,)), Node("squeeze", squeeze, ("conv",)),
                    Node("gate", g.Conv2d(out_channels=2, kernel_size=1), ("squeeze",)),
                    Node("excite", g.Multiply(), ("conv", "gate")),
                    Node("last", g.Conv2d(out_channels=1, stride=2), ("excite",)),
                    Node("mean", g.AdaptiveAvgPool2d(), ("last",)), Node("flat", g.Flatten(), ("mean",)),
                    Node("fc", g.Linear(out_features=3), ("flat",))))


@pytest.mark.parametrize("squeeze", [g.AdaptiveAvgPool2d(), g.AvgPool2d(kernel_size=(9, 8)), g.AdaptiveMaxPool2d()],
                         ids=lambda layer: type(layer).__name__)
def test_any_pooling_of_the_whole_map_makes_a_branch_and_the_numbers_beside_go_on(squeeze):
    graph, shape = gated(squeeze), (1, 9, 8)
    report = analyse(graph, shape)
    assert [row.sees_all for row in report] == [False] + 7 * [True]
    assert [row.local_field.size for row in report] == [3, 3, 3, 3, 5, 5, 5, 5]
    assert covers_locally(report["last"], (1, 2)) == ((1, 5), (3, 7))
    if not isinstance(squeeze, g.AdaptiveMaxPool2d):  # whose gradient goes one way only
        assert supports(graph.up_to("last"), shape)((1, 2))[INPUT] == ((0, 8), (0, 7))


def test_a_global_pooling_that_is_no_branch_keeps_its_number():
    preset = PRESETS["resnet50"]
    report = analyse(preset.graph, preset.input_shape)
    pooled = [row for row in report if isinstance(row.layer, g.AdaptiveAvgPool2d)][-1]
    assert (pooled.sees_all, pooled.field.size, pooled.local_field) == (False, 427 + 6 * 32, pooled.field)
    assert first_global(report) is None
    assert first_beyond(report).field.size > 224


def test_a_branch_of_a_part_of_the_picture_is_not_called_the_whole():
    corner = g.Graph((Node("conv", g.Conv2d(out_channels=1), (INPUT,)),
                      Node("part", g.Conv2d(out_channels=1, kernel_size=3, stride=9), ("conv",)),
                      Node("gate", g.Multiply(), ("conv", "part"))))
    row = analyse(corner, (1, 9, 9))["gate"]
    assert (row.sees_all, row.field.size) == (False, 9)
