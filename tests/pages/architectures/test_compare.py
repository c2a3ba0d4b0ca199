"""The part *Compare*: which networks a link names, their numbers beside each other, and the charts of all."""

from __future__ import annotations

import json
import re

import pytest

from explorer.figures import CostBar
from explorer.figures.colours import rgb
from explorer.milestones import classifier, classifiers, comparable, points
from pages.architectures.compare import (
    SHADES,
    _accuracy,
    _beside,
    _hover,
    _part,
    _spoken,
    read_names,
    with_choice,
)
from pages.architectures.state import Tour, TourCodec
from tests.pages.links import brought_back
from tests.pages.page import opened_page, param, text_of, widget


@pytest.mark.parametrize(("text", "names"), [
    ("resnet50.vgg16", ("resnet50", "vgg16")), ("", ()), ("nothing.vgg16.vgg16", ("vgg16",)),
    ("lenet5.xception.zfnet.nin.mlp", ("lenet5", "xception", "zfnet", "nin")), ("<b>.__class__", ())])
def test_networks_of_a_link_are_read_once_each_and_four_at_most(text, names):
    assert read_names(text) == names


@pytest.mark.parametrize("value", [Tour(view="compare", beside="resnet50.vgg16", recipes="all"),
                                   Tour(view="compare", beside=".".join(sorted(classifiers(), key=len)[-4:]))])
def test_a_link_brings_the_networks_back(value):
    assert brought_back(TourCodec(), value, Tour()) == value


@pytest.mark.parametrize(("names", "slot", "chosen", "link"), [
    ((), 0, "vgg16", "vgg16"), ((), 3, "vgg16", "vgg16"), (("vgg16",), 0, "", ""),
    (("vgg16", "alexnet"), 0, "alexnet", "alexnet"), (("a", "b", "c", "d"), 2, "", "a.b.d"),
    (("a", "b"), 1, "c", "a.c"), (("a", "b"), 2, "c", "a.b.c")])
def test_a_choice_takes_the_place_of_another(names, slot, chosen, link):
    assert with_choice(names, slot, chosen) == link


def test_every_network_can_be_compared():
    assert len(comparable()) == len(set(comparable())) > len(classifiers()) == 80
    assert all(classifier(name).title for name in comparable())


def cells(at):
    html = next(part.proto.body for part in at.main if part.type == "html" and "totals" in part.proto.body)
    return [re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row) for row in re.findall(r"<tr>(.*?)</tr>", html)]


def chart(at, key):
    return next(json.loads(part.proto.spec) for part in at.main if part.type == "plotly_chart" and key in part.proto.id)


def test_the_page_sets_the_papers_numbers_beside_each_other():
    """Torchvision's metadata: AlexNet 61,100,840 parameters and 0.714 GMAC, VGG-16 138,357,544 and 15.47."""
    at = opened_page("architectures", view="compare", beside="alexnet.vgg16.lenet5")
    head, params, macs, depth, field, first, newest = cells(at)
    assert head == ["In all", "AlexNet", "VGG-16", "LeNet-5"]
    assert params[1:] == ["61.10 M", "138.36 M (2.26 ×)", "61,706 (1/990)"]
    assert macs[1:3] == ["714.19 M", "15.470 G (21.7 ×)"]
    assert (depth[1:], field[1:3]) == (["8", "16", "5"], ["195 px", "212 px"])
    assert first[1:] == ["56.5 %", "71.6 %", "–"] and newest[3] == "–"
    ringed = chart(at, "ar_trade_gmacs")["data"][-1]
    assert ringed["text"] == ["<b>AlexNet</b>", "<b>VGG-16</b>"]
    assert sum(len(line["x"]) for line in chart(at, "ar_trade_params")["data"][1:-1]) == 80

    widget(at, "button_group", "ar_recipes").set_value("all").run()
    assert param(at, "recipes") == "all"
    assert sum(len(line["x"]) for line in chart(at, "ar_trade_params")["data"][1:-1]) == 114
    widget(at, "button_group", "ar_recipes").set_value("newest").run()
    assert chart(at, "ar_trade_gmacs")["data"][-1]["text"] == ["<b>AlexNet</b>", "<b>VGG-16</b>"]
    widget(at, "selectbox", "ar_beside_0").set_value("resnet50").run()
    assert param(at, "beside") == "resnet50.vgg16.lenet5"
    widget(at, "selectbox", "ar_beside_1").set_value("").run()
    widget(at, "selectbox", "ar_beside_1").set_value("").run()
    assert param(at, "beside") == "resnet50"
    assert [row[1] for row in cells(at)][:2] == ["ResNet-50", "25.56 M"]
    widget(at, "selectbox", "ar_beside_0").set_value("").run()
    assert "Choose two to four networks." in text_of(at)


def test_what_is_said_of_a_point_names_weights_pictures_and_costs():
    known = {(point.classifier.name, point.trained.name): point for point in points("all")}
    plain, more = known["resnet50", "IMAGENET1K_V2"], known["vit_b_16", "IMAGENET1K_SWAG_E2E_V1"]
    assert _hover(plain) == ("<b>ResNet-50</b> (IMAGENET1K_V2)<br>80.9 % right, pictures of 224 px<br>"
                             "4.089 G multiply-adds, 25.56 M parameters")
    assert "pictures of 384 px" in _hover(more) and _hover(more).endswith("learned from more pictures than ImageNet’s")


def test_bars_are_told_in_shares_that_add_up_to_all():
    """Of VGG-16's 138,357,544 parameters 123,642,856 lie in its three linear layers: 89.4 %."""
    vgg = classifier("vgg16")
    parts = tuple(_part(part, params=True) for part in vgg.parts)
    bar = CostBar("VGG-16", parts, "")
    assert _spoken(bar).endswith("head: 89.4 %")
    shares = [float(share) for share in re.findall(r"([\d.]+) %", _spoken(bar))]
    assert sum(shares) == pytest.approx(100, abs=0.3)


def test_parts_grow_darker_where_maps_are_smaller_and_the_head_is_green():
    brightness = [sum(rgb(colour)) for colour in SHADES.values()]
    assert brightness == sorted(brightness, reverse=True)
    places = {part.place for name in comparable() for part in classifier(name).parts}
    assert places - {"head", "other"} <= set(SHADES)
    assert _part(classifier("vgg16").parts[-1], params=True).kind == "linear"


@pytest.mark.parametrize(("value", "first", "text"), [
    (100, 100, "100"), (250, 100, "250 (2.5 ×)"), (25, 100, "25 (1/4)"), (0, 100, "0"), (5_000_000, 0, "5.00 M")])
def test_a_number_is_told_beside_the_first_networks(value, first, text):
    assert _beside(value, first) == text


@pytest.mark.parametrize(("name", "newest", "text"), [
    ("resnet50", False, "76.1 %"), ("resnet50", True, "80.9 %"), ("lenet5", False, "–"), ("alexnet", True, "56.5 %")])
def test_accuracy_is_told_where_it_was_measured(name, newest, text):
    assert _accuracy(classifier(name), newest=newest) == text
