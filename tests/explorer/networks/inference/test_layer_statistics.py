import pytest
import torch

from explorer.images import sample
from explorer.networks import feature_maps, load
from explorer.networks.inference.layer_statistics import layer_statistics
from explorer.networks.inference.network_input import network_input

NAME = "stack/3x16x16/conv.o4.p1~bn~relu~conv.o4.p1~add.f1x2~maxpool~flatten~linear.o3"
LAYERS = ("relu1", "add1", "pool1", "fc1")


def test_every_stop_is_that_of_the_layer_alone():
    network = load(NAME)
    given = network_input(network, sample("chelsea"))
    stops = layer_statistics(network, given.values, LAYERS)
    assert [stop.layer for stop in stops] == list(LAYERS)
    for stop in stops:
        maps = feature_maps(network, given.values, stop.layer)
        assert stop.active == pytest.approx((maps > 0).mean())
        assert stop.shape == (maps.shape if len(stop.shape) == 3 else (len(maps),))


def test_the_way_is_walked_once():
    network = load(NAME)
    given = network_input(network, sample("chelsea"))
    assert layer_statistics(network, given.values, LAYERS) is layer_statistics(network, given.values, LAYERS)


@pytest.mark.parametrize("name", ["bundled/resnet20", "bundled/vgg"])
def test_shares_are_those_of_hooks_on_torchs_own_modules(name):
    network = load(name)
    given = network_input(network, sample("coffee"))
    layers = tuple(node.name for node in network.graph if node.layer.family in ("activation", "pooling", "linear"))
    hooked, handles = {}, []
    for layer in layers:
        module = network.module.get_submodule(layer)
        handles.append(module.register_forward_hook(lambda _module, _inputs, output, layer=layer: hooked.update(
            {layer: (tuple(output.shape[1:]), float((output > 0).double().mean()))})))
    try:
        with torch.inference_mode():
            network.module(torch.tensor(given.values)[None])
    finally:
        for handle in handles:
            handle.remove()
    found = layer_statistics(network, given.values, layers)
    assert [one.layer for one in found] == list(layers)
    for one in found:
        assert one.shape == hooked[one.layer][0]
        assert one.active == pytest.approx(hooked[one.layer][1], abs=1e-3)


def test_behind_a_sigmoid_everything_is_active_and_behind_a_cut_nothing():
    network = load("stack/3x8x8/conv.o4~sigmoid~relu~dropout")
    values = network_input(network, sample("coffee")).values
    assert [one.active for one in layer_statistics(network, values, ("sigmoid1", "relu1", "drop1"))] == [1, 1, 1]


def test_layers_come_in_the_networks_order_whatever_order_they_are_asked_for_in():
    network = load(NAME)
    given = network_input(network, sample("chelsea"))
    assert [stop.layer for stop in layer_statistics(network, given.values, LAYERS[::-1])] == list(LAYERS)
