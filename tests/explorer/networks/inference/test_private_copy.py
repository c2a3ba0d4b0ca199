"""Copies that may be hooked, of networks that all readers share."""

from __future__ import annotations

import pytest
import torch
from torch import nn

from explorer import networks
from explorer.networks import load, run
from explorer.networks.inference import private_copy
from explorer.networks.inference.private_copy import WITH_WEIGHTS, forget, private, shuffled, shuffled_layers

CPU = torch.device("cpu")
NAMES = ["bundled/resnet20", "bundled/vgg", "stack/3x16x16/conv.o4.p1~bn~relu~maxpool~flatten~linear.o3"]


def pictures(network):
    return torch.rand(2, *network.input_shape, generator=torch.Generator().manual_seed(0))


@pytest.mark.parametrize("name", NAMES)
def test_a_copy_computes_what_the_shared_network_computes(name):
    network = networks.load(name)
    batch, copy = pictures(network), private(network, CPU)
    with torch.inference_mode():
        assert torch.allclose(copy(batch), network.module(batch), atol=1e-5)


@pytest.mark.parametrize("name", NAMES)
def test_a_copy_shares_its_weights_and_costs_no_memory(name):
    network = networks.load(name)
    shared = {value.data_ptr() for value in network.module.parameters()}
    assert {value.data_ptr() for value in private(network, CPU).parameters()} <= shared


def test_a_hook_on_the_copy_is_not_on_the_shared_network():
    network = networks.load(NAMES[0])
    copy = private(network, CPU)
    seen = []
    handle = copy.get_submodule("layer1.0.conv1").register_forward_hook(lambda *_: seen.append(1))
    try:
        network.module(pictures(network))
        assert seen == []
        copy(pictures(network))
        assert seen == [1]
    finally:
        handle.remove()


def test_the_copy_is_kept_until_it_is_thrown_away():
    network = networks.load(NAMES[0])
    first = private(network, CPU)
    assert private(network, CPU) is first
    forget(network)
    assert private(network, CPU) is not first
    forget(networks.load(NAMES[1]))  # of one that has none, nothing happens


@pytest.mark.parametrize("name", NAMES)
def test_nothing_in_the_copy_works_in_place_and_each_layer_is_used_once(name):
    network = networks.load(name)
    copy = private(network, CPU)
    assert not any(getattr(part, "inplace", False) for part in copy.modules())
    called = [node.target for node in copy.graph.nodes if node.op == "call_module"]
    assert len(called) == len(set(called))
    assert not any(part.training for part in copy.modules())


@pytest.mark.parametrize(("name", "count"), [("bundled/resnet20", 20), ("bundled/vgg", 8)])
def test_convolutions_and_linear_layers_can_be_shuffled(name, count):
    # ResNet-20 has 20 layers with weights (its shortcuts have none), the small VGG seven convolutions and a linear one
    assert shuffled_layers(networks.load(name)) == count


def changed(network, count):
    before = {name: part for name, part in network.module.named_modules() if isinstance(part, WITH_WEIGHTS)}
    after = dict(shuffled(network, CPU, count, seed=0).named_modules())
    return [name for name, part in before.items() if not torch.equal(part.weight, after[name].weight)]


@pytest.mark.parametrize("count", [0, 1, 3, 8, 99])
def test_shuffling_goes_from_the_classes_back_to_the_picture(count):
    network = networks.load("bundled/vgg")
    layers = [node.name for node in network.graph
              if isinstance(network.module.get_submodule(node.name), WITH_WEIGHTS)]
    assert set(changed(network, count)) == set(layers[max(0, len(layers) - count):])


def test_shuffled_weights_are_the_same_numbers_and_their_bias_is_shuffled_too():
    network = networks.load("bundled/vgg")
    copy = shuffled(network, CPU, 1, seed=0)
    for name in ("weight", "bias"):
        own, mixed = (getattr(module.get_submodule("classifier"), name) for module in (network.module, copy))
        assert torch.equal(own.flatten().sort().values, mixed.flatten().sort().values)
        assert not torch.equal(own, mixed)


def test_every_layer_with_weights_that_slides_or_multiplies_counts():
    assert set(WITH_WEIGHTS) == {nn.Conv1d, nn.Conv2d, nn.Conv3d, nn.ConvTranspose1d, nn.ConvTranspose2d,
                                 nn.ConvTranspose3d, nn.Linear}


def test_shuffled_copies_are_shared_few_and_thrown_away_with_the_others():
    network = load("stack/3x16x16/conv.o4.p1~relu~conv.o4.p1~relu~adaptive.o1~flatten~linear.o3", seed=7)

    def asked(count, seed=0):
        return run(lambda device: private_copy.shared_shuffled(network, device, count, seed))

    one = asked(1)
    assert asked(1) is one
    assert asked(2) is not one
    assert asked(1, seed=5) is not one
    weights = one.get_submodule("fc1").weight, network.module.get_submodule("fc1").weight
    assert sorted(weights[0].flatten().tolist()) == sorted(weights[1].flatten().tolist())
    for count in (1, 2, 3):
        asked(count, seed=6)
    assert asked(1) is not one, "only the last few are kept"
    one = asked(1)
    run(lambda _device: private_copy.forget(network))
    assert asked(1) is not one
