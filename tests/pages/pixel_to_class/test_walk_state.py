"""The link of *From pixel to class*: what it brings back, and what of it a network has, without the page."""

from __future__ import annotations

import pytest

from explorer.graph import analyse, from_text
from pages.pixel_to_class.scene import fitting, maps_shape
from pages.pixel_to_class.state import WalkChoice, WalkCodec

CODEC = WalkCodec()
FIRST = WalkChoice(network="bundled/resnet20", side=64)
REPORT = analyse(from_text("conv.o4.p1~relu~maxpool~flatten~linear.o7"), (3, 8, 8))


@pytest.mark.parametrize("link", [
    {"network": "bundled/vgg"},
    {"network": "bundled/vgg", "class": "3", "layer": "layer1.0.conv1", "at": "3"},
    {"network": "bundled/vgg", "weights": "random", "side": "48", "layer": "input", "at": "2_31_0"},
])
def test_a_link_comes_back_as_it_was(link):
    found, problems = CODEC.read(link, FIRST)
    assert (CODEC.write(found), problems) == (link, ())


def test_without_a_network_the_link_is_of_the_first_one():
    found, _problems = CODEC.read({"at": "1", "layer": "conv1"}, FIRST)
    assert (found.network, found.side, found.at) == ("bundled/resnet20", 64, (1,))


@pytest.mark.parametrize(("name", "text"), [
    ("at", ""), ("at", "1_2"), ("at", "-1"), ("at", "1_2_3_4"), ("at", "999999"), ("at", "١"),
    ("layer", "a/b"), ("layer", "<b>"), ("layer", "x" * 81), ("view", "nowhere")])
def test_what_cannot_be_read_is_said_and_left_as_it_was(name, text):
    found, problems = CODEC.read({"network": "bundled/vgg", name: text}, FIRST)
    assert len(problems) == 1
    assert getattr(found, name) == getattr(FIRST, name)


def test_another_network_lets_go_of_class_layer_and_place():
    before = WalkChoice(network="bundled/vgg", target=3, layer="conv1", at=(1, 2, 3))
    after = CODEC.changed(before, {"network": "bundled/resnet20"})
    assert (after.target, after.layer, after.at, after.view) == (None, "", (), before.view)


def test_another_layer_lets_go_of_the_place_unless_it_comes_with_one():
    before = WalkChoice(network="bundled/vgg", layer="conv1", at=(1, 2, 3))
    assert CODEC.changed(before, {"layer": "conv2"}).at == ()
    assert CODEC.changed(before, {"layer": "conv2", "at": (5,)}).at == (5,)
    assert CODEC.changed(before, {"target": 4}).at == (1, 2, 3)


@pytest.mark.parametrize(("layer", "shape"), [
    ("input", (3, 8, 8)), ("conv1", (4, 8, 8)), ("pool1", (4, 4, 4)), ("flatten", (64, 1, 1)), ("fc1", (7, 1, 1))])
def test_a_row_of_values_is_maps_of_one_unit_each(layer, shape):
    assert maps_shape(REPORT, layer) == shape


@pytest.mark.parametrize(("asked", "used"), [
    ({"layer": "pool1", "at": (3, 3, 3)}, {"layer": "pool1", "at": (3, 3, 3)}),
    ({"layer": "pool1", "at": (3, 4, 3)}, {"layer": "pool1", "at": ()}),
    ({"layer": "pool1", "at": (4,)}, {"layer": "pool1", "at": ()}),
    ({"layer": "input", "at": (2, 7, 7)}, {"layer": "input", "at": (2, 7, 7)}),
    ({"layer": "nothing", "at": (0,)}, {"layer": "", "at": ()}),
    ({"at": (0,)}, {"at": ()}),
    ({"target": 6}, {"target": 6}),
    ({"target": 7}, {"target": None}),
])
def test_what_the_network_does_not_have_is_let_go_of(asked, used):
    found = fitting(WalkChoice(network="x", **asked), REPORT, classes=7)
    assert {name: getattr(found, name) for name in used} == used
