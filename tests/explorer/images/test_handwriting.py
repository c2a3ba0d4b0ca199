"""Digits written by code: the same each time, on the pad, along curves that scipy draws alike."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from scipy.interpolate import CubicHermiteSpline

from explorer.images import HANDS, PAD, Hand, arc, ink, raster, written
from explorer.images.hands import FORMS
from explorer.images.handwriting import smooth


def test_a_piece_is_the_hermite_spline_whose_tangents_lead_past_each_point():
    points = np.array(FORMS[2][1][0][0])
    ends = np.concatenate([2 * points[:1] - points[1:2], points, 2 * points[-1:] - points[-2:-1]])
    spline = CubicHermiteSpline(np.arange(len(points)), points, (ends[2:] - ends[:-2]) / 2)
    assert smooth(tuple(map(tuple, points)), 6) == pytest.approx(spline(np.linspace(0, len(points) - 1,
                                                                                   6 * len(points) - 5)))


def test_an_arc_lies_on_its_ellipse_clockwise_from_the_right():
    points = np.array(arc(0.3, 0.5, 0.2, 0.4, 0, 90))
    assert ((points - [0.3, 0.5]) ** 2 / [0.04, 0.16]).sum(1) == pytest.approx(np.ones(len(points)))
    assert points[[0, -1]].ravel() == pytest.approx([0.5, 0.5, 0.3, 0.9])


@pytest.mark.parametrize("digit", range(10))
def test_every_digit_has_three_forms_in_a_box_of_height_one(digit):
    assert len(set(FORMS[digit])) == 3
    for form in FORMS[digit]:
        points = np.array([point for stroke in form for piece in stroke for point in piece])
        assert points[:, 1].min() == pytest.approx(0, abs=0.06)
        assert points[:, 1].max() == pytest.approx(1, abs=0.07)
        assert np.ptp(points[:, 0]) < 0.75


@pytest.mark.parametrize("digit", range(10))
def test_pieces_of_a_stroke_meet_in_corners(digit):
    for form in FORMS[digit]:
        for stroke in form:
            gaps = [np.hypot(*np.subtract(before[-1], after[0]))
                    for before, after in pairwise(stroke)]
            assert max(gaps, default=0) < 0.3


@pytest.mark.parametrize("hand", HANDS, ids=lambda hand: hand.name)
def test_what_is_written_lies_on_the_pad_and_is_the_same_again(hand):
    for digit in range(10):
        drawing = written(hand, digit, 1)
        places = np.array([place for stroke in drawing.strokes for place in stroke])
        assert places.min() >= 0
        assert places.max() < PAD
        assert np.ptp(places[:, 1]) > 0.3 * PAD
        assert hand.pen[0] <= drawing.pen <= hand.pen[1]
        assert drawing == written(hand, digit, 1) != written(hand, digit, 2)


def test_a_slant_leans_to_the_right_and_no_wobble_is_a_straight_stem():
    stem = (ink(((0.3, 0.0), (0.3, 1.0))),)
    upright, leaning = (written(Hand(name="one", forms=(stem,) * 10, wobble=0, slant=slant), 1, 4)
                        for slant in (0, 30))
    ways = [np.subtract(drawing.strokes[0][0], drawing.strokes[0][-1]) for drawing in (upright, leaning)]
    turned = np.degrees([np.arctan2(way[0], -way[1]) for way in ways])
    assert turned[1] - turned[0] == pytest.approx(30, abs=4)


def test_hands_differ_in_their_forms_and_pens():
    assert len({hand.forms for hand in HANDS}) == len({hand.name for hand in HANDS}) == len(HANDS)
    inks = {hand.name: np.mean([raster(written(hand, 3, seed)).mean() for seed in range(8)]) for hand in HANDS}
    assert max(inks, key=inks.get) == "marker"
