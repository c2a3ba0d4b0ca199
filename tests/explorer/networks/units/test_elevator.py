"""What is shown at each floor: maps by one pass each, best channels by numpy, boxes of patches by fields."""

from __future__ import annotations

import numpy as np
import pytest

from explorer import networks
from explorer.errors import NetworkError
from explorer.images import sample
from explorer.networks.units import elevator

NAME = "stack/3x32x32/conv.o12.p1~relu~maxpool~conv.o16.p1~relu~gap~flatten~linear.o8"


@pytest.fixture(scope="module")
def cat():
    network = networks.load(NAME)
    shown = networks.network_input(network, sample("chelsea"))
    return network, shown, networks.elevator(network, shown)


def test_it_goes_from_the_picture_to_the_classes(cat):
    network, shown, views = cat
    assert (views[0].floor.layer, views[-1].floor.layer) == ("input", network.graph.output)
    np.testing.assert_array_equal(views[0].maps, shown.values)
    assert views[-1].chosen == networks.scores(network, shown.values).argmax()
    assert views[0].patches == ()


def test_maps_are_those_of_the_layer_and_the_strongest_come_first(cat):
    network, shown, views = cat
    for view in views[1:]:
        whole = networks.feature_maps(network, shown.values, view.floor.layer)
        np.testing.assert_allclose(view.maps, whole[list(view.channels)], rtol=1e-4, atol=1e-5)
        tops = view.maps.max(axis=(1, 2))
        assert np.all(np.diff(tops) <= 0)
        assert tops[0] == pytest.approx(float(whole.max()), rel=1e-4)


def test_a_patch_is_as_large_as_the_field_until_it_is_the_picture(cat):
    network, _shown, views = cat
    for view in views[1:]:
        extent = network.receptive_field(view.floor.layer)
        largest = max((max(patch.pixels.shape[:2]) for patch in view.patches), default=0)
        assert largest <= min(32, extent.size if max(view.maps.shape[1:]) > 1 else 32)
        values = [patch.value for patch in view.patches]
        assert values == sorted(values, reverse=True)


def test_a_mean_likes_what_its_map_likes(cat):
    network, shown, views = cat
    means = views[4]
    assert means.maps.shape[1:] == (1, 1)
    same = networks.elevator(network, shown, {"relu2": means.chosen})[3]
    assert [patch.value for patch in means.patches] == [patch.value for patch in same.patches]


def test_of_those_that_answer_most_one_with_a_picture_comes_first(cat, monkeypatch):
    network, shown, views = cat
    layer, order = views[3].floor.layer, views[3].channels
    monkeypatch.setattr(elevator, "dreamed_units", lambda _network, name: (order[2],) if name == layer else ())
    found = networks.elevator(network, shown)
    assert found[3].channels == (order[2], *(one for one in order if one != order[2]))
    assert found[2].channels == views[2].channels
    silent = set(range(16)) - set(order)
    monkeypatch.setattr(elevator, "dreamed_units", lambda _network, _name: tuple(silent))
    assert networks.elevator(network, shown)[3].channels == order


def test_the_reader_chooses_a_channel_and_what_is_not_there_is_passed_over(cat):
    network, shown, views = cat
    layer = views[3].floor.layer
    other = networks.elevator(network, shown, {layer: 7, "fc1": 99, "nowhere": 1})
    assert other[3].chosen == 7
    assert len(set(other[3].channels)) == len(other[3].channels)
    assert other[-1].chosen == views[-1].chosen


def test_the_place_is_where_the_class_map_is_largest(cat):
    network, shown, views = cat
    step = networks.last_step(network, shown.values)
    weights = step.weights[step.scores.argmax()]
    values = np.einsum("c,chw->hw", weights, networks.feature_maps(network, shown.values, "relu2"))
    down, across = networks.surest_place(network, shown, views)
    assert values[int(down * 16), int(across * 16)] == pytest.approx(values.max())


def test_without_means_of_maps_it_is_the_highest_maps_largest_value():
    network = networks.load("stack/3x32x32/conv.o8~relu~maxpool~flatten~linear.o5")
    shown = networks.network_input(network, sample("coffee"))
    views = networks.elevator(network, shown)
    down, across = networks.surest_place(network, shown, views)
    assert views[2].maps[0][int(down * 15), int(across * 15)] == views[2].maps[0].max()


def test_a_network_that_says_where_things_are_is_refused_in_a_sentence():
    network = networks.load("bundled/detect")
    with pytest.raises(NetworkError, match="Choose"):
        networks.elevator(network, networks.network_input(network, sample("chelsea")))
