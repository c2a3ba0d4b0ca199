"""*Feature maps* under AppTest: what the reader does, and what the page makes of it."""

from __future__ import annotations

import json
from urllib.parse import urlsplit

import numpy as np
import pytest

from explorer.images import sample
from explorer.networks import catalogue, feature_maps, load
from explorer.networks.catalogue import PACKAGE_NETWORK
from pages.feature_maps.components import Boxes
from pages.feature_maps.state import telling
from tests.pages.feature_maps.maps_page import STACK, at_page, blocks, guesses_of, looking
from tests.pages.page import checked, opened_page, param, pick, text_of, widget


@pytest.fixture
def opened():
    """Return a function that opens the page with a link's parameters."""
    return at_page


def test_a_network_of_two_convolutions_opens_at_the_second(opened):
    at = opened()
    assert looking(at).layer == param(at, "layer") == "relu2"
    assert (blocks(at)["sheet"]["count"], blocks(at)["sheet"]["size"]) == (8, [12, 12])


def test_without_a_link_a_network_that_knows_photos_opens_at_maps_to_look_at():
    at = opened_page("feature_maps")
    assert param(at, "network") == looking(at).network == PACKAGE_NETWORK
    sheet = blocks(at)["sheet"]
    assert (sheet["count"], sheet["size"], sheet["signed"]) == (32, [112, 112], False)
    maps = feature_maps(load(PACKAGE_NETWORK), sample("chelsea").pixels, looking(at).layer)
    assert sheet["selected"] == looking(at).channel == telling(maps) != 0
    assert guesses_of(at)[0]["name"] == "Egyptian cat"


def test_a_link_opens_layer_channel_and_photo(opened):
    at = opened(layer="relu1", channel=4, fm_photo="Cup of coffee")
    assert (looking(at).layer, looking(at).channel) == ("relu1", 4)
    expected = feature_maps(load(STACK), sample("coffee").pixels, "relu1")[4]
    large = blocks(at)["large"]
    assert large["map"] == [24, 24]
    assert large["facts"].startswith(f"max {expected.max():.3g} ")


@pytest.mark.parametrize("link", [{"layer": "nothing"}, {"channel": "99"}, {"channel": "-1"}, {"channel": "1e3"},
                                  {"layer": "<b>"}, {"side": "x"}])
def test_what_the_network_does_not_have_is_replaced(opened, link):
    at = opened(**link)
    assert (looking(at).layer, looking(at).channel) == ("relu2", 0)


@pytest.mark.parametrize("network", ["rubbish", "torchvision/nothing", "stack/3x24x24/conv.o9999999", "job/1",
                                     "stack/3x24x24/conv.k99", "stack/16/linear.o4", "stack/2x40/conv1d.o4",
                                     "stack/3x24x24/"])
def test_a_network_that_cannot_be_opened_is_named_and_another_can_be_chosen(opened, network):
    at = opened(network)
    assert at.error
    other = next(entry.name for entry in catalogue() if entry.kind == "stack")
    checked(at.selectbox(key="fm_network").set_value(other).run())
    assert not at.error
    assert looking(at).network == other


def test_a_click_in_the_strip_opens_the_last_layer_of_a_step(opened):
    at = pick(opened(), "fm_strip", "relu1")
    assert looking(at).layer == "relu1"
    assert blocks(at)["sheet"]["count"] == 6


def test_the_film_goes_from_the_photo_to_the_class(opened):
    at = opened()
    steps = ["input", "relu1", "pool1", "relu2", "fc1"]
    for step in steps:
        at = checked(widget(at, "select_slider", "fm_step").set_value(step).run())
        assert looking(at).layer == step
    assert blocks(at)["sheet"]["count"] == 10


def test_every_layer_of_a_step_can_be_opened(opened):
    at = opened(layer="relu1")
    assert at.selectbox(key="fm_layer").options == ["conv1", "bn1", "relu1"]
    at = checked(at.selectbox(key="fm_layer").set_value("conv1").run())
    assert blocks(at)["sheet"]["signed"]


def test_a_click_on_a_map_shows_it_large(opened):
    at = pick(opened(), "fm_sheet", 5)
    assert blocks(at)["large"]["title"].startswith("Map 6")
    assert param(at, "channel") == "5"


def test_a_clicked_cell_shows_on_the_photo_what_its_unit_sees(opened):
    at = pick(opened(layer="conv1"), "fm_large", 5 * 24 + 7)
    assert blocks(at)["large"]["cell"] == [5, 7]
    assert blocks(at)["photo"]["field"] == [4, 6, 7, 9]  # 3 x 3 around row 5, column 7


def test_another_layer_forgets_the_cell_and_switches_the_channel_on(opened):
    at = pick(opened(layer="conv1"), "fm_large", 3)
    checked(at.toggle(key="fm_off").set_value(True).run())
    at = pick(at, "fm_strip", "pool1")
    assert (looking(at).cell, looking(at).off) == (None, False)


def test_sorting_by_mean_puts_the_largest_mean_first(opened):
    at = checked(opened().selectbox(key="fm_order").set_value("mean").run())
    means = feature_maps(load(STACK), sample("chelsea").pixels, "relu2").mean(axis=(1, 2))
    assert blocks(at)["sheet"]["order"] == np.argsort(-means, kind="stable").tolist()


def test_a_painted_patch_is_what_the_network_gets(opened):
    at = pick(opened(), "fm_seen", "0,0,12,12")
    assert looking(at).patch == (0, 0, 12, 12)
    assert blocks(at)["photo"]["patch"] == [0, 0, 12, 12]
    at = pick(at, "fm_seen", "none")
    assert blocks(at)["photo"]["patch"] is None


@pytest.mark.parametrize("text", ["", "none ", "0,0,0,5", "0,0,25,5", "5,0,2,5", "-1,0,2,5", "1,2,3", "a,b,c,d", 7,
                                  None, "0,0,99999999999999999999999999999999999999,1", ["0,0,1,1"]])
def test_what_is_no_part_of_the_photo_is_not_one(text):
    assert text not in Boxes(24, 24)


@pytest.mark.parametrize("text", ["none", "0,0,24,24", "3,4,5,6"])
def test_parts_of_the_photo_are(text):
    assert text in Boxes(24, 24)


def test_random_weights_are_marked_on_every_picture(opened):
    at = opened()
    assert "random weights" in json.dumps(blocks(at)["sheet"]["words"])
    assert "random weights" in blocks(at)["large"]["title"]


def test_a_stack_without_classes_says_so(opened):
    assert "no classes" in text_of(opened())


def test_the_device_is_named(opened):
    assert "CPU" in text_of(opened())


def test_the_input_names_no_device_since_nothing_is_computed(opened):
    told = text_of(opened(layer="input"))
    assert "nothing is computed" in told
    assert "Computed on" not in told


def test_another_network_starts_afresh(opened):
    at = pick(opened(layer="relu1", channel=4), "fm_seen", "0,0,12,12")
    other = next(entry.name for entry in catalogue() if entry.kind == "stack")
    at = checked(at.selectbox(key="fm_network").set_value(other).run())
    assert (looking(at).channel, looking(at).patch) == (0, None)
    assert param(at, "network") == other


def test_the_link_names_no_host(opened):
    assert urlsplit(param(opened(), "network")).netloc == ""


def test_a_link_without_a_side_means_the_networks_own(opened):
    assert looking(opened(weights="random", network="torchvision/squeezenet1_1")).side == 0


@pytest.mark.parametrize("link", [{"side": 1}, {"side": 99999}, {"weights": "rubbish"}])
def test_sizes_and_weights_that_cannot_be_are_named(opened, link):
    at = opened("torchvision/squeezenet1_1", **{"weights": "random"} | link)
    assert len(at.error) == 1


@pytest.mark.parametrize("name", [entry.name for entry in catalogue() if entry.kind == "stack"])
def test_every_listed_stack_opens(opened, name):
    at = opened(name)
    assert not at.error
    assert {"sheet", "large", "photo"} <= blocks(at).keys()


def test_a_trained_network_sees_the_cat_and_something_else_without_a_channel(opened):
    at = opened("bundled/resnet20", layer="layer1.2.relu_1")
    before = guesses_of(at)
    at = checked(at.toggle(key="fm_off").set_value(True).run())
    after = guesses_of(at)
    assert before[0]["name"] == "cat"
    stood = {row["name"]: row["share"] for row in before}
    assert all(row["before"] == pytest.approx(stood[row["name"]]) for row in after if row["name"] in stood)
    assert [row["share"] for row in after] != [row["share"] for row in before]
    assert "random weights" not in json.dumps(blocks(at))
