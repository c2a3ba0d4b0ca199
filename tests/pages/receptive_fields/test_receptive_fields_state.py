"""The link of *Receptive fields*, and what of it a network has, without the page."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, strategies as st

from pages.receptive_fields.state import UnitChoice, UnitCodec, first_layer, fitting
from pages.ui.pickers.network import opened
from tests.pages.links import brought_back, hostile, nearest

NETWORK = "stack/3x16x16/conv.o4.p1~relu~maxpool~conv.o6~flatten~linear.o5"
CODEC, FIRST = UnitCodec(), UnitChoice("bundled/resnet20", side=128)
PLACES = st.integers(0, 99_999)
CHOICES = st.builds(
    UnitChoice, st.text(max_size=40), st.sampled_from(["DEFAULT", "random", "own"]), PLACES, layer=st.text(max_size=30),
    unit=st.none() | st.tuples(PLACES, PLACES), channel=st.none() | PLACES, textbook=st.booleans())


@pytest.fixture(scope="module")
def small():
    return opened(NETWORK, "random")


@given(CHOICES)
def test_a_link_brings_back_the_choice_it_was_made_of(choice):
    assert brought_back(CODEC, choice, FIRST) == choice


@given(hostile(CODEC.names, unit=["3x5"], channel=["2"], side=["96"]))
def test_any_link_leads_to_something_near_it(link):
    nearest(CODEC, link, FIRST)


@pytest.mark.parametrize("link", [{"unit": "3"}, {"unit": "axb"}, {"unit": ""}, {"channel": "-1"}, {"channel": "red"}])
def test_a_unit_or_a_channel_that_is_none_is_named(link):
    value, problems = CODEC.read(link, FIRST)
    assert (value.unit, value.channel) == (None, None)
    assert next(iter(link)) in problems[0].template


def test_without_a_link_the_first_network_opens_large():
    assert CODEC.read({}, FIRST)[0].side == 128
    assert CODEC.read({"network": "bundled/resnet20"}, FIRST)[0].side == 0


def test_another_network_starts_afresh_and_another_layer_with_all_its_channels():
    choice = UnitChoice("a", "random", 96, layer="conv1", unit=(1, 2), channel=3, textbook=True)
    other = CODEC.changed(choice, {"network": "b"})
    assert (other.layer, other.unit, other.channel, other.weights, other.textbook) == ("", None, None, "DEFAULT", True)
    assert CODEC.changed(choice, {"layer": "conv2"}) == replace(choice, layer="conv2", channel=None)
    assert CODEC.changed(choice, {"layer": "conv2", "channel": 1}).channel == 1


def test_what_the_network_does_not_have_is_replaced_and_named(small):
    choice = UnitChoice(NETWORK, layer="nobody", unit=(99, 0), channel=77)
    fitted, problems = fitting(choice, small)
    assert (fitted.layer, fitted.channel) == (first_layer(small), None)
    assert fitted.unit == (fitted.grid[0] // 2, fitted.grid[1] // 2)
    assert [next(iter(problem.values)) for problem in problems] == ["layer"] * 3
    assert fitting(fitted, small) == (fitted, ())


def test_another_layer_shows_the_unit_at_the_same_place(small):
    choice, _problems = fitting(UnitChoice(NETWORK, layer="conv1", unit=(12, 3)), small)
    moved, problems = fitting(CODEC.changed(choice, {"layer": "pool1"}), small)
    assert (moved.unit, moved.grid, problems) == ((6, 1), (8, 8), ())
