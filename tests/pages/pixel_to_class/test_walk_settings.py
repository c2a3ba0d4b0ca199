"""Where the reader of *The walk* is, in a link: names as torch allows them, places as whole numbers from 0."""

from __future__ import annotations

import pytest
from torch import nn

from explorer.graph import PRESETS
from explorer.link_values import SHOWN_CHARS
from pages.pixel_to_class.walk_settings import FIELDS, LONGEST_NAME, LayerName, Spot, WalkSettings


@pytest.mark.parametrize("preset", ["lenet5", "resnet18", "densenet121", "mobilenet_v2", "googlenet"])
def test_every_name_of_a_layer_can_be_linked_to(preset):
    for node in PRESETS[preset].graph:
        assert LayerName().read("layer", node.name, "") == (node.name, None)


def test_names_that_torch_gives_to_parts_of_parts_can_be_linked_to():
    module = nn.Sequential(nn.Sequential(nn.Conv2d(1, 1, 1), nn.ReLU()), nn.ModuleDict({"a_1": nn.Identity()}))
    for name, _part in module.named_modules():
        assert LayerName().read("layer", name, "before") == (name, None)


@pytest.mark.parametrize("text", ["a b", "a/b", "<b>", "ü", "a\n", "a;", "x" * (LONGEST_NAME + 1), " ", "\u0663"])
def test_what_no_layer_is_called_leaves_the_name_and_is_said(text):
    found, said = LayerName().read("layer", text, "conv1")
    assert found == "conv1"
    assert said.values["name"] == "layer"
    assert said.values["text"] == text[:SHOWN_CHARS]


@pytest.mark.parametrize("text", ["a", "x" * LONGEST_NAME, "layer1.0.conv1", "_", ""])
def test_a_name_may_be_as_long_as_it_says_and_empty(text):
    assert LayerName().read("layer", text, "conv1") == (text, None)


@pytest.mark.parametrize(("text", "place"), [
    ("0", (0,)), ("3", (3,)), ("99999", (99_999,)), ("3_0_7", (3, 0, 7)), ("007", (7,)), ("12_34_56", (12, 34, 56))])
def test_a_map_has_one_number_and_a_unit_three(text, place):
    assert Spot().read("at", text, ()) == (place, None)


@pytest.mark.parametrize("text", ["", "1_2", "1_2_3_4", "-1", "+1", "1.0", "1__2", "_1", "1_", "100000", "1_2_100000",
                                  "١", "²", "1 2 3", "0x1", "1_2_3\n", "nan"])
def test_what_is_no_place_leaves_it_and_is_said(text):
    found, said = Spot().read("at", text, (1, 2, 3))
    assert found == (1, 2, 3)
    assert "3_0_7" in str(said)


@pytest.mark.parametrize("place", [(0,), (5, 6, 7), (99_999, 0, 99_999)])
def test_what_is_written_is_read_again(place):
    assert Spot().read("at", Spot().write(place), ()) == (place, None)


def test_every_setting_has_a_field_and_begins_outside():
    assert set(FIELDS) == set(WalkSettings.__dataclass_fields__)
    assert WalkSettings() == WalkSettings(layer="", at=())
