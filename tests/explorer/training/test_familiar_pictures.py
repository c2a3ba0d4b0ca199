"""How like pictures are to what a network has learned from, by what its batch norms remember."""

from __future__ import annotations

from types import SimpleNamespace

import numpy as np
import pytest
import torch
from scipy.stats import wasserstein_distance
from torch import nn

from explorer import networks
from explorer.images import sample, to_size
from explorer.training import DataSet, Pictures, Plan
from explorer.training.familiar_pictures import (
    HALF,
    channel_distances,
    estimated_familiarity,
    familiarity,
    likeness_of,
)
from explorer.training.four_cases import BORDER

PLAN = Plan(network="bundled/resnet20", data="digits", side=32)


def shown(images):
    """A data set of pictures (N, 3, H, W)."""
    pictures = Pictures(images, torch.zeros(len(images), dtype=torch.int64))
    return DataSet(train=pictures, val=pictures, test=pictures, categories=("a",))


def photos():
    """Each sample photo in colour, small, and its mirror image."""
    small = np.stack([to_size(sample(name), 32, 32) for name in ("chelsea", "china", "flower", "coffee")])
    images = torch.from_numpy(small).permute(0, 3, 1, 2).contiguous()
    return torch.cat([images, images.flip(3)])


def test_photos_are_more_like_what_the_network_knows_than_digits_noise_and_darkness():
    noise = torch.randint(0, 256, (16, 3, 32, 32), generator=torch.Generator().manual_seed(0), dtype=torch.uint8)
    found = [familiarity(PLAN, data=data).likeness for data in (
        shown(photos()), None, shown(noise), shown(torch.zeros(4, 3, 32, 32, dtype=torch.uint8)))]
    assert found == sorted(found, reverse=True)
    assert found[0] > BORDER > found[1]
    assert all(0 <= likeness <= 1 for likeness in found)


def test_it_says_how_much_it_looked_at_and_is_the_same_again():
    once, again = familiarity(PLAN), familiarity(PLAN)
    assert once == again
    assert (once.pictures, once.layers) == (24, 19)  # ResNet-20 has a batch norm behind each of its 19 convolutions


class Remembers(nn.Module):
    """A batch norm alone, which remembers what it is told."""

    def __init__(self, mean, deviation):
        super().__init__()
        self.norm = nn.BatchNorm2d(3, eps=0)
        self.norm.running_mean = torch.tensor(mean)
        self.norm.running_var = torch.tensor(deviation) ** 2

    def forward(self, values):
        return self.norm(values)


@pytest.mark.parametrize(("mean", "deviation"), [
    ((0.1, 0.5, 0.9), (0.2, 0.2, 0.2)), ((0.5, 0.5, 0.5), (0.1, 0.3, 1.0))])
def test_a_distance_is_the_one_between_two_normal_distributions(mean, deviation, monkeypatch):
    # W2 of normal distributions; where only the means differ, scipy's W1 is the same.
    as_they_are = SimpleNamespace(normalised=lambda values: values)
    monkeypatch.setattr("explorer.training.familiar_pictures.inputs_of", lambda *_: as_they_are)
    images = torch.randint(0, 256, (8, 3, 8, 8), generator=torch.Generator().manual_seed(1), dtype=torch.uint8)
    found, = channel_distances(SimpleNamespace(module=Remembers(mean, deviation)), shown(images).train)
    values = (images.double() / 255).permute(1, 0, 2, 3).flatten(1).numpy()
    for channel in range(3):
        own = (values[channel].mean(), values[channel].std())
        expected = np.hypot(own[0] - mean[channel], own[1] - deviation[channel]) / deviation[channel]
        assert found[channel].item() == pytest.approx(expected, rel=1e-4)
        same = values[channel] - own[0] + mean[channel]  # of scipy's W1, where only the means differ
        assert wasserstein_distance(values[channel], same) == pytest.approx(abs(own[0] - mean[channel]))


def test_the_network_that_all_share_is_left_as_it_was():
    network = networks.load("bundled/resnet20")
    before = {name: value.clone() for name, value in network.module.state_dict().items()}
    channel_distances(network, shown(photos()).train)
    assert all(torch.equal(value, before[name]) for name, value in network.module.state_dict().items())
    assert not any(module._forward_pre_hooks for module in network.module.modules())


def test_without_a_memory_likeness_is_estimated_from_the_kind_of_pictures():
    stack = "stack/3x16x16/conv.o4~relu~gap~flatten~linear.o10"
    plan = Plan(network=stack, data="digits", side=16, weights="random", how="scratch")
    data = shown(torch.zeros(3, 3, 16, 16, dtype=torch.uint8))
    assert familiarity(plan, data=data) == estimated_familiarity("digits")
    assert estimated_familiarity("digits").likeness < BORDER <= estimated_familiarity("upload/1").likeness
    assert estimated_familiarity("digits").distance is None


@pytest.mark.parametrize(("share", "likeness"), [(0, 1), (HALF / 2, 0.75), (HALF, 0.5), (2 * HALF, 0), (9, 0)])
@pytest.mark.parametrize("farthest", [0.6, 1.0, 3.0])
def test_likeness_falls_in_a_straight_line_to_0_beyond_noise(share, likeness, farthest):
    assert likeness_of(share * farthest, farthest) == pytest.approx(likeness)
