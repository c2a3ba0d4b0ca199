import pytest
from hypothesis import given, strategies as st

from explorer.convolution.filters.chain import NAMES, PADDINGS, Step, custom
from explorer.convolution.filters.url import read_text, to_text

weights = st.floats(-1e9, 1e9, allow_nan=False)
grids = st.integers(1, 4).flatmap(lambda wide: st.lists(st.lists(weights, min_size=wide, max_size=wide), min_size=1,
                                                        max_size=4))
settings_of_a_step = st.fixed_dictionaries({}, optional={
    "stride": st.integers(1, 8), "dilation": st.integers(1, 8), "padding": st.sampled_from(PADDINGS),
    "angle": st.integers(0, 180), "pair": st.sampled_from(("sobel", "scharr"))})
named = st.builds(lambda name, rest: Step(name=name, **rest), st.sampled_from(sorted(set(NAMES) - {"custom"})),
                  settings_of_a_step)
by_hand = st.builds(lambda grid, rest: custom(grid, **rest), grids, settings_of_a_step)


@given(st.lists(named | by_hand, max_size=6))
def test_a_link_brings_back_the_same_steps(steps):
    assert read_text(to_text(steps)) == (tuple(steps), [])


@given(st.text(max_size=200) | st.text("~.xyrskdpw_-0123456789abox", max_size=200))
def test_no_text_whatever_does_more_than_be_named(text):
    steps, _ = read_text(text)
    assert len(steps) <= 6


def test_a_link_is_short_and_needs_no_escapes():
    steps = [Step(name="gaussian", side=5), Step(name="sobel_x", stride=2, padding="zeros"), custom([[1, -0.5]])]
    assert to_text(steps) == "gaussian.k5~sobel_x.s2.pzeros~custom.r1x-0_5"


@pytest.mark.parametrize(("text", "left", "said"), [
    ("roberts~box", "box", "Filter 1 was left out. There is no filter 'roberts'"),
    ("box.s99.d2", "box.d2", "Filter 1: Stride is 99"),
    ("box.q7", "box", "has a setting 'q7' that cannot be read"),
    ("gabor.w1.a45", "gabor.a45", "A wave of 1.0 px"),
    ("gabor.k4", "gabor", "A Gabor kernel of 4 px has no centre"),
    ("custom.r1x2y3", "", "setting 'r1x2y3' that cannot be read"),
    ("custom.r1xe9999", "", "cannot be read"),
    ("~".join(["box"] * 9), "~".join(["box"] * 6), "The link has 9 filters; at most 6"),
    ("box~" * 9000, "~".join(["box"] * 6), "35996|36000|characters"),
])
def test_what_cannot_be_read_is_named_and_the_rest_is_kept(text, left, said):
    steps, problems = read_text(text)
    assert to_text(steps) == left
    assert any(word in str(problems[0]) for word in said.split("|"))
