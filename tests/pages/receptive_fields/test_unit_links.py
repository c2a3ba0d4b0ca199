"""Units in links of *Receptive fields*: what is one, where it stands in another layer, and what a table says of it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from explorer.graph import PRESETS, analyse, from_text
from pages.receptive_fields.growth import _passing, _row
from pages.receptive_fields.state import UnitChoice, UnitCodec, _at_same_place, _moved, _unit
from tests.pages.links import brought_back

CODEC, FIRST = UnitCodec(), UnitChoice("bundled/resnet20", side=128)

# What a link says of a unit, and the row and column that it means; None: none.
UNITS = [
    ("3x5", (3, 5)), ("0x0", (0, 0)), ("99999x99999", (99999, 99999)), ("007x1", (7, 1)), ("", None), ("3", None),
    ("3x", None), ("x5", None), ("x", None), ("3x5x7", None), ("-1x2", None), ("1.5x2", None), ("3X5", None),
    ("3 x 5", None), ("٣x٥", None), ("²x2", None), ("100000x1", None), ("1e2x1", None), ("3,5", None), ("3×5", None)]


@pytest.mark.parametrize(("text", "unit"), UNITS)
def test_a_unit_is_a_row_and_a_column(text, unit):
    assert _unit(text) == unit
    choice, problems = CODEC.read({"unit": text}, FIRST)
    assert choice.unit == unit
    assert len(problems) == (unit is None)


@pytest.mark.parametrize(("text", "channel", "wrong"), [
    ("0", 0, False), ("63", 63, False), ("99999", 99999, False), ("", None, True), ("-1", None, True),
    ("1.0", None, True), ("100000", None, True), ("red", None, True), ("٣", None, True), (" 1", None, True)])
def test_a_channel_is_a_whole_number(text, channel, wrong):
    choice, problems = CODEC.read({"channel": text}, FIRST)
    assert (choice.channel, bool(problems)) == (channel, wrong)


@pytest.mark.parametrize(("text", "textbook"), [("1", True), ("0", False), ("", False), ("true", False), ("2", False)])
def test_only_1_asks_for_uniform_weights(text, textbook):
    assert CODEC.read({"textbook": text}, FIRST)[0].textbook is textbook


@pytest.mark.parametrize("choice", [
    FIRST, replace(FIRST, layer="conv1"), replace(FIRST, unit=(0, 0)), replace(FIRST, channel=0),
    replace(FIRST, textbook=True), replace(FIRST, layer="layer1.0.conv2", unit=(7, 31), channel=15, textbook=True),
    UnitChoice("stack/3x8x8/conv.o4", "random", 32, layer="<b>", unit=(1, 2))])
def test_all_that_was_chosen_comes_back_from_the_address(choice):
    assert brought_back(CODEC, choice, FIRST) == choice


# Place of a unit, size of its map, size of another map, and the place there: the one whose middle is nearest.
MOVED = [(0, 8, 8, 0), (7, 8, 8, 7), (0, 8, 4, 0), (1, 8, 4, 0), (2, 8, 4, 1), (7, 8, 4, 3), (0, 4, 8, 1), (3, 4, 8, 7),
         (0, 1, 7, 3), (5, 7, 1, 0), (112, 224, 7, 3), (223, 224, 7, 6), (6, 7, 224, 208)]


@pytest.mark.parametrize(("place", "size", "other", "there"), MOVED)
def test_a_unit_keeps_its_place_in_the_photo(place, size, other, there):
    assert _moved(place, size, other) == there
    middles = [(at + 0.5) / other for at in range(other)]
    wanted = (place + 0.5) / size
    assert abs(middles[there] - wanted) <= 0.5 / other + 1e-12


@pytest.mark.parametrize(("unit", "grid", "size", "there"), [
    (None, None, (8, 6), (4, 3)), ((3, 2), None, (8, 6), (3, 2)), ((8, 2), None, (8, 6), (4, 3)),
    ((3, 6), None, (8, 6), (4, 3)), ((3, 2), (8, 6), (8, 6), (3, 2)), ((3, 2), (4, 3), (8, 6), (7, 5)),
    ((9, 9), (4, 3), (8, 6), (7, 5)), (None, None, (1, 1), (0, 0)), ((0, 0), (1, 1), (7, 7), (3, 3))])
def test_another_layer_shows_the_unit_at_the_same_place_or_the_middle_one(unit, grid, size, there):
    assert _at_same_place(unit, grid, size) == there


# Preset, layer, its field, step and first centre as Araujo, Norris & Sim (2019) count them, for torchvision's networks.
PUBLISHED = [
    ("vgg16", "conv1_1", "3", "1", "0"), ("vgg16", "pool1", "6", "2", "0.5"), ("vgg16", "pool3", "44", "8", "3.5"),
    ("vgg16", "pool5", "212", "32", "15.5"), ("resnet18", "conv1", "7", "2", "0"),
    ("resnet18", "maxpool", "11", "4", "0"), ("resnet18", "layer4.1.conv2", "435", "32", "0"),
    ("lenet5", "conv1", "5", "1", "2")]


@pytest.mark.parametrize(("preset", "layer", "field", "jump", "centre"), PUBLISHED)
def test_a_row_of_the_table_says_what_was_published(preset, layer, field, jump, centre):
    report = analyse(PRESETS[preset].graph, PRESETS[preset].input_shape)
    assert _row(report[layer], report.input_shape)["cells"][:4] == [layer, field, jump, centre]


@pytest.mark.parametrize(("text", "shape", "said"), [
    ("conv.o4.k3~conv.o4.k3", (3, 32, 32), "No field of this network is larger"),
    ("conv.o4.k3.p1~conv.o4.k5.p2", (3, 6, 6), r"From **conv2** on, a field (7 px)"),
    ("conv.o4.p1~adaptive.o1~mul.f1x2", (3, 9, 9), "each unit sees the whole photo (9 × 9 px)")])
def test_where_fields_pass_the_photo_is_told(text, shape, said):
    assert said in _passing(analyse(from_text(text), shape))
