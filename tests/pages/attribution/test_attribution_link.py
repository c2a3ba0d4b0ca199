"""The link of *Why this class?*: what it opens, what is checked in it, and what it leaves out."""

from __future__ import annotations

import pytest

from explorer.figures.attribution import reach
from explorer.images import sample
from explorer.networks import load
from explorer.networks.attribution import METHODS, Request, attribute
from explorer.networks.inference.network_input import network_input
from pages.attribution.state import FIRST, read_methods, read_option, read_options
from tests.pages.attribution.why_page import STACK, asking, at_page, maps
from tests.pages.page import checked, param, text_of


def test_a_link_opens_class_methods_options_layer_and_photo():
    at = at_page(methods="grad_cam,occlusion", options="occlusion.window:8,occlusion.stride:8", layer="relu1",
                why_photo="Cup of coffee", **{"class": 3})
    now = asking(at)
    assert (now.target, now.methods, now.layer) == (3, ("grad_cam", "occlusion"), "relu1")
    assert now.options == {"occlusion.window": "8", "occlusion.stride": "8"}
    assert "network: 10," in text_of(at)  # 3 x 3 windows and the photo as it is
    given = network_input(load(STACK), sample("coffee")).values
    values = attribute(load(STACK), given, Request(method="grad_cam", target=3, layer="relu1")).values
    assert maps(at)["Grad-CAM"]["high"] == pytest.approx(reach(values))


@pytest.mark.parametrize("link", [{"class": 10}, {"class": -1}, {"class": "x"}, {"class": "1e3"},
                                  {"methods": "rubbish"}, {"methods": ",,"}, {"options": "occlusion.window:0"},
                                  {"layer": "nothing"}, {"layer": "fc1"}, {"options": "<b>:1,saliency.x:2"}])
def test_what_does_not_exist_is_replaced_by_the_usual(link):
    at = at_page(**link)
    assert (asking(at).target, asking(at).methods, asking(at).layer) == (None, FIRST, "")
    assert not at.error


@pytest.mark.parametrize(("text", "methods"), [
    ("", ()), ("occlusion", ("occlusion",)), ("saliency,saliency", ("saliency",)),
    (",".join(METHODS), tuple(METHODS)[:4]), ("x" * 5000, ())])
def test_methods_of_a_link_are_checked(text, methods):
    assert read_methods(text) == methods


@pytest.mark.parametrize(("text", "value"), [(None, 32), ("7", 7), ("7.0", 7), ("7.5", 32), ("0", 32), ("999", 32),
                                             ("nan", 32), ("inf", 32), ("rubbish", 32), ("", 32)])
def test_a_value_that_an_option_does_not_take_is_its_usual_one(text, value):
    window = METHODS["occlusion"].options[0]
    assert read_option(window, text) == value


def test_options_of_a_link_are_those_that_methods_have():
    text = "occlusion.window:8,occlusion.depth:3,rubbish,saliency.window:2,smoothgrad.samples:"
    assert read_options(text) == {"occlusion.window": "8"}


def test_options_are_kept_in_the_link_as_far_as_they_differ_from_the_usual():
    at = at_page(methods="occlusion")
    at.session_state["why_tune_0"] = True
    at = checked(at.run())
    usual = at.number_input(key="why_occlusion_window").value
    at = checked(at.number_input(key="why_occlusion_window").set_value(8).run())
    assert param(at, "options") == "occlusion.window:8"
    at = checked(at.number_input(key="why_occlusion_window").set_value(usual).run())
    assert param(at, "options") is None
