"""Drawings as texts and rasters, against distances to their lines by numpy."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest

from explorer.errors import DataError
from explorer.images import HANDS, PAD, Drawing, drawing_from_text, raster, to_text, told_of, written
from explorer.images.drawing import LONGEST_TEXT, MOST_POINTS, SIGNS

ALL = [(hand, digit) for hand in HANDS for digit in range(10)]


@pytest.mark.parametrize("hand", HANDS, ids=lambda hand: hand.name)
def test_a_drawing_comes_back_from_its_text(hand):
    for digit in range(10):
        drawing = written(hand, digit, 3)
        assert drawing_from_text(to_text(drawing)) == drawing


def test_the_text_of_a_digit_is_short_enough_for_a_link():
    assert max(len(to_text(written(hand, digit, 0))) for hand, digit in ALL) < 320


def test_long_steps_get_places_between_on_their_way():
    found = drawing_from_text(to_text(Drawing((((0, 0), (100, 50)),))))
    (stroke,) = found.strokes
    assert stroke[0] == (0, 0)
    assert stroke[-1] == (100, 50)
    assert all(abs(y - x / 2) <= 1 for x, y in stroke)
    assert np.abs(np.diff(stroke, axis=0)).max() <= 31


def test_places_are_written_as_in_base64_for_links():
    # RFC 4648, section 5: 1 is B, 44 is s; steps count from the middle, g
    assert to_text(Drawing((((108, 2), (109, 1), (107, 1)),), pen=9)) == "9.BsAChfeg"
    assert SIGNS[32] == "g"


def test_an_empty_pad_is_an_empty_text():
    assert to_text(Drawing()) == ""
    assert drawing_from_text("") == Drawing()


@pytest.mark.parametrize("text", [
    "8", "8.", "8.AAA", "8.AAAAg", "x.AAAAgg", "1.AAAAgg", "99.AAAAgg", "8.AA?Agg", "8.AAAAAA", "8.ZZZZgg", "8.AAAA.",
    "²3.AAAAgg", "8." + "AAAA." * 61 + "AAAA", "8.AAAA" + "gg" * (LONGEST_TEXT // 2), "-8.AAAA", "8..AAAA",
    "\u0668.AAAA",
])
def test_what_is_no_drawing_is_refused_in_a_sentence(text):
    with pytest.raises(DataError, match="cannot be read"):
        drawing_from_text(text)


def test_the_largest_drawing_fits_into_a_text():
    points = tuple((index % PAD, (index * 7) % 20) for index in range(MOST_POINTS))
    assert len(to_text(Drawing((points,)))) <= 2 * LONGEST_TEXT  # long steps cost more; a hand's steps are short
    near = tuple((50 + index % 2, 50) for index in range(MOST_POINTS))
    assert len(to_text(Drawing((near,)))) <= LONGEST_TEXT


def distances(stroke):
    """How far each pixel's middle is from a line through all places of a stroke, px."""
    y, x = np.mgrid[:PAD, :PAD].astype(float)
    nearest = np.full((PAD, PAD), np.inf)
    for (x0, y0), (x1, y1) in pairwise(stroke):
        along = np.clip(((x - x0) * (x1 - x0) + (y - y0) * (y1 - y0)) / ((x1 - x0) ** 2 + (y1 - y0) ** 2), 0, 1)
        nearest = np.minimum(nearest, np.hypot(x - x0 - along * (x1 - x0), y - y0 - along * (y1 - y0)))
    return nearest


@pytest.mark.parametrize("pen", [4, 8, 15])
def test_ink_lies_within_half_a_pen_of_the_line(pen):
    stroke = ((20, 30), (60, 80), (95, 25))
    shown, away = raster(Drawing((stroke,), pen)), distances(stroke)
    assert shown.shape == (PAD, PAD)
    assert (shown[away < pen / 2 - 0.9] == 255).all()
    assert (shown[away > pen / 2 + 0.9] == 0).all()


def test_a_touch_leaves_a_dot_and_an_empty_pad_is_black():
    shown = raster(Drawing((((50, 60),),), pen=10))
    assert shown[60, 50] == 255
    assert shown.sum() / 255 == pytest.approx(np.pi * 25, rel=0.1)
    assert not raster(Drawing()).any()


@pytest.mark.parametrize(("hand", "digit"), ALL)
def test_no_digit_of_any_hand_is_called_a_scribble(hand, digit):
    assert all(told_of(written(hand, digit, seed)) is None for seed in range(5))


@pytest.mark.parametrize(("drawing", "said"), [
    (Drawing(), "pad is empty"),
    (Drawing((((50, 50), (55, 58)),)), "a dot"),
    (Drawing((tuple(np.random.default_rng(0).integers(10, 100, (60, 2)).tolist()),)), "scribble"),
    (Drawing(tuple(((x, 10), (x, 90)) for x in range(10, 100, 10))), "scribble"),
])
def test_what_is_no_digit_is_told_so(drawing, said):
    assert said in str(told_of(drawing))
