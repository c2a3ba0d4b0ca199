"""The textbook case: with only the wiring left, gradient and theory agree pixel for pixel."""

import math

import numpy as np
import pytest
import torch
from hypothesis import HealthCheck, assume, given, settings
from torchvision import models

from explorer import graph as g
from explorer.graph import INPUT, Conv2d, Graph, analyse, reads
from explorer.networks import build
from explorer.networks.architectures import BUILDERS
from explorer.networks.receptive_field.extent import support_box
from explorer.networks.receptive_field.uniform_weights import unit_gradient
from explorer.networks.torch_graph.trace import traced
from tests.examples import examples
from tests.explorer.graph.gradients import units
from tests.explorer.graph.strategies import networks

RESIZED = ["pad", "pad.p1_2x0_3", "padreflect", "padreplicate.p2", "upsample", "pixelshuffle", "lppool.k2",
           "flatten~linear.o12~unflatten.o3x2x2"]
"""Layers that change sides, each behind a convolution and before another."""
relaxed = settings(max_examples=examples(40), deadline=None, suppress_health_check=[
    HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much])
PUBLISHED = {
    "resnet18": ["conv1", "maxpool", "layer1", "layer2.0.downsample.0", "layer2", "layer3", "layer4", "fc"],
    "resnet34": ["layer1", "layer2", "layer3", "layer4"],
    "resnet50": ["layer1", "layer2", "layer3", "layer4"],
    "vgg16": ["features.2", "features.9", "features.16", "features.23", "features.30", "classifier.6"],
    "googlenet": ["maxpool1", "inception3a", "inception4a", "inception4e", "inception5b"],
    "densenet121": ["features.pool0", "features.denseblock1", "features.transition2", "features.denseblock4"],
    "mobilenet_v3_small": ["features.1", "features.4.block.1", "features.8"],
}


def report_of(name):
    """Return the report of a published network; its weights are never made."""
    more = {"aux_logits": False, "init_weights": False, "transform_input": False} if name == "googlenet" else {}
    with torch.device("meta"):
        module = BUILDERS[name]() if name in BUILDERS else models.get_model(name, weights=None, **more)
    return traced(module.eval(), (3, 32, 32) if name in BUILDERS else (3, 224, 224)).report


def last_inside(report, path):
    return [node.name for node in report.graph if node.name == path or node.name.startswith(f"{path}.")][-1]


def assert_agrees(report, node, unit):
    gradient = unit_gradient(report, node, unit)
    assert np.isfinite(gradient).all()
    assert support_box(gradient) == reads(report, node, unit).get(INPUT), (node, unit)


@pytest.mark.parametrize(("name", "layers"), [*PUBLISHED.items(), ("resnet20", ["layer1", "layer2", "layer3", "fc"]),
                                              ("vgg", ["features.5", "features.12", "features", "classifier"])])
def test_the_support_is_what_theory_says_at_corners_edges_and_inside(name, layers):
    report = report_of(name)
    for layer in layers:
        node = last_inside(report, layer)
        for unit in sorted(units(report[node].output_shape[1:]))[::2]:
            assert_agrees(report, node, unit)


@pytest.mark.parametrize("layer", RESIZED)
def test_layers_that_change_sides_do_so_in_the_textbook_too(layer):
    report = analyse(f"conv.o4.p1~{layer}~conv.o4.p1", (2, 6, 6))
    for unit in sorted(units(report[report.graph.output].output_shape[1:])):
        gradient = unit_gradient(report, report.graph.output, unit)
        assert gradient.shape == (6, 6)
        assert support_box(gradient) == reads(report, report.graph.output, unit).get(INPUT), unit


@relaxed
@given(networks(head=False, sliding=True, most=5))
def test_the_support_is_what_theory_says_in_random_networks(network):
    graph, shape = network
    assume(len(graph) and len(shape) == 3)
    report = analyse(graph, shape)
    for unit in units(report.output_shape[1:]):
        found, theory = support_box(unit_gradient(report, graph.output, unit)), reads(report, graph.output, unit)
        if any(node.layer.several_inputs for node in graph) and found != theory.get(INPUT):
            # Theory joins branches axis by axis, so one that reads only padding along one axis may seem to count.
            assert found is None or all(low <= a and b <= high for (low, high), (a, b)
                                        in zip(theory[INPUT], found, strict=True))
        else:
            assert found == theory.get(INPUT), unit


@pytest.mark.parametrize("text", [
    "conv.o4.k3.d2.p2~relu~conv.o4.g2.k3",                       # dilation, groups
    "conv.o2.k4x3.s2x1.p0_1x2_0~bn~tanh~conv.o3.k2",             # asymmetric padding
    "convt.o2.k3.s2.p1~conv.o2.k2~maxpool.k2.s1",                # transposed convolution
    "conv.o3.p1~relu~conv.o3.p1~add.f1x2~maxpool.k3.s2.p1.c1",    # skip, pooling that rounds up
    "maxpool.k2.c1~conv.o2.k2~maxpool.k3.s2.p1.d2.c1",           # windows that stand out at the end
    "conv.o2.k1~conv.o4.p1.f2~cat.f1x2~subsample~adaptive.o3",
    "conv.o2~flatten.s2~linear.o5", "conv.o2~flatten.s1.e2~conv1d.o1.k2", "flatten~linear.o3",
])
def test_each_kind_of_layer_agrees_with_theory_at_every_unit(text):
    graph = g.from_text(text)
    report = analyse(graph, (2, 11, 9))
    for unit in np.ndindex(report.output_shape[1:]):
        assert_agrees(report, graph.output, unit)


@pytest.mark.parametrize(("depth", "row"), [(2, [1, 2, 3, 2, 1]), (3, [1, 3, 6, 7, 6, 3, 1])])
def test_stacked_convolutions_weigh_their_field_like_trinomials(depth, row):
    # Luo, Li, Urtasun & Zemel (2016), Understanding the effective receptive field, arXiv:1701.04128, section 2.2
    report = analyse(Graph.chain(*[Conv2d(out_channels=5, padding=1)] * depth), (3, 15, 15))
    gradient = unit_gradient(report, f"conv{depth}", (7, 7))
    inside = gradient[7 - depth:8 + depth, 7 - depth:8 + depth]
    np.testing.assert_allclose(inside / inside[0, 0], np.outer(row, row), rtol=1e-12)
    assert np.count_nonzero(gradient) == len(row) ** 2


@pytest.mark.parametrize("text", [
    "conv.o4.k3.d2.p2~relu~conv.o4.g2.k3", "conv.o3.k2.s2~bn~relu~avgpool~conv.o2.k2", "convt.o2.k3.s2.p1~conv.o2.k2",
    "conv.o6.k3.g3~conv.o2.p1.mcircular", "conv.o2~adaptive.o3~conv.o2.k2", "conv.o2~flatten~linear.o3"])
def test_a_chain_weighs_pixels_as_the_same_network_of_ones_does_in_torch(text):
    graph, shape = g.from_text(text), (3, 12, 10)
    module = build(graph, shape).double()
    with torch.no_grad():
        for name, parameter in module.named_parameters():
            parameter.fill_(0 if name.endswith("bias") else 1)
    picture = torch.ones(1, *shape, dtype=torch.float64, requires_grad=True)
    output = module(picture)[0]
    unit = tuple(side // 2 for side in output.shape[1:])
    output[(slice(None), *unit)].sum().backward()
    expected = picture.grad[0].sum(dim=0).numpy()
    found = unit_gradient(analyse(graph, shape), graph.output, unit)
    np.testing.assert_allclose(found / found.sum(), expected / expected.sum(), rtol=1e-9, atol=1e-15)


def test_a_concatenation_weighs_its_branches_by_their_channels():
    graph = g.from_text("conv.o3.k1~conv.o1.p1.f2~cat.f1x2")
    gradient = unit_gradient(analyse(graph, (1, 5, 5)), graph.output, (2, 2))
    assert gradient[1, 1] / gradient[2, 2] == pytest.approx((1 / 9 / 4) / (3 / 4 + 1 / 9 / 4))


def test_numbers_last_in_the_deepest_network_of_wide_kernels():
    depth, kernel = 240, 25
    side = depth * (kernel - 1) + 1
    graph = Graph.chain(*[Conv2d(out_channels=1, kernel_size=(1, kernel), padding=(0, kernel // 2))] * depth)
    gradient = unit_gradient(analyse(graph, (1, 1, side)), graph.output, (0, side // 2))
    assert np.isfinite(gradient).all()
    assert (gradient > 0).all()
    # The edge is reached by one path of 25^240: below all that double precision holds, but for the large start.
    assert math.log10(gradient[0, 0]) == pytest.approx(300 - depth * math.log10(kernel), abs=1e-6)
