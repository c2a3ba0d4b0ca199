"""*Why this class?* under AppTest: the class that is asked about, and the networks that can be asked."""

from __future__ import annotations

import sys

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

from explorer.figures.attribution import reach
from explorer.images import sample
from explorer.networks import catalogue, load, weights
from explorer.networks.attribution import METHODS
from explorer.networks.catalogue import PACKAGE_NETWORK
from explorer.networks.inference.network_input import network_input
from explorer.networks.inference.predictions import scores
from pages.attribution.state import FIRST
from tests.pages.attribution.why_page import STACK, asking, at_page, direct, likeliest, maps, rows
from tests.pages.page import ROOT, checked, opened_page, param, pick, text_of, widget

HEADLESS = "stack/3x24x24/conv.o6.p1~relu"


def test_the_page_opens_with_three_maps_of_the_likeliest_class():
    at = at_page()
    assert asking(at).methods == FIRST
    shown = maps(at)
    for name in FIRST:
        values = direct(name, likeliest()).values
        found = shown[METHODS[name].title]
        assert (found["map"], found["high"]) == ([24, 24], pytest.approx(reach(values)))
    assert f"Why Output {likeliest() + 1}?" in text_of(at)


def test_without_a_link_a_network_that_knows_photos_says_why_it_sees_a_cat():
    at = opened_page("attribution")
    assert param(at, "network") == PACKAGE_NETWORK
    assert "Why Egyptian cat?" in text_of(at)
    assert (rows(at)["chosen"], rows(at)["rows"][0]["name"]) == (0, "Egyptian cat")  # as the package's weights say
    assert maps(at)["Grad-CAM"]["map"] == [224, 224]


def test_where_the_package_is_missing_the_bundled_network_says_why(monkeypatch):
    monkeypatch.setattr(sys.modules["explorer.networks.catalogue"], "find_spec", lambda _name: None)
    at = opened_page("attribution")
    assert (param(at, "network"), param(at, "side")) == ("bundled/resnet20", "128")
    assert "Why cat?" in text_of(at)


def test_a_reader_of_korean_finds_a_class_by_either_of_its_names():
    at = AppTest.from_file(ROOT / "pages" / "main.py", default_timeout=120)
    at.query_params["lang"] = "ko"
    at.run()
    at.query_params["network"] = "bundled/resnet20"
    at = checked(at.switch_page("attribution/page.py").run())
    assert rows(at)["rows"][0]["name"] == "고양이 (cat)"
    assert widget(at, "selectbox", "why_class").options[-1] == "트럭 (truck)"


def test_a_click_on_a_class_asks_for_it():
    at = at_page()
    name = rows(at)["rows"][2]["name"]
    at = pick(at, "why_classes", 2)
    assert f"Why {name}?" in text_of(at)
    assert param(at, "class") == str(int(name.removeprefix("Output ")) - 1)
    assert widget(at, "selectbox", "why_class").value == asking(at).target


def test_any_class_can_be_asked_for_by_name():
    at = at_page()
    last = int(np.argmin(scores(load(STACK), network_input(load(STACK), sample("chelsea")).values)))
    at = checked(widget(at, "selectbox", "why_class").set_value(last).run())
    assert f"Why Output {last + 1}?" in text_of(at)
    assert rows(at)["rows"][rows(at)["chosen"]]["name"] == f"Output {last + 1}"
    assert len(rows(at)["rows"]) == 6


@pytest.mark.parametrize("network", ["rubbish", "torchvision/nothing", "stack/3x24x24/conv.k99", "stack/16/linear.o4"])
def test_a_network_that_cannot_be_opened_is_named_and_another_can_be_chosen(network):
    at = at_page(network)
    assert at.error
    at = checked(at.selectbox(key="why_network").set_value("bundled/resnet20").run())
    assert not at.error
    assert "Why cat?" in text_of(at)


def test_a_network_without_maps_opens_without_grad_cam():
    at = at_page("stack/3x24x24/flatten~linear.o5~relu~linear.o3")
    assert asking(at).methods == FIRST[1:]
    assert param(at, "methods") is None


def test_a_network_without_classes_says_what_to_do():
    at = at_page(HEADLESS)
    assert "no class to explain" in text_of(at)
    assert "linear layer" in text_of(at)
    assert param(at, "network") == HEADLESS


def test_missing_weights_are_offered_and_random_ones_open(monkeypatch, tmp_path):
    monkeypatch.setattr(weights, "folder", lambda: tmp_path)
    at = at_page("torchvision/squeezenet1_1", methods="saliency")
    assert "4.96 MB" in text_of(at)
    at = checked(at.button(key="why_get_random").click().run())
    assert param(at, "weights") == "random"
    assert "Random weights" in maps(at)["Saliency"]["facts"]


def test_another_network_asks_for_its_own_class():
    at = at_page(**{"class": 7}, layer="relu1")
    other = next(entry.name for entry in catalogue() if entry.kind == "bundled")
    at = checked(at.selectbox(key="why_network").set_value(other).run())
    assert (asking(at).target, asking(at).layer, param(at, "class")) == (None, "", None)


@pytest.mark.parametrize("name", [entry.name for entry in catalogue() if entry.kind in ("stack", "bundled")])
def test_every_listed_network_that_needs_no_download_opens(name):
    at = at_page(name)
    assert not at.error


def test_the_device_is_named():
    assert "Computed on: CPU" in text_of(at_page())
