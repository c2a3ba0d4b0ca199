"""Broken networks are those that their authors would have written so, held to torch's own tools."""

from __future__ import annotations

import numpy as np
import pytest
import torch
from torch import nn
from torch.nn.utils import prune

import explorer as ex
from explorer.errors import NetworkError
from explorer.experiments import Harm, breakable_parts, breaks_of, broken_input, map_places, part_layers
from explorer.experiments.breaks import BITS, BREAKS, PRUNED
from explorer.experiments.broken_network import HandedOn, broken_layers, broken_module, quantised, threshold
from explorer.networks import architectures
from explorer.training.shipping.bundled import untrained


@pytest.fixture(scope="module")
def resnet():
    return ex.load("bundled/resnet20")


@pytest.fixture(scope="module")
def vgg():
    return ex.load("bundled/vgg")


@pytest.fixture(scope="module")
def pictures():
    return torch.randn(2, 3, 32, 32, generator=torch.Generator().manual_seed(0))


def twin_of(network, make):
    """Return the network as its authors write it, modules in Python, with the same weights."""
    module = make().eval().requires_grad_(requires_grad=False)
    module.load_state_dict(network.module.state_dict())
    return module


def replaced(module, kind, make):
    """Put what ``make`` returns in the place of all layers of a kind."""
    for name, layer in list(module.named_modules()):
        if type(layer) is kind:
            parent, _, own = name.rpartition(".")
            setattr(module.get_submodule(parent), own, make(layer))
    return module


def same(network, harm, module, pictures):
    with torch.inference_mode():
        found, wanted = broken_module(network, harm)(pictures), module(pictures)
    return torch.allclose(found, wanted, atol=1e-4, rtol=1e-4)


def test_whole_it_is_itself(resnet, pictures):
    assert same(resnet, Harm(), resnet.module, pictures)


def test_a_residual_network_without_skips_is_a_plain_one_with_its_weights(resnet, pictures):
    assert same(resnet, Harm("skips"), twin_of(resnet, lambda: architectures.plain(20)), pictures)


def test_without_batch_norms_values_pass(resnet, vgg, pictures):
    for network, make in ((resnet, lambda: architectures.resnet(20)), (vgg, architectures.vgg)):
        wanted = replaced(twin_of(network, make), nn.BatchNorm2d, lambda _layer: nn.Identity())
        assert same(network, Harm("norms"), wanted, pictures)


def test_each_relu_becomes_a_sigmoid(resnet, pictures):
    wanted = replaced(twin_of(resnet, lambda: architectures.resnet(20)), nn.ReLU, lambda _layer: nn.Sigmoid())
    assert same(resnet, Harm("sigmoid"), wanted, pictures)


def test_maxima_become_means(vgg, pictures):
    wanted = replaced(twin_of(vgg, architectures.vgg), nn.MaxPool2d, lambda _layer: nn.AvgPool2d(2))
    assert same(vgg, Harm("average"), wanted, pictures)


@pytest.mark.parametrize(("stage", "place"), [(1, 0), (2, 1), (3, 2)])
def test_a_residual_block_is_left_out_by_its_skip(resnet, pictures, stage, place):
    wanted = twin_of(resnet, lambda: architectures.resnet(20))
    wanted.get_submodule(f"layer{stage}")[place] = nn.Identity()
    assert same(resnet, Harm("block", f"layer{stage}.{place}"), wanted, pictures)


@pytest.mark.parametrize("stage", [2, 3])
def test_a_block_that_halves_the_side_is_left_out_with_what_its_skip_does(resnet, pictures, stage):
    wanted = twin_of(resnet, lambda: architectures.resnet(20))
    blocks = wanted.get_submodule(f"layer{stage}")
    blocks[0] = blocks[0].downsample
    assert same(resnet, Harm("block", f"layer{stage}.0"), wanted, pictures)


@pytest.mark.parametrize("part", ["layer1.1", "layer2.0", "layer3.2"])
def test_a_block_without_skip_is_left_out_alike(pictures, part):
    network = untrained("plain20", 0)
    wanted = twin_of(network, lambda: architectures.plain(20))
    stage, place = part.split(".")
    wide = {"2": 32, "3": 64}[stage[-1]] if stage != "layer1" else 16
    wanted.get_submodule(stage)[int(place)] = (
        architectures.Shortcut(wide // 2, wide) if place == "0" else nn.Identity())
    assert same(network, Harm("block", part), wanted, pictures)
    assert breakable_parts(network) == tuple(f"layer{one}.{two}" for one in (1, 2, 3) for two in (0, 1, 2))


def test_a_convolution_of_the_vgg_is_left_out_with_its_batch_norm_and_relu(vgg, pictures):
    wanted = twin_of(vgg, architectures.vgg)
    for place in (3, 4, 5):
        wanted.features[place] = nn.Identity()
    assert same(vgg, Harm("block", "features.3"), wanted, pictures)
    assert part_layers(vgg, "features.3") == ("features.3", "features.4", "features.5")
    assert breakable_parts(vgg) == ("features.3", "features.7", "features.10", "features.14", "features.17",
                                    "features.20")


def test_what_widens_is_left_out_with_channels_of_0(vgg, pictures):
    wanted = twin_of(vgg, architectures.vgg)
    wanted.features[7] = nn.ConstantPad3d((0, 0, 0, 0, 16, 16), 0.0)
    wanted.features[8] = wanted.features[9] = nn.Identity()
    assert same(vgg, Harm("block", "features.7"), wanted, pictures)
    maps = torch.rand(1, 4, 6, 6)
    assert torch.equal(HandedOn(4, 8, 2)(maps), architectures.Shortcut(4, 8)(maps))


@pytest.mark.parametrize("bits", BITS.values())
def test_weights_are_rounded_as_torch_rounds_them(bits):
    weights = torch.randn(40, 9, generator=torch.Generator().manual_seed(bits))
    most = 2 ** (bits - 1) - 1
    wanted = torch.fake_quantize_per_tensor_affine(weights, float(weights.abs().max() / most), 0, -most, most)
    assert torch.allclose(quantised(weights, bits), wanted, atol=1e-6)
    assert len(quantised(weights, bits).unique()) <= 2**bits - 1


def test_weights_that_are_all_0_stay_so():
    assert torch.equal(quantised(torch.zeros(3), 2), torch.zeros(3))


@pytest.mark.parametrize(("kind", "share"), PRUNED.items())
def test_the_smallest_weights_go_as_torch_prunes_them_but_for_ties(vgg, kind, share):
    wanted, found = twin_of(vgg, architectures.vgg), broken_layers(vgg, Harm(kind))
    learned = {name: layer for name, layer in wanted.named_modules() if isinstance(layer, nn.Conv2d | nn.Linear)}
    prune.global_unstructured([(layer, "weight") for layer in learned.values()], prune.L1Unstructured, amount=share)
    least = threshold([vgg.module.get_submodule(name).weight for name in learned], share)
    for name, layer in learned.items():  # weights are kept in half precision, so some are equally small
        differ = layer.weight[layer.weight != found[name].weight].abs()
        assert (differ == least).all() and len(differ) < 200


def test_of_ten_sizes_the_fifth_is_the_last_to_go():
    weights = [torch.tensor([1.0, -2, 3, -4]), torch.tensor([[5.0, -6], [7, -8]]), torch.tensor([-9.0, 10])]
    assert threshold(weights, 0.5) == 5


def test_quantised_networks_round_each_layer_by_its_own_largest_weight(resnet, pictures):
    wanted = twin_of(resnet, lambda: architectures.resnet(20))
    for layer in wanted.modules():
        if isinstance(layer, nn.Conv2d | nn.Linear):
            layer.weight.copy_(torch.fake_quantize_per_tensor_affine(
                layer.weight, float(layer.weight.abs().max() / 7), 0, -7, 7))
    assert same(resnet, Harm("bits4"), wanted, pictures)


def test_shuffled_pixels_keep_their_values_and_move_alike_in_all_pictures_and_channels():
    numbered = np.tile(np.arange(1024.0, dtype=np.float32).reshape(32, 32), (2, 3, 1, 1))
    moved = broken_input(numbered, Harm("pixels"))
    assert np.array_equal(np.sort(moved[0, 0], axis=None), np.arange(1024))
    assert all(np.array_equal(moved[0, 0], one) for one in moved.reshape(-1, 32, 32))
    assert (moved[0, 0] == numbered[0, 0]).mean() < 0.01


def test_shuffled_squares_are_whole():
    values = np.random.default_rng(0).random((3, 32, 32), dtype=np.float32)
    moved = broken_input(values, Harm("squares"))
    before, after = ({values[:, row:row + 8, column:column + 8].tobytes() for row in range(0, 32, 8)
                      for column in range(0, 32, 8)} for values in (values, moved))
    assert before == after and not np.array_equal(values, moved)


@pytest.mark.parametrize("kind", [kind for kind in BREAKS if kind not in ("pixels", "squares")])
def test_other_breaks_leave_the_picture_alone(kind):
    values = np.ones((3, 32, 32), dtype=np.float32)
    assert broken_input(values, Harm(kind)) is values


def test_only_what_a_network_has_can_be_broken(resnet, vgg):
    assert set(BREAKS) - set(breaks_of(resnet)) == {"average"}
    assert set(BREAKS) - set(breaks_of(vgg)) == {"skips"}
    lenet = ex.load("stack/1x28x28/conv.o6.k5~tanh~maxpool~conv.o16.k5~tanh~maxpool~flatten~linear.o10")
    assert breaks_of(lenet) == ("average", "pixels", *BITS, *PRUNED)


def test_maps_are_looked_at_behind_blocks_and_convolutions(resnet, vgg):
    assert map_places(resnet)["conv1"] == "relu" and map_places(resnet)["layer2.1"] == "layer2.1.relu_1"
    assert map_places(vgg)["features.10"] == "features.12" and len(map_places(vgg)) == 7


def test_a_part_that_is_none_is_named_with_those_there_are(resnet):
    with pytest.raises(NetworkError, match=r"nowhere.*layer1\.0"):
        broken_module(resnet, Harm("block", "nowhere"))


def test_nothing_is_left_on_the_shared_network(resnet, pictures):
    with torch.inference_mode():
        before = resnet.module(pictures)
        for kind in breaks_of(resnet):
            broken_module(resnet, Harm(kind, "layer1.1" if kind == "block" else ""))(pictures)
        assert torch.equal(resnet.module(pictures), before)
