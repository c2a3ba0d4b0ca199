"""The loss around networks with and without skips, and what is left without blocks."""

from __future__ import annotations

import numpy as np
import pytest
import torch
from torch.nn import functional

from explorer.experiments import BLOCKS, RESNET_BLOCKS, STUDIED, VGG_LAYERS, removable_parts, skip_studies
from explorer.experiments.loss_surface import DigitTensors, accuracy, direction, main, surface, trained, without
from explorer.experiments.skip_study import StudiedNetwork
from explorer.networks import architectures, load


@pytest.fixture(scope="module")
def data():
    draw = torch.Generator().manual_seed(0)
    return DigitTensors(torch.randn(24, 3, 8, 8, generator=draw), torch.arange(24) % 10)


@pytest.fixture(scope="module")
def network():
    torch.manual_seed(0)
    return architectures.resnet(8).eval()


def test_directions_are_as_long_as_the_filters_and_spare_norms_and_biases(network):
    found = direction(network, torch.Generator().manual_seed(0))
    weights = dict(network.named_parameters())
    assert set(found) == {name for name, value in weights.items() if value.ndim > 1}
    for name, along in found.items():
        assert torch.allclose(along.flatten(1).norm(dim=1), weights[name].detach().flatten(1).norm(dim=1), rtol=1e-4)


def test_a_surface_has_the_network_in_its_middle_and_leaves_it_as_it_was(network, data):
    draw = torch.Generator().manual_seed(1)
    ways = direction(network, draw), direction(network, draw)
    before = {name: value.clone() for name, value in network.state_dict().items()}
    found = surface(network, data, ways, points=3, reach=0.5)
    with torch.inference_mode():
        assert found[1, 1] == pytest.approx(float(functional.cross_entropy(network(data.pictures), data.labels)))
    assert all(torch.equal(value, before[name]) for name, value in network.state_dict().items())
    with torch.inference_mode():  # one corner by hand
        moved = {name: before[name] - 0.5 * ways[0][name] + 0.5 * ways[1][name] if name in ways[0] else before[name]
                 for name in before}
        scores = torch.func.functional_call(network, moved, data.pictures)
        assert found[0, 2] == pytest.approx(float(functional.cross_entropy(scores, data.labels)), rel=1e-4)


def test_a_block_left_out_hands_on_what_arrives_and_comes_back(network, data):
    whole = network(data.pictures).detach()
    layer, first = network.layer1[0], network.layer2[0]
    with without(network, [0, 1]):
        assert isinstance(network.layer1[0], torch.nn.Identity)
        maps = torch.rand(1, 16, 4, 4)
        assert torch.equal(network.layer2[0](maps), first.downsample(maps))
    assert network.layer1[0] is layer and network.layer2[0] is first
    assert torch.equal(network(data.pictures).detach(), whole)


def test_accuracy_is_the_share_that_is_right(network, data):
    with torch.inference_mode():
        right = (network(data.pictures).argmax(1) == data.labels).sum() / len(data.labels)
    assert accuracy(network, data) == pytest.approx(float(right))


def test_the_same_seed_trains_the_same_network(data):
    first, again = (next(trained("residual20", data, epochs=1)) for _ in range(2))
    assert first[1] == again[1]
    assert all(torch.equal(one, other) for one, other in
               zip(first[0].parameters(), again[0].parameters(), strict=True))


def test_what_ships_holds_all_networks_and_is_what_their_names_say():
    study = skip_studies()
    assert list(study) == list(STUDIED)
    assert STUDIED["plain56"] == StudiedNetwork(56, skips=False) and STUDIED["plain20"].blocks == BLOCKS
    for name, one in study.items():
        assert one.surface.shape == (25, 25)
        assert one.middle == one.surface.min()
        assert len(one.left) == (2**BLOCKS if name.endswith("20") else 1)
        assert len(one.curve) == 15


def test_20_layers_learn_either_way_and_56_need_skips():
    study = skip_studies()
    assert min(study["plain20"].accuracy, study["residual20"].accuracy) > 0.95
    assert study["residual56"].accuracy > 0.95 > 0.6 > study["plain56"].accuracy
    assert study["plain56"].middle > 10 * study["residual56"].middle
    assert study["residual56"].below(0.5) > 0.2 > study["plain56"].below(0.5) == 0


def test_skips_bear_the_loss_of_a_block():
    plain, residual = skip_studies()["plain20"], skip_studies()["residual20"]
    assert residual.without([]) == residual.accuracy == residual.without_any(0)[0]
    assert len(residual.without_any(2)) == 36  # 9 over 2
    assert residual.without_any(1).mean() > 0.85 > 0.2 > plain.without_any(1).max()
    assert residual.without([8, 8]) == residual.without([8])


def test_names_of_blocks_and_layers_are_those_of_the_networks():
    assert removable_parts(load("bundled/resnet20")) == RESNET_BLOCKS
    assert removable_parts(load("bundled/vgg")) == VGG_LAYERS


def test_the_command_keeps_what_others_have_in_the_file(tmp_path, monkeypatch):
    asked = []

    def studied(name, epochs, points):
        asked.append((name, epochs, points))
        return {part: np.zeros(1, dtype=np.float32) for part in ("curve", "surface", "left")}

    monkeypatch.setattr("explorer.experiments.loss_surface.studied", studied)
    file = tmp_path / "study.npz"
    main(["plain20", "--file", str(file), "--epochs", "2", "--points", "3"])
    main(["--file", str(file)])
    assert asked == [("plain20", 2, 3), *((name, 15, 25) for name in STUDIED)]
    assert set(skip_studies(file)) == set(STUDIED)
