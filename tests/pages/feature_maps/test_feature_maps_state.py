"""The link of *Feature maps*, and what of it a network has, without the page."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, strategies as st

from pages.feature_maps.state import (
    MOST_FIRST,
    TELLING,
    MapChoice,
    MapCodec,
    first_look,
    first_maps,
    fitting,
    read_box,
    telling,
)
from pages.ui.pickers.network import first_layer, opened
from tests.pages.links import RUBBISH, brought_back, hostile, nearest

NETWORK = "stack/3x16x16/conv.o4.p1~relu~maxpool~conv.o6~flatten~linear.o5"
CODEC, FIRST = MapCodec(), MapChoice("bundled/resnet20", side=128)
NUMBERS, NAMES = st.integers(0, 99_999), st.text(min_size=1, max_size=30)
CHOICES = st.builds(MapChoice, NAMES, st.sampled_from(["DEFAULT", "random"]), NUMBERS, layer=NAMES, channel=NUMBERS)


@pytest.fixture(scope="module")
def small():
    return opened(NETWORK, "random")


@given(CHOICES, NAMES, NAMES)
def test_a_link_brings_back_the_choice_it_was_made_of(choice, network, layer):
    assert brought_back(CODEC, choice, FIRST) == choice
    comparing = replace(choice, comparing=True, compared=network, compared_layer=layer)
    assert brought_back(CODEC, comparing, FIRST) == comparing


@given(hostile(CODEC.names, channel=["3"], compared=["bundled/vgg"]))
def test_any_link_leads_to_something_near_it(link):
    nearest(CODEC, link, FIRST)


@given(st.tuples(NUMBERS, NUMBERS, NUMBERS, NUMBERS))
def test_a_part_of_the_photo_is_four_numbers(box):
    assert read_box(",".join(map(str, box))) == box


@pytest.mark.parametrize("text", [*RUBBISH, "1,2,3", "1,2,3,-4", "1,2,3,4,5", None, 7, ["1,2,3,4"]])
def test_or_none(text):
    assert read_box(text) is None


@pytest.mark.parametrize(("fields", "gone"), [
    ({"network": "other"}, {"layer", "channel", "cell", "patch", "off", "side"}),
    ({"side": 96}, {"cell", "patch"}), ({"layer": "conv2"}, {"channel", "cell", "off"}), ({"channel": 9}, {"off"}),
    ({"cell": 3}, set())])
def test_what_no_longer_fits_goes_with_a_change(fields, gone):
    choice = MapChoice("a", layer="conv1", channel=2, cell=1, patch=(0, 0, 2, 2), off=True)
    after = CODEC.changed(choice, fields)
    fresh = MapChoice("a")
    kept = {"layer", "channel", "cell", "patch", "off"} - gone - set(fields)
    assert all(getattr(after, name) == getattr(choice, name) for name in kept)
    assert all(getattr(after, name) == getattr(fresh, name) for name in gone - {"side"})


def test_what_the_network_does_not_have_is_replaced(small):
    choice = MapChoice(NETWORK, layer="nobody", channel=99, cell=7, patch=(0, 0, 99, 99))
    fitted = fitting(choice, small)
    assert (fitted.layer, fitted.channel, fitted.cell, fitted.patch) == (first_layer(small), 0, None, None)
    assert fitting(fitted, small) == fitted


def test_what_it_has_stays(small):
    choice = MapChoice(NETWORK, layer="conv1", channel=3, cell=255, patch=(0, 0, 16, 16), off=True)
    assert fitting(choice, small) == choice


@pytest.mark.parametrize(("maps", "number"), [
    ([[1, 1, 1, 1], [0, 0, 4, 0], [2, 2, 2, 2]], 1), ([[0, 0, 0, 1], [0, 0, 4, 4], [9, 9, 0, 0]], 2),
    ([[0, 0, 0, 0], [0, 0, 0, 0]], 0), ([[0, 0, -8, 0], [1, 1, 1, 7]], 0), ([[float("nan"), 0, 1, 0], [1, 1, 1, 1]], 0),
    ([[float("inf"), 0, 0, 0], [0, 0, 0, 1]], 0)])
def test_the_map_that_tells_most_answers_loudly_at_few_places(maps, number):
    assert telling(np.array(maps, np.float32).reshape(-1, 2, 2)) == number


@given(st.integers(0, 7), st.integers(0, 2**31))
def test_a_single_bright_spot_among_noise_is_found(place, seed):
    maps = np.random.default_rng(seed).uniform(0, 1, (8, 10, 10)).astype(np.float32)
    maps[place] = 0
    maps[place, 3, 4] = 2
    assert telling(maps) == place


@pytest.mark.parametrize(("network", "layer"), [
    ("package/efficientnet_lite0", "stage1.0.depthwise.relu6"), ("bundled/resnet20", "layer2.2.relu_1"),
    ("bundled/vgg", "features.22"), (NETWORK, "conv2"), ("stack/3x8x8/flatten~linear.o4", "fc1"),
    ("stack/3x16x16/conv.o70~relu~conv.o70~bn", "bn1")])
def test_a_network_is_opened_at_maps_that_answer_and_fit_into_one_look(network, layer):
    found = opened(network, "random" if network.startswith("stack") else "DEFAULT")
    assert first_maps(found) == layer
    if network.startswith("package"):
        assert found.report[layer].output_shape[0] <= MOST_FIRST


@pytest.mark.parametrize(("link", "channel"), [
    ({}, TELLING), ({"view": "deeper"}, TELLING), ({"channel": "3"}, 3), ({"network": "bundled/vgg"}, 0),
    ({"network": "bundled/vgg", "channel": "7"}, 7)])
def test_only_who_comes_without_a_link_is_shown_the_map_that_tells_most(link, channel):
    first = first_look(network="bundled/resnet20", side=128)
    found, _problems = CODEC.read(link, first)
    assert found.channel == channel
    assert "channel" not in CODEC.write(first)


MAPS = st.integers(0, 2**31).map(lambda seed: np.random.default_rng(seed).gamma(0.3, size=(6, 5, 7)).astype(np.float32))


@given(MAPS, st.floats(0.01, 100), st.permutations(range(6)))
def test_which_map_tells_most_depends_neither_on_its_number_nor_on_the_scale(maps, scale, order):
    found = telling(maps)
    assert telling(maps * np.float32(scale)) == found == telling(-maps)
    assert order[telling(maps[order])] == found


@given(MAPS)
def test_it_rises_at_least_half_as_high_as_the_highest(maps):
    assert maps[telling(maps)].max() >= maps.max() / 2


@pytest.mark.parametrize("shape", [(1, 1, 1), (5, 1, 1), (10,)])
def test_layers_without_places_have_one_too(shape):
    values = np.arange(np.prod(shape), dtype=np.float32).reshape(shape)
    assert 0 <= telling(values) < shape[0]
