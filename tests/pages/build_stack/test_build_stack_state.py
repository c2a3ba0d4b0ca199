"""The link of *Build a stack*, without the page."""

from __future__ import annotations

import pytest
from hypothesis import given, strategies as st

from explorer.graph import INPUT, PRESETS, to_text
from pages.build_stack.state import Build, BuildCodec, first_build, first_layer
from tests.explorer.graph.strategies import networks
from tests.pages.links import brought_back, hostile, nearest

CODEC, FIRST = BuildCodec(), first_build()


@given(networks(), st.data())
def test_a_link_brings_back_the_stack_it_was_made_of(network, data):
    graph, shape = network
    build = Build(graph, shape, data.draw(st.sampled_from([INPUT, *graph.places])))
    again = brought_back(CODEC, build, FIRST)
    assert (to_text(again.graph), again.input_shape, again.selected) == (to_text(graph), shape, build.selected)


@pytest.mark.parametrize("name", PRESETS)
def test_every_preset_comes_back_with_its_layer(name):
    build = Build(PRESETS[name].graph, PRESETS[name].input_shape, first_layer(PRESETS[name].graph))
    assert brought_back(CODEC, build, FIRST) == build


@given(hostile(CODEC.names, stack=["conv.o8.p1~relu", "conv~~"], input=["3x32x32", "0"], layer=["conv1", "input"]))
def test_any_link_leads_to_something_near_it(link):
    value, _problems = nearest(CODEC, link, FIRST)
    assert value.selected in (INPUT, *value.graph.places)


def test_a_layer_that_is_gone_leaves_the_input_selected():
    assert Build(PRESETS["lenet5"].graph, (1, 32, 32), "nobody").selected == INPUT


def test_a_link_without_a_layer_opens_where_there_is_most_to_see():
    assert CODEC.read({"stack": "conv.o8~relu~conv.o9"}, FIRST)[0].selected == "conv2"
