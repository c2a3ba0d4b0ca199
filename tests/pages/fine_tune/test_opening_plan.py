"""What *Fine-tune* opens with, and which network goes with which pictures."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pages.fine_tune import state
from pages.fine_tune.state import DATA, NETWORK, PlanCodec, network_for, opening, suited
from tests.pages.fine_tune.test_fine_tune import plan, told
from tests.pages.jobs.jobs_page import Desk, price, seat
from tests.pages.page import checked, opened_page

LITE = "package/efficientnet_lite0"
CODEC, FIRST = PlanCodec(), opening()


@pytest.fixture
def desk(tmp_path, monkeypatch):
    price(monkeypatch)
    return seat(Desk(tmp_path), monkeypatch)


def test_the_page_opens_with_photos_and_a_network_that_knows_photos(desk):
    at = opened_page("fine_tune")
    assert (plan(at).data, plan(at).network, plan(at).side) == ("pieces", LITE, 224)
    assert (plan(at).how, plan(at).weights) == ("head", "DEFAULT")
    assert "96 pictures of 4 classes" in told(at)
    checked(at.button(key="ft_start").click().run())
    assert desk.asked == [("submit", f"{plan(at).epochs} epochs of 96 pictures for ada")]


def test_other_pictures_bring_the_network_that_suits_them_unless_the_reader_chose_one(desk):
    at = opened_page("fine_tune")
    checked(at.pills(key="ft_data").set_value("digits").run())
    assert (plan(at).network, plan(at).side) == ("bundled/resnet20", 32)
    at = opened_page("fine_tune", data="pieces", network="bundled/vgg")
    checked(at.pills(key="ft_data").set_value("digits").run())
    assert plan(at).network == "bundled/vgg"
    assert desk.known == {}


def test_without_a_link_the_page_opens_with_its_own_plan():
    assert CODEC.read({}, FIRST) == (FIRST, ())
    assert CODEC.read(CODEC.write(FIRST), suited(DATA, NETWORK)) == (FIRST, ())


@pytest.mark.parametrize("link", [{"how": "head"}, {"epochs": "3"}, {"data": "digits"}, {"network": NETWORK}])
def test_a_link_that_leaves_things_out_means_what_it_meant_before(link):
    found, problems = CODEC.read(link, FIRST)
    assert (found.data, found.network, found.side) == ("digits", "bundled/resnet20", 32)
    assert problems == ()


@pytest.mark.parametrize(("data", "network"), [
    ("pieces", LITE), ("flowers102", LITE), ("oxford_pets", LITE), ("upload/1", LITE), ("digits", NETWORK),
    ("cifar10", NETWORK), ("mnist", NETWORK), ("shapes", NETWORK), ("scenes/detect", "bundled/detect")])
def test_photos_go_with_a_network_that_knows_photos_and_small_pictures_with_a_small_one(data, network):
    assert network_for(data) == network


def test_where_the_package_is_missing_the_page_opens_with_a_network_of_the_apps_own(monkeypatch):
    monkeypatch.setattr(state, "first_network", lambda: NETWORK)
    found = opening()
    assert (found.data, found.network, found.side) == ("pieces", NETWORK, 32)
    assert replace(found, title="x").how == "head"
