import numpy as np
import pytest
import torch
from torch import nn
from torch.nn import functional

from explorer import experiments, networks
from explorer.errors import NetworkError
from explorer.graph import INPUT, analyse, from_text


class TinyUNet(nn.Module):
    """Two levels down and up; ``off`` is the oracle: skips that are zeros by hand."""

    def __init__(self, off=()):
        super().__init__()
        self.off = off
        self.down1, self.down2 = nn.Conv2d(3, 4, 3, padding=1), nn.Conv2d(4, 6, 3, padding=1)
        self.bottom = nn.Sequential(nn.Conv2d(6, 8, 3, padding=1), nn.ReLU())
        self.pool = nn.MaxPool2d(2)
        self.up2, self.up1 = nn.ConvTranspose2d(8, 6, 2, 2), nn.ConvTranspose2d(6, 4, 2, 2)
        self.unit2, self.unit1 = nn.Conv2d(12, 6, 3, padding=1), nn.Conv2d(8, 4, 3, padding=1)
        self.classes = nn.Conv2d(4, 3, 1)

    def forward(self, pictures):
        first = functional.relu(self.down1(pictures))
        second = functional.relu(self.down2(self.pool(first)))
        maps = self.up2(self.bottom(self.pool(second)))
        maps = functional.relu(self.unit2(torch.cat([self.kept(second, "two"), maps], dim=1)))
        maps = functional.relu(self.unit1(torch.cat([self.kept(first, "one"), self.up1(maps)], dim=1)))
        return self.classes(maps)

    def kept(self, maps, name):
        return maps * 0 if name in self.off else maps


@pytest.fixture(scope="module")
def module():
    torch.manual_seed(0)
    return TinyUNet().eval().requires_grad_(requires_grad=False)


@pytest.fixture(scope="module")
def network(module):
    known = networks.traced(module, (3, 16, 16))
    return networks.Network("test/unet", known.rebuilt(), known.graph, (3, 16, 16), lambda pixels: pixels)


VALUES = np.random.default_rng(0).normal(size=(3, 3, 16, 16)).astype(np.float32)


def test_skips_are_found_with_where_they_come_from_and_go_to(network):
    fine, coarse = experiments.unet_skips(network.report)
    assert (fine.shape, coarse.shape) == ((4, 16, 16), (6, 8, 8))
    assert fine.source in network.graph[fine.join].inputs
    assert network.graph[fine.join].inputs[fine.place] == fine.source
    assert "down1" in str(network.graph[fine.source].inputs)


@pytest.mark.parametrize("off", [(), ("one",), ("two",), ("one", "two")], ids=str)
def test_a_skip_that_is_off_is_zeros(network, module, off):
    joins = dict(zip(("one", "two"), (skip.join for skip in experiments.unet_skips(network.report)), strict=True))
    oracle = TinyUNet(off).eval()
    oracle.load_state_dict(module.state_dict())
    with torch.inference_mode():
        expected = oracle(torch.tensor(VALUES)).numpy()
    found = experiments.pixel_scores(network, VALUES, {joins[name] for name in off})
    np.testing.assert_allclose(found, expected, atol=1e-5)


def test_switching_off_leaves_the_shared_network_as_it_is(network):
    before = experiments.pixel_scores(network, VALUES)
    joins = [skip.join for skip in experiments.unet_skips(network.report)]
    assert not np.allclose(experiments.pixel_scores(network, VALUES, joins), before)
    assert (experiments.pixel_scores(network, VALUES) == before).all()
    np.testing.assert_allclose(networks.feature_maps(network, VALUES[0], network.graph.output), before[0], atol=1e-5)


def test_steps_are_levels_and_what_leads_from_one_to_the_next(network):
    steps = experiments.unet_steps(network.report)
    assert [step.shape for step in steps] == [
        (4, 16, 16), (4, 8, 8), (6, 8, 8), (6, 4, 4), (8, 4, 4), (6, 8, 8), (12, 8, 8), (6, 8, 8), (4, 16, 16),
        (8, 16, 16), (4, 16, 16), (3, 16, 16)]
    assert [layer for step in steps for layer in step.layers] == [node.name for node in network.graph]
    assert [step.family for step in steps[:2]] == ["convolution", "pooling"]
    assert steps[4].label == "bottom"


def test_each_step_but_joins_reads_only_the_one_before_it(network):
    steps = experiments.unet_steps(network.report)
    before = INPUT
    joins = {skip.join for skip in experiments.unet_skips(network.report)}
    for step in steps:
        assert step.layers[0] in joins or network.graph[step.layers[0]].inputs == (before,)
        before = step.name


def test_unknown_skips_and_classifiers_are_refused(network):
    with pytest.raises(NetworkError, match="no skip into 'nowhere'"):
        experiments.pixel_scores(network, VALUES, {"nowhere"})
    with pytest.raises(NetworkError, match="does not put out a map"):
        experiments.pixel_scores(networks.load("stack/3x16x16/conv.o4~gap~flatten"), VALUES)


def test_a_network_without_joins_has_no_skips():
    assert experiments.unet_skips(analyse(from_text("conv.o4~relu~maxpool"), (3, 16, 16))) == ()


def test_blocks_that_join_two_branches_have_no_skip():
    from explorer.graph.presets import PRESETS
    known = PRESETS["googlenet"]
    assert experiments.unet_skips(analyse(known.graph, known.input_shape)) == ()
    unet = PRESETS["unet"]
    assert [skip.shape[0] for skip in experiments.unet_skips(analyse(unet.graph, unet.input_shape))] == [
        64, 128, 256, 512]  # Ronneberger et al., figure 1
