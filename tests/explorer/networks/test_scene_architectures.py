"""The networks for scenes: what they put out, how large they are, and that their graphs compute the same."""

from __future__ import annotations

import pytest
import torch

from explorer.graph import analyse, codes
from explorer.networks import traced
from explorer.networks.scene_architectures import SCENE_BUILDERS

OUTPUTS = {"locate": (10,), "detect": (22, 8, 8), "segment": (7, 64, 64), "segment_plain": (7, 64, 64),
           "segment_nearest": (7, 64, 64)}


@pytest.fixture(params=SCENE_BUILDERS)
def named(request):
    torch.manual_seed(0)
    return request.param, SCENE_BUILDERS[request.param]().eval().requires_grad_(requires_grad=False)


def test_graphs_are_read_whole_and_compute_what_the_module_does(named):
    name, module = named
    found = traced(module, (3, 64, 64))
    pictures = torch.randn(2, 3, 64, 64)
    report = analyse(found.graph, (3, 64, 64))
    assert report.output_shape == OUTPUTS[name]
    assert report.params == sum(weights.numel() for weights in module.parameters())
    torch.testing.assert_close(found.rebuilt()(pictures), module(pictures), rtol=1e-4, atol=1e-5)


def test_all_fit_into_their_file(named):
    _, module = named
    assert 2 * sum(value.numel() for value in module.state_dict().values()) < 1.45e6


def test_the_three_that_segment_differ_in_their_skips_and_their_way_up_only():
    graphs = {name: traced(SCENE_BUILDERS[name]().eval(), (3, 64, 64)).graph
              for name in ("segment", "segment_plain", "segment_nearest")}

    def count(name, kind):
        return sum(isinstance(node.layer, kind) for node in graphs[name])

    assert [count(name, codes.Concat) for name in graphs] == [3, 0, 3]
    assert [count(name, codes.ConvTranspose2d) for name in graphs] == [3, 3, 0]
    assert [count(name, codes.Upsample) for name in graphs] == [0, 0, 3]
    assert {count(name, codes.BatchNorm2d) for name in graphs} == {10}


@pytest.mark.parametrize("name", ["detect", "segment"])
def test_larger_scenes_pass_through_what_is_only_convolutions(name):
    module = SCENE_BUILDERS[name]().eval()
    found = module(torch.zeros(1, 3, 96, 128))
    assert found.shape[2:] == {"detect": (12, 16), "segment": (96, 128)}[name]
