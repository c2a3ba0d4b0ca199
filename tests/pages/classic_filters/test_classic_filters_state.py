"""The link of *Classic filters*, without the page."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given, strategies as st

from explorer.convolution.filters.chain import CUSTOM, MOST_STEPS, NAMES, PADDINGS, Step, custom
from pages.classic_filters.state import COLOURS, DISPLAYS, MODES, FilterCodec, FilterSetup
from tests.pages.links import brought_back, hostile, nearest

CODEC, FIRST = FilterCodec(), FilterSetup()
NAMED = st.builds(lambda name, stride, dilation, padding: Step(name=name, stride=stride, dilation=dilation,
                                                              padding=padding),
                  st.sampled_from([name for name in NAMES if name != CUSTOM]), st.integers(1, 3), st.integers(1, 3),
                  st.sampled_from(PADDINGS))
OWN = st.lists(st.integers(-9, 9), min_size=9, max_size=9).map(
    lambda cells: custom([[float(cell) for cell in cells[row:row + 3]] for row in (0, 3, 6)]))


@st.composite
def setups(draw):
    """Return a setup that a reader can make."""
    mode = draw(st.sampled_from(MODES))
    most = FilterSetup(mode=mode).most
    steps = tuple(draw(st.lists(NAMED | OWN, min_size=1, max_size=min(3, most))))
    return FilterSetup(steps=steps, mode=mode, colour=draw(st.sampled_from(COLOURS)),
                       display=draw(st.sampled_from(DISPLAYS)), selected=draw(st.integers(0, len(steps) - 1)))


@given(setups())
def test_a_link_brings_back_the_setup_it_was_made_of(setup):
    again = brought_back(CODEC, setup, FIRST)
    assert again == setup


@given(hostile(CODEC.names, filters=["sobel_x~gaussian.k5", "custom.r1x0"], mode=["side"], step=["1", "2"]))
def test_any_link_leads_to_something_near_it(link):
    value, _problems = nearest(CODEC, link, FIRST)
    assert 1 <= len(value.steps) <= MOST_STEPS
    assert value.step in value.steps


def test_each_address_names_its_filter_so_that_going_back_to_the_first_one_undoes_colour_and_comparison():
    assert CODEC.write(FIRST) == {"filters": "sobel_x"}
    later = replace(FIRST, colour="colour", mode="side")
    assert CODEC.read(CODEC.write(later), FIRST)[0] == later
    assert CODEC.read(CODEC.write(FIRST), FIRST)[0] == FIRST


def test_a_filter_that_is_gone_hands_the_controls_to_the_last_one():
    assert FilterSetup(steps=(Step(), Step(name="gaussian")), selected=7).step.name == "gaussian"
