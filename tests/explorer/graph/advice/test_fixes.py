"""What each fix says it does, where the reader looks afterwards, and that torch agrees about what comes out."""

from __future__ import annotations

import pytest
import torch
from torch import nn

from explorer.graph import PRESETS, Convention, advice, analyse, from_text, remedies
from explorer.graph.advice.fixes import GLOBAL_POOLS
from tests.explorer.graph.oracles import measured, module_of

# network; what is offered for it: the title of a button, and the layer that is open afterwards
TOLD = [
    ("conv.o4~linear.o5", "Put a flatten before fc1", "fc1"),
    ("conv.o4~relu~dropout.p1_0", "Set p of drop1 to 0.5", "drop1"),
    ("gap~conv.o4.p1", "Use kernel 1 in conv1", "conv1"),
    ("conv.o4.p1~gap~conv.o4.p1", "Remove pool1", "conv2"),
    ("conv.o4.k2.s3", "Use stride 2 in conv1", "conv1"),
    ("maxpool.k1x2.s2x3", "Use stride 1 × 2 in pool1", "pool1"),
    ("conv.o4.p1~conv.o4.p1", "Put a ReLU behind conv1", "relu1"),
    ("convt.o4.k3.s2", "Use kernel 4 in convt1", "convt1"),
    ("convt.o4.k3x2.s2", "Use kernel 4 × 2 in convt1", "convt1"),
    ("flatten~linear.o4~relu", "Remove relu1", "fc1"),
    ("flatten~linear.o4~softmax", "Remove softmax1", "fc1"),
    ("relu~maxpool~relu", "Remove relu2", "pool1"),
    ("conv.o3.p1.g3~relu", "Put a 1 × 1 convolution behind conv1", "conv2"),
    ("maxpool.k3", "Let pool1 round up (ceil_mode)", "pool1"),
    ("conv.o4.s2", "Use padding 1 in conv1", "conv1"),
    ("conv.o4.p1~bn", "Leave the bias of conv1 out", "conv1"),
    ("conv.o4.k4.psame", "Use kernel 3 in conv1", "conv1"),
    ("conv.o4.k3x5", "Use padding 1 × 2 in conv1", "conv1"),
    ("conv.o4~relu~adaptive.o3~flatten~linear.o90", "Put a global average pool before flatten", "fc1"),
]
PICTURE = (3, 16, 16)


def offered(text, shape=PICTURE):
    report = analyse(from_text(text), shape)
    return {str(one.title): one for piece in advice(report) for one in remedies(report, piece)}


@pytest.mark.parametrize(("text", "title", "layer"), TOLD)
def test_a_button_says_what_is_done_and_opens_the_layer_it_is_about(text, title, layer):
    one = offered(text)[title]
    assert one.layer == layer
    assert measured(module_of(one.graph, PICTURE), PICTURE) == (one.after.output_shape, one.after.params)


@pytest.mark.parametrize(("kernel", "stride", "padding", "extra"), [
    (3, 2, 0, 0), (3, 2, 1, 0), (3, 2, 1, 1), (1, 2, 0, 0), (5, 3, 1, 0), (5, 3, 2, 2), (7, 4, 2, 1), (2, 3, 1, 2)])
def test_an_even_kernel_keeps_the_size_that_torch_gave_before(kernel, stride, padding, extra):
    text = f"convt.o4.k{kernel}.s{stride}.p{padding}.q{extra}"
    before = nn.ConvTranspose2d(3, 4, kernel, stride, padding, extra)(torch.zeros(1, *PICTURE)).shape[1:]
    one = next(one for title, one in offered(text).items() if title.startswith("Use kernel"))
    layer = one.graph["convt1"].layer
    assert layer.kernel_size % stride == 0
    after = nn.ConvTranspose2d(3, 4, layer.kernel_size, stride, layer.padding, layer.output_padding)
    assert after(torch.zeros(1, *PICTURE)).shape[1:] == before


@pytest.mark.parametrize(("kernel", "stride", "side"), [(3, 2, 8), (5, 3, 12), (4, 3, 12), (7, 2, 16), (3, 2, 16)])
def test_the_padding_that_reaches_the_edge_leaves_no_pixel_without_gradient(kernel, stride, side):
    found = offered(f"conv.o1.k{kernel}.s{stride}", (1, side, side))
    one = next(one for one in found.values() if one.id.startswith("pad_to_edge"))
    picture = torch.rand(1, 1, side, side, requires_grad=True)
    weight = torch.ones(1, 1, kernel, kernel)
    padding = one.graph["conv1"].layer.padding
    nn.functional.conv2d(picture, weight, stride=stride, padding=padding).sum().backward()
    assert bool((picture.grad != 0).all())
    less = torch.rand(1, 1, side, side, requires_grad=True)
    nn.functional.conv2d(less, weight, stride=stride, padding=padding - 1).sum().backward()
    assert not bool((less.grad != 0).all())


@pytest.mark.parametrize(("kernel", "stride", "side"), [(2, 2, 9), (3, 3, 10), (3, 2, 8)])
def test_rounding_up_leaves_no_pixel_without_gradient(kernel, stride, side):
    found = offered(f"avgpool.k{kernel}.s{stride}", (1, side, side))
    assert "Let pool1 round up (ceil_mode)" in found
    picture = torch.rand(1, 1, side, side, requires_grad=True)
    nn.functional.avg_pool2d(picture, kernel, stride, ceil_mode=True).sum().backward()
    assert bool((picture.grad != 0).all())


@pytest.mark.parametrize("name", ["lenet5", "mlp", "tinyvgg", "fashion_cnn", "resnet_basic_block", "inception_block"])
def test_each_remedy_of_a_small_published_network_runs_in_torch(name):
    preset = PRESETS[name]
    report = analyse(preset.graph, preset.input_shape)
    for piece in advice(report):
        for one in remedies(report, piece):
            module = module_of(one.graph, preset.input_shape)
            assert measured(module, preset.input_shape) == (one.after.output_shape, one.after.params)
            assert one.after.operations(Convention()) == one.after.macs


def test_a_branch_beside_the_flatten_keeps_what_it_reads():
    """Only the flatten reads the pooled maps; the layer beside it goes on with all of them."""
    text = "conv.o4.p1~relu~flatten~linear.o90~conv.o2.k16.f3~flatten~add.f1x3"
    report = analyse(from_text(text), PICTURE, partial=True)
    beside = next(row.name for row in report if row.name.startswith("conv2"))
    for piece in advice(report):
        for one in remedies(report, piece):
            if one.id.startswith("pool_globally"):
                assert one.graph[beside].inputs == report.graph[beside].inputs


@pytest.mark.parametrize(("axes", "kind"), [(1, nn.AdaptiveAvgPool1d), (2, nn.AdaptiveAvgPool2d),
                                            (3, nn.AdaptiveAvgPool3d)])
def test_global_pools_are_those_of_torch(axes, kind):
    layer, maps = GLOBAL_POOLS[axes], torch.rand(1, 3, *(5,) * axes)
    torch.testing.assert_close(kind(layer.output_size)(maps).flatten(1), maps.flatten(2).mean(2))
    assert kind(layer.output_size)(maps).numel() == 3
