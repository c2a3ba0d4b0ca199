"""Both orders of a residual block against blocks as He et al. write them."""

from __future__ import annotations

import pytest
import torch
from torch import nn
from torch.nn import functional

from explorer.graph import PRESETS, analyse
from explorer.networks import build

CHANNELS, SIDE = 64, 56


def built(name):
    """Return a preset as a module, its batch norms unlike those at the start."""
    module = build(PRESETS[name].graph, PRESETS[name].input_shape)
    draw = torch.Generator().manual_seed(0)
    for norm in module.modules():
        if isinstance(norm, nn.BatchNorm2d):
            norm.running_mean.copy_(torch.randn(CHANNELS, generator=draw) / 4)
            norm.running_var.copy_(torch.rand(CHANNELS, generator=draw) + 0.5)
    return module


@pytest.fixture(scope="module")
def maps():
    return torch.randn(1, CHANNELS, SIDE, SIDE, generator=torch.Generator().manual_seed(1))


def test_activation_first_is_norm_relu_convolution_twice_and_a_plain_sum(maps):
    block = built("resnet_preactivated_block")
    with torch.inference_mode():
        inner = block.conv1(functional.relu(block.bn1(maps)))
        wanted = maps + block.conv2(functional.relu(block.bn2(inner)))
        assert torch.allclose(block(maps), wanted, atol=1e-5)


def test_activation_behind_is_convolution_norm_relu_and_a_relu_of_the_sum(maps):
    block = built("resnet_basic_block")
    with torch.inference_mode():
        inner = functional.relu(block.bn1(block.conv1(maps)))
        wanted = functional.relu(maps + block.bn2(block.conv2(inner)))
        assert torch.allclose(block(maps), wanted, atol=1e-5)


@pytest.mark.parametrize(("name", "passes"), [("resnet_preactivated_block", True), ("resnet_basic_block", False)])
def test_only_with_the_activation_first_a_negative_value_passes_an_idle_block(maps, name, passes):
    block = built(name)
    with torch.inference_mode():
        for last in (block.conv2, block.bn2 if not passes else block.conv1):
            for values in last.parameters():
                values.zero_()
        if not passes:
            block.bn2.running_mean.zero_()
        assert torch.equal(block(maps), maps) is passes
        assert torch.equal(block(maps), maps if passes else functional.relu(maps))


@pytest.mark.parametrize("name", ["resnet_preactivated_block", "resnet_basic_block"])
def test_both_cost_the_same(name):
    report = analyse(PRESETS[name].graph, PRESETS[name].input_shape)
    assert report.params == 2 * 9 * CHANNELS**2 + 2 * 2 * CHANNELS
    assert report.macs == 2 * 9 * CHANNELS**2 * SIDE**2
    assert report["add"].field.size == 5
    assert report.output_shape == PRESETS[name].input_shape
