from __future__ import annotations

import pytest
import torch
from torch import fx, nn

from explorer.networks import architectures

PICTURES = torch.rand(2, 3, 32, 32, generator=torch.Generator().manual_seed(0))


# He et al. (2015), table 6, to 0.01 million; 269,722 for ResNet-20 as counted by hand in FACTS.
@pytest.mark.parametrize(("depth", "millions"), [(20, 0.27), (32, 0.46), (44, 0.66), (56, 0.85), (110, 1.7)])
def test_parameters_are_those_of_the_paper(depth, millions):
    count = sum(value.numel() for value in architectures.resnet(depth).parameters())
    assert count == pytest.approx(millions * 1e6, rel=0.02)
    assert count == sum(value.numel() for value in architectures.plain(depth).parameters())


def test_resnet20_has_269722_parameters_and_the_vgg_fewer_than_400000():
    assert sum(value.numel() for value in architectures.resnet(20).parameters()) == 269_722
    assert sum(value.numel() for value in architectures.vgg().parameters()) == 357_866


@pytest.mark.parametrize("depth", [20, 56])
def test_a_residual_network_has_depth_layers_with_weights(depth):
    layers = [one for one in architectures.resnet(depth).modules() if isinstance(one, nn.Conv2d | nn.Linear)]
    assert len(layers) == depth


@pytest.mark.parametrize("depth", [2, 18, 21])
def test_a_depth_that_is_not_6n_plus_2_is_refused(depth):
    with pytest.raises(ValueError, match="6n"):
        architectures.resnet(depth)


@pytest.mark.parametrize("name", architectures.BUILDERS)
@pytest.mark.parametrize("side", [32, 33, 64])
def test_pictures_of_several_sizes_pass_and_fx_traces_them(name, side):
    network = architectures.BUILDERS[name]().eval()
    pictures = torch.nn.functional.interpolate(PICTURES, side)
    scores = network(pictures)
    assert scores.shape == (2, 10)
    assert torch.equal(fx.symbolic_trace(network)(pictures), scores)


def test_modules_carry_torchvisions_names():
    names = dict(architectures.resnet(20).named_modules())
    assert {"conv1", "bn1", "relu", "layer1.0.conv1", "layer2.0.downsample", "layer3.2.bn2", "fc"} <= set(names)


def test_the_shortcut_keeps_every_second_cell_and_adds_zeros():
    maps = torch.rand(1, 4, 5, 6)
    wider = architectures.Shortcut(4, 8)(maps)
    assert torch.equal(wider[:, 2:6], maps[:, :, ::2, ::2])
    assert wider.shape == (1, 8, 3, 3)
    assert wider[:, :2].count_nonzero() == wider[:, 6:].count_nonzero() == 0


def test_without_residuals_a_skip_passes_its_input_and_a_plain_block_nothing():
    maps = torch.rand(1, 16, 8, 8)
    for block, expected in ((architectures.BasicBlock, maps), (architectures.PlainBlock, torch.zeros_like(maps))):
        made = block(16, 16, 1).eval()
        nn.init.zeros_(made.bn2.weight)
        assert torch.equal(made(maps), expected)
