"""What a link may say of batch norm and dropout: every field within its bounds, and back again."""

from __future__ import annotations

from dataclasses import fields, replace

import pytest

from explorer.experiments import batch_norm
from pages.layers.norm_state import (
    DROPOUT_PARTS,
    EXAMPLES,
    FIELDS,
    MATE_COUNTS,
    MATES,
    NORM_LAYERS,
    NORM_PARTS,
    OFFS,
    NormAndDropout,
)
from pages.layers.state import LayersSetup, state
from tests.pages.links import brought_back

CODEC, FIRST = state._codec, LayersSetup()


def test_every_field_has_a_rule_and_stands_among_the_pages():
    assert {field.name for field in fields(NormAndDropout)} == set(FIELDS)
    assert set(FIELDS) <= set(CODEC.names)


@pytest.mark.parametrize("name", FIELDS)
def test_the_start_is_within_its_own_bounds(name):
    value = getattr(FIRST, name)
    assert FIELDS[name].read(name, FIELDS[name].write(value), value) == (value, None)


@pytest.mark.parametrize(("name", "text", "used"), [
    ("mean", "99", 8), ("mean", "-99", -8), ("mean", "2.5", 2.5), ("spread", "0", 0.1), ("spread", "1e9", 4),
    ("gamma", "-7", -4), ("beta", "8.5", 8), ("momentum", "0", 0.01), ("momentum", "2", 1), ("count", "0", 1),
    ("count", "9", 4), ("channel", "64", 63), ("draw", "5000", 999), ("p", "1", 0.9), ("p", "-1", 0)])
def test_numbers_come_to_the_nearest_that_is_allowed(name, text, used):
    found, problems = CODEC.read({name: text}, FIRST)
    assert getattr(found, name) == used
    assert bool(problems) == (float(text) != used)


@pytest.mark.parametrize(("name", "text"), [
    ("norm", "nothing"), ("form", "square"), ("batch", "3"), ("mates", "dogs"), ("among", "64"), ("layer", "conv1"),
    ("off", "on"), ("dropout", "all"), ("relu", "yes"), ("examples", "1000"), ("wrong", "50"), ("mean", "nan"),
    ("spread", "x"), ("momentum", "1/2"), ("values", "1_2_3"), ("values", "a_b_c_d"), ("p", "")])
def test_what_is_none_of_the_choices_is_named_and_the_start_stays(name, text):
    found, problems = CODEC.read({name: text}, FIRST)
    assert found == FIRST and len(problems) == 1
    assert problems[0].values["name"] == name


@pytest.mark.parametrize("text", ["1_2_3_4", "-5_0_99_-99", "100_2_3_4"])
def test_four_numbers_stay_within_two_digits(text):
    found, problems = CODEC.read({"values": text}, FIRST)
    assert problems == () and all(abs(value) <= 99 for value in found.values)


@pytest.mark.parametrize(("name", "choices"), [
    ("norm", NORM_PARTS), ("dropout", DROPOUT_PARTS), ("form", batch_norm.FORMS), ("batch", batch_norm.BATCH_SIZES),
    ("mates", MATES), ("among", MATE_COUNTS), ("layer", NORM_LAYERS), ("off", OFFS), ("examples", EXAMPLES)])
def test_every_choice_comes_back_from_its_link(name, choices):
    assert len(set(choices)) == len(choices) > 1
    for choice in choices:
        value = replace(FIRST, **{name: choice})
        assert brought_back(CODEC, value, FIRST) == value


@pytest.mark.parametrize("changes", [
    {"norm": "mates", "mates": "digits", "among": 32, "draw": 17},
    {"norm": "network", "off": "affine", "layer": "layer3.2.bn2", "channel": 63},
    {"norm": "numbers", "values": (-1, 0, 5, 99), "count": 2, "momentum": 0.25, "gamma": -1.5, "beta": 0.1},
    {"dropout": "learning", "wrong": 0, "p": 0.8, "examples": 500, "relu": False}])
def test_a_link_brings_a_whole_lesson_back(changes):
    value = replace(FIRST, **changes)
    assert brought_back(CODEC, value, FIRST) == value
    assert set(CODEC.write(value)) == set(changes)


def test_draws_go_on_and_begin_again_at_the_end():
    assert FIRST.next_draw().draw == 1
    assert replace(FIRST, draw=999).next_draw().draw == 0
    assert replace(FIRST.next_draw(), draw=0) == FIRST


def test_the_layers_are_those_of_a_resnet_of_three_stages_of_three_blocks():
    assert len(NORM_LAYERS) == 19 and NORM_LAYERS[0] == "bn1"
    assert {layer.partition(".")[0] for layer in NORM_LAYERS[1:]} == {"layer1", "layer2", "layer3"}
