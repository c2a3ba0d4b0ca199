"""The learned numbers of a step for one of its maps are those that torch's modules hold."""

from __future__ import annotations

import numpy as np
import pytest
import torch
from torch import nn

from explorer import networks
from explorer.networks.whole_view.learned_numbers import _of, learned
from explorer.networks.whole_view.walk import columns_of


@pytest.mark.parametrize("channel", [0, 1, 4])
@pytest.mark.parametrize("bias", [True, False])
@pytest.mark.parametrize("module", [nn.Conv2d, nn.Linear])
def test_weights_and_bias_are_one_row_of_the_module(module, bias, channel):
    torch.manual_seed(0)
    layer = module(3, 5, 3, bias=bias) if module is nn.Conv2d else module(3, 5, bias=bias)
    found = _of(layer, channel)
    np.testing.assert_array_equal(found.weight, layer.weight[channel].detach().numpy())
    assert found.bias == (float(layer.bias[channel]) if bias else None)


@pytest.mark.parametrize("channel", [0, 2])
@pytest.mark.parametrize("affine", [True, False])
def test_a_batch_norm_by_its_numbers_is_torchs(affine, channel):
    torch.manual_seed(1)
    norm = nn.BatchNorm2d(3, affine=affine).eval()
    norm.running_mean.normal_()
    norm.running_var.uniform_(0.5, 2)
    if affine:
        nn.init.normal_(norm.weight)
        nn.init.normal_(norm.bias)
    told = _of(norm, channel).told
    maps = torch.randn(1, 3, 2, 2)
    by_hand = told["scale"] * (maps[0, channel].numpy() - told["mean"]) / np.sqrt(
        told["variance"] + told["eps"]) + told["shift"]
    np.testing.assert_allclose(by_hand, norm(maps)[0, channel].detach().numpy(), atol=1e-6)


def test_a_batch_norm_without_running_numbers_tells_none():
    assert _of(nn.BatchNorm2d(3, track_running_stats=False), 0).told == {}


@pytest.mark.parametrize(("module", "slope"), [
    (nn.LeakyReLU(0.2), 0.2), (nn.PReLU(init=0.3), 0.3), (nn.PReLU(4, init=0.4), 0.4)])
def test_slopes_are_told(module, slope):
    assert _of(module, 2).told == {"slope": pytest.approx(slope)}


@pytest.mark.parametrize("alpha", [0.5, 1.0])
def test_the_floor_of_an_elu_is_told(alpha):
    assert _of(nn.ELU(alpha), 0).told == {"alpha": alpha}


@pytest.mark.parametrize("module", [None, nn.ReLU(), nn.MaxPool2d(2), nn.Sequential()])
def test_what_has_learned_nothing_tells_nothing(module):
    found = _of(module, 0)
    assert (found.weight, found.bias, found.told) == (None, None, {})


def test_behind_uneven_padding_the_convolution_is_found():
    layer = nn.Conv2d(2, 3, 3)
    np.testing.assert_array_equal(_of(nn.Sequential(nn.ZeroPad2d((0, 1, 0, 1)), layer), 1).weight,
                                  layer.weight[1].detach().numpy())


def test_a_step_has_the_numbers_of_all_its_layers():
    network = networks.load("stack/3x8x8/conv.o4~bn~relu")
    (column,) = columns_of(network)
    found = learned(network, column.steps[0], 3)
    assert [*found] == ["conv1", "bn1", "relu1"]
    assert (found["conv1"].weight.shape, found["bn1"].told["mean"], found["relu1"].told) == ((3, 3, 3), 0.0, {})
    assert columns_of(network) is columns_of(network)
