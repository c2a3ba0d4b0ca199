"""The link of *Feature maps*, and what of it a network has, without the page."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, strategies as st

from pages.feature_maps.state import MapChoice, MapCodec, fitting, read_box
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
