"""What the pages that open a network share: the choice in the link, another network, and the mark on all pictures."""

from __future__ import annotations

import json
import sys

import pytest

from explorer.networks.pretrained import BUNDLED
from pages.ui.pickers.network_page import Choice, choice_of, link_of, renewed
from tests.pages.page import checked, headers, opened_page, param, text_of

PAGES = [("feature_maps", "fm"), ("receptive_fields", "rf"), ("attribution", "why")]
VGG = "torchvision/vgg11"


@pytest.mark.parametrize("choice", [Choice(VGG), Choice(VGG, "random"), Choice(VGG, side=96), Choice("a", "own", 320)])
def test_a_link_brings_back_the_choice_it_was_made_of(choice):
    assert Choice(**choice_of(link_of(choice), Choice("another", side=128))) == choice


def test_a_link_leaves_out_what_is_the_networks_own():
    assert link_of(Choice(VGG)) == {"network": VGG}


@pytest.mark.parametrize(("link", "side"), [({}, 128), ({"network": "bundled/resnet20"}, 0)])
def test_only_without_a_network_in_the_link_a_small_one_opens_large(link, side):
    assert choice_of(link, Choice("bundled/resnet20", side=128))["side"] == side


def test_another_network_comes_with_its_own_weights_and_side_and_all_afresh():
    changes = renewed(Choice(VGG, "random", 288), {"network": "bundled/vgg"}, layer="")
    assert changes == {"network": "bundled/vgg", "weights": "DEFAULT", "side": 128, "layer": ""}


@pytest.mark.parametrize("changes", [{"layer": "conv2"}, {"network": VGG, "side": 64}])
def test_the_same_network_keeps_the_rest(changes):
    assert renewed(Choice(VGG, "random", 288), changes, layer="") == changes


def test_what_is_asked_for_beside_another_network_is_done():
    assert renewed(Choice(VGG), {"network": "bundled/vgg", "layer": "relu1"}, layer="")["layer"] == "relu1"


@pytest.mark.parametrize(("page", "key"), PAGES)
def test_every_page_names_a_readers_own_weights_at_its_pictures(page, key):
    at = opened_page(page, network="bundled/resnet20")
    at.session_state[f"{key}_options"] = True
    at.run()
    at.file_uploader[0].upload("mine_*.safetensors", (BUNDLED / "resnet20.safetensors").read_bytes(), "")
    shown = [json.dumps(one).lower() for one in headers(checked(at.run()))]
    assert param(at, "weights") == "own"
    assert any("weights: mine_*.safetensors" in one for one in shown)


@pytest.mark.parametrize(("page", "key"), PAGES)
def test_every_page_opens_old_links_with_the_network_that_they_name(page, key):
    at = opened_page(page, network="bundled/vgg", side=64)
    found = at.session_state[f"{key}_state"].now
    assert (found.network, found.side) == ("bundled/vgg", 64)
    assert (param(at, "network"), param(at, "side")) == ("bundled/vgg", "64")


def test_a_link_to_a_network_whose_package_is_missing_says_what_to_install(monkeypatch):
    name = sys.modules["explorer.networks.catalogue"]
    monkeypatch.setattr(name, "find_spec", lambda _name: None)
    monkeypatch.setattr(sys.modules["explorer.networks.network"]._cache, "get", lambda _key, make: make())
    at = opened_page("receptive_fields", network=name.PACKAGE_NETWORK)
    assert name.PACKAGE in text_of(at)
