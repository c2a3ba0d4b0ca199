"""The link of *Step through a convolution*, and what a browser reports there, without the page."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, strategies as st

from explorer.convolution.stepwise.examples import EXAMPLES
from pages.step_through.state import FIRST, WalkCodec, reported, walk_of
from tests.pages.links import brought_back, hostile

CODEC, START = WalkCodec(), walk_of(EXAMPLES[FIRST])


@pytest.mark.parametrize("name", EXAMPLES)
def test_an_example_stands_in_the_link_by_its_name(name):
    walk = walk_of(EXAMPLES[name])
    assert CODEC.write(walk)["scene"] == name
    again = brought_back(CODEC, walk, START)
    assert (again.setup, again.at, again.view) == (walk.setup, walk.at, walk.view)


@given(st.sampled_from(list(EXAMPLES)), st.integers(1, 3), st.integers(0, 30), st.integers(-99, 99))
def test_a_link_brings_back_the_numbers_it_was_made_of(name, stride, at, value):
    start = walk_of(EXAMPLES[name])
    changed = replace(start.setup, stride=stride, weight=np.full_like(start.setup.weight, value))
    walk = replace(start.with_setup(changed), at=at).inside
    again = brought_back(CODEC, walk, START)
    assert np.array_equal(again.setup.weight, changed.weight)
    assert (again.setup.stride, again.setup.transposed) == (changed.stride, changed.transposed)
    if walk.refused is None:
        assert np.array_equal(again.conv.output, walk.conv.output)
        assert (again.at, again.view) == (walk.at, walk.view)


@given(hostile(CODEC.names, scene=["rgb"], x=["1x5x5~1", "1x2x2~1_2_3_4"], w=["1x1x1x1~2"], s=["0", "2"], at=["7"]))
def test_any_link_leads_to_something_near_it(link):
    value, _problems = CODEC.read(link, START)
    assert value.conv.output.size > value.at >= 0 or value.view == "scatter"
    assert CODEC.write(CODEC.read(CODEC.write(value), START)[0]) == CODEC.write(value)


def test_a_setup_that_does_not_fit_keeps_the_picture_and_says_why():
    before = walk_of(EXAMPLES["notes_valid"])
    after = before.with_setup(replace(before.setup, dilation=4))
    assert after.conv is before.conv
    assert "window" in str(after.refused.template).lower() or after.refused.values


def told(walk, **changes):
    conv = walk.conv
    report = {"version": walk.version, "revision": walk.revision, "mode": "gather", "at": 0,
              "input": conv.input.ravel().tolist(), "weight": conv.weight.ravel().tolist(),
              "bias": None if conv.bias is None else conv.bias.tolist()}
    return reported(walk, report | changes)


def test_an_edit_in_the_browser_is_taken_with_its_number():
    walk = told(START, revision=3, weight=[2.0] * START.conv.weight.size, at=4)
    assert (walk.revision, walk.at, set(walk.setup.weight.ravel().tolist())) == (3, 4, {2.0})
    assert np.array_equal(walk.conv.weight, walk.setup.weight)


@pytest.mark.parametrize("changes", [
    {"version": 99}, {"version": None}, {"weight": [1]}, {"weight": ["a"] * 9}, {"weight": [float("inf")] * 9},
    {"input": None}, {"weight": {"0": 1}}])
def test_a_report_that_cannot_be_right_changes_nothing(changes):
    assert told(START, **({"revision": 1, "at": 3} | changes)) is START


@given(st.integers() | st.text(max_size=5) | st.none(), st.integers() | st.text(max_size=9) | st.none())
def test_a_reader_never_stands_outside(at, mode):
    walk = told(START, at=at, mode=mode)
    assert 0 <= walk.at < START.conv.output.size
    assert walk.view == "gather"
