import pytest

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
