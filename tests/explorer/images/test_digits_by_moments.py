"""Digits on their way into the network: middles and sizes by scipy, ink by scikit-image, edges by Pillow."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from PIL import Image
from scipy import ndimage
from scipy.spatial.distance import cdist
from skimage.draw import line
from skimage.measure import label, regionprops

from explorer.images import HANDS, PAD, DigitChanges, Drawing, Hand, arc, digit_input, ink, raster, told_of, written
from explorer.images.digit_input import INK, ink_box
from explorer.images.drawing import LEAST_SIZE, MOST_LIFTS, MOST_WAY
from explorer.images.handwriting import _shake, smooth

BLOBS = [(10, 20, 30, 60), (0, 0, PAD, PAD), (50, 50, 51, 51), (0, 100, 12, 112), (3, 4, 100, 9)]


@pytest.mark.parametrize(("left", "top", "right", "bottom"), BLOBS)
def test_the_box_around_ink_is_that_of_pillow_and_scikit_image(left, top, right, bottom):
    shown = np.zeros((PAD, PAD), np.uint8)
    shown[top:bottom, left:right] = 200
    assert ink_box(shown) == Image.fromarray(shown).getbbox() == (left, top, right, bottom)
    (region,) = regionprops(label(shown >= INK))
    assert region.bbox == (top, left, bottom, right)


@pytest.mark.parametrize(("grey", "is_ink"), [(0, False), (INK - 1, False), (INK, True), (255, True)])
def test_what_is_nearly_paper_is_paper(grey, is_ink):
    assert (ink_box(np.full((5, 5), grey, np.uint8)) is not None) is is_ink


@pytest.mark.parametrize(("left", "top", "right", "bottom"), BLOBS)
def test_a_full_box_is_centred_by_its_middle_and_keeps_its_sides(left, top, right, bottom):
    shown = np.zeros((PAD, PAD), np.uint8)
    shown[top:bottom, left:right] = 255
    found = digit_input(shown)[0]
    assert ndimage.center_of_mass(found) == pytest.approx((15.5, 15.5), abs=0.3)
    wide, high = right - left, bottom - top
    assert found.sum() == pytest.approx(22 * 22 * min(wide, high) / max(wide, high), rel=0.15)


@pytest.mark.parametrize("turn", [-170, -45, 20, 90, 135])
def test_a_turned_stem_stands_at_the_angle_asked_for(turn):
    stem = raster(Drawing((((56, 20), (56, 90)),), pen=6))
    (region,) = regionprops((digit_input(stem, DigitChanges(turn=turn))[0] > 0.5).astype(int))
    # scikit-image: from the rows' axis, counter-clockwise; a stem is the same after half a turn
    apart = np.degrees(region.orientation) + turn
    assert (apart + 90) % 180 - 90 == pytest.approx(0, abs=1.5)


@pytest.mark.parametrize(("start", "end"), [((5, 5), (100, 40)), ((90, 10), (20, 100)), ((56, 3), (56, 108))])
def test_ink_covers_the_line_that_scikit_image_draws(start, end):
    shown = raster(Drawing(((start, end),), pen=5))
    rows, columns = line(start[1], start[0], end[1], end[0])
    assert (shown[rows, columns] == 255).all()
    assert label(shown > 0).max() == 1


@pytest.mark.parametrize("hand", HANDS, ids=lambda hand: hand.name)
def test_strokes_that_do_not_touch_are_as_many_pieces_of_ink(hand):
    for digit in range(10):
        drawing = written(hand, digit, 6)
        found = label(raster(drawing) > 0, connectivity=2).max()
        apart = [np.array(stroke) for stroke in drawing.strokes]
        assert found <= len(apart)
        if all(cdist(one, other).min() <= drawing.pen for one, other in pairwise(apart)):
            assert found == 1


@pytest.mark.parametrize("points", [
    [(0, 0), (3, 4)], [(0, 0), (10, 0), (10, 10), (0, 10), (0, 0)], [(7, 7)], [(1, 2)] * 3])
def test_the_way_of_a_pen_is_the_sum_of_its_steps(points):
    steps = np.diff(np.array(points), axis=0)
    assert Drawing((tuple(points),)).length == pytest.approx(np.linalg.norm(steps, axis=1).sum())
    assert Drawing((tuple(points),) * 2).length == pytest.approx(2 * np.linalg.norm(steps, axis=1).sum())


@pytest.mark.parametrize(("times", "lifts", "says"), [
    (1, 1, None), (4, 1, None), (6, 1, "scribble"), (1, MOST_LIFTS, None), (1, MOST_LIFTS + 1, "scribble")])
def test_a_scribble_goes_too_far_or_is_lifted_too_often(times, lifts, says):
    there_and_back = (((20, 20), (60, 80)) * (times // 2 + 1))[:times + 1]
    drawing = Drawing((there_and_back, *[((40, 40),)] * (lifts - 1)))
    assert drawing.length == pytest.approx(times * np.hypot(40, 60))
    assert (times > MOST_WAY or lifts > MOST_LIFTS) is (says is not None)
    assert told_of(drawing) is None if says is None else says in str(told_of(drawing))


@pytest.mark.parametrize(("size", "is_dot"), [(0, True), (LEAST_SIZE - 1, True), (LEAST_SIZE, False), (60, False)])
@pytest.mark.parametrize("across", [True, False])
def test_a_stem_or_a_bar_is_no_dot_from_its_least_size_on(size, is_dot, across):
    end = (30 + size, 30) if across else (30, 30 + size)
    assert ("a dot" in str(told_of(Drawing((((30, 30), end),))))) is is_dot


@pytest.mark.parametrize(("begin", "end"), [(0, 360), (90, -90), (-20, -360), (190, 375), (0, 10)])
def test_an_arc_turns_by_equal_steps_of_about_30_degrees(begin, end):
    points = np.array(arc(0, 0, 1, 1, begin, end))
    turned = np.degrees(np.unwrap(np.arctan2(points[:, 1], points[:, 0])))
    assert turned[-1] - turned[0] == pytest.approx(end - begin)
    steps = np.diff(turned)
    assert steps == pytest.approx(np.full(len(steps), steps[0]))
    assert abs(steps[0]) < 46


@pytest.mark.parametrize("steps", [1, 6, 20])
def test_a_smooth_line_through_points_in_a_row_is_straight(steps):
    found = smooth(((0, 0), (1, 2), (2, 4), (3, 6)), steps)
    assert found == pytest.approx(np.linspace((0, 0), (3, 6), 3 * steps + 1))


@pytest.mark.parametrize("wobble", [0.0, 0.01, 0.05])
def test_a_pen_shakes_within_three_waves(wobble):
    found = _shake(200, wobble, np.random.default_rng(0))
    assert found.shape == (200, 2)
    assert np.abs(found).max() <= 3 * wobble
    assert np.abs(np.diff(found, axis=0)).max(initial=0) < wobble * 3 * 2 * np.pi * 3 / 199 + 1e-12


@pytest.mark.parametrize("wide", [0.5, 1.0, 2.0])
def test_a_wide_hand_writes_wide(wide):
    box = (ink(((0.0, 0.0), (1.0, 0.0)), ((1.0, 0.0), (1.0, 1.0)), ((1.0, 1.0), (0.0, 1.0))),)
    sides = []
    for seed in range(20):
        (stroke,) = written(Hand(name="box", forms=(box,) * 10, wobble=0, wide=wide), 0, seed).strokes
        corners = np.array([stroke[0], stroke[6], stroke[13]])  # six steps each, and its end
        sides.append(np.divide(*np.linalg.norm(np.diff(corners, axis=0), axis=1)))
    assert np.mean(sides) == pytest.approx(wide, rel=0.12)
