"""A 1 x 1 convolution is a linear layer on every pixel; and what two ways to end a network cost and see."""

from __future__ import annotations

import numpy as np
import pytest
import torch
from torch import nn

import explorer as ex
from explorer.errors import LimitError
from explorer.experiments import TwoEnds, pixelwise


@pytest.mark.parametrize(("shape", "outputs"), [((3, 16, 16), 4), ((32, 16, 16), 8), ((16, 5, 7), 1)])
def test_both_layers_are_equal_and_those_of_torch(shape, outputs):
    maps = np.random.default_rng(0).normal(size=shape).astype(np.float32)
    found = pixelwise(maps, outputs)
    assert found.difference < 1e-6
    assert found.params == outputs * (shape[0] + 1)
    layer = nn.Conv2d(shape[0], outputs, 1)
    layer.load_state_dict({"weight": torch.tensor(found.weight)[:, :, None, None], "bias": torch.tensor(found.bias)})
    with torch.inference_mode():
        assert found.linear == pytest.approx(layer(torch.tensor(maps)[None])[0].numpy(), abs=1e-5)


def test_one_pixel_is_a_row_of_weights_times_its_channels():
    maps = np.random.default_rng(1).normal(size=(3, 4, 4)).astype(np.float32)
    found = pixelwise(maps, 2, seed=3)
    by_hand = found.weight @ maps[:, 1, 2] + found.bias
    assert found.convolved[:, 1, 2] == pytest.approx(by_hand, abs=1e-6)


def test_weights_follow_their_seed():
    maps = np.ones((3, 2, 2), dtype=np.float32)
    assert np.array_equal(pixelwise(maps, 2, seed=1).weight, pixelwise(maps, 2, seed=1).weight)
    assert not np.array_equal(pixelwise(maps, 2, seed=1).weight, pixelwise(maps, 2, seed=2).weight)


@pytest.mark.parametrize(("shape", "outputs"), [((3, 1000, 1000), 2), ((3, 4, 4), 9), ((3, 4, 4), 0)])
def test_what_is_too_much_is_refused(shape, outputs):
    with pytest.raises(LimitError):
        pixelwise(np.zeros(shape, dtype=np.float32), outputs)


@pytest.mark.parametrize(("side", "channels", "classes"), [(32, 64, 10), (224, 64, 10), (96, 128, 100)])
def test_flatten_pays_for_every_place_and_pooling_for_every_map(side, channels, classes):
    ends = TwoEnds(side, channels, classes)
    assert ends.map_side == side // 8
    assert ends.params("flatten") == (channels * (side // 8)**2 + 1) * classes
    assert ends.params("pooled") == (channels + 1) * classes


@pytest.mark.parametrize("side", [32, 224])
def test_the_last_unit_sees_the_same_with_either_end(side):
    ends = TwoEnds(side)
    fields = [ends.report(end)["fc1"].field for end in ("flatten", "pooled")]
    assert fields[0] is not None
    assert fields[0].size == fields[1].size >= side
    assert ends.report("pooled")["pool3"].field.size == 22


@pytest.mark.parametrize("end", ["flatten", "pooled"])
def test_both_are_networks_that_torch_counts_alike(end):
    ends = TwoEnds(64, 32, 7)
    module = ex.networks.build(ends.stack(end).graph, (3, 64, 64))
    assert sum(value.numel() for value in module.parameters()) == ends.report(end).params
