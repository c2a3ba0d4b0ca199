"""A drawing as a network's input: what each change does, against numpy and scipy."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import ndimage

from explorer.images import (
    CHANGE_BOUNDS,
    DIGIT_SIDE,
    HANDS,
    INK_SIDE,
    PAD,
    DigitChanges,
    digit_input,
    digit_picture,
    raster,
    written,
)
from explorer.images.digit_input import _thickened, ink_box

FIVE = raster(written(HANDS[0], 5, 0))


def changed(**how):
    return digit_input(FIVE, DigitChanges(**how))[0]


def box(values, least=0.3):
    rows, columns = (np.flatnonzero((values > least).any(axis=axis)) for axis in (1, 0))
    return columns[0], rows[0], columns[-1] + 1, rows[-1] + 1


def test_the_input_is_one_channel_from_0_to_1():
    found = digit_input(FIVE)
    assert (found.shape, found.dtype) == ((1, DIGIT_SIDE, DIGIT_SIDE), np.float32)
    assert found.min() == 0
    assert found.max() == pytest.approx(1, abs=0.02)


@pytest.mark.parametrize(("digit", "seed"), [(digit, seed) for digit in range(10) for seed in range(3)])
def test_ink_lies_in_the_middle_and_is_as_large_as_that_of_the_digits_learned_from(digit, seed):
    left, top, right, bottom = box(digit_input(raster(written(HANDS[seed], digit, seed)))[0])
    assert max(right - left, bottom - top) == pytest.approx(INK_SIDE, abs=1)
    assert [(left + right) / 2, (top + bottom) / 2] == pytest.approx([16, 16], abs=1)


def test_where_and_how_large_a_digit_was_drawn_does_not_matter():
    elsewhere = np.zeros((2 * PAD, 2 * PAD), np.uint8)
    elsewhere[5:5 + PAD, 90:90 + PAD] = FIVE
    assert digit_input(elsewhere) == pytest.approx(digit_input(FIVE))
    half = FIVE.reshape(56, 2, 56, 2).mean((1, 3)).round().astype(np.uint8)
    assert np.abs(digit_input(half) - digit_input(FIVE)).mean() < 0.03


@pytest.mark.parametrize(("right", "down"), [(3, 0), (-4, 2), (0, 4)])
def test_shifts_are_whole_pixels(right, down):
    assert changed(right=right, down=down) == pytest.approx(np.roll(changed(), (down, right), (0, 1)), abs=0.02)


@pytest.mark.parametrize("quarters", [1, 2, 3])
def test_turns_are_clockwise(quarters):
    assert np.abs(changed(turn=90 * quarters) - np.rot90(changed(), -quarters)).max() < 0.02


def test_a_turn_by_any_angle_is_that_of_scipy():
    told = ndimage.rotate(changed(), -30, reshape=False, order=1)
    assert np.abs(changed(turn=30) - told).mean() < 0.02


@pytest.mark.parametrize("radius", [0.5, 1.0, 1.5, 3.0, 6.0])
def test_strokes_gain_and_lose_a_round_rim(radius):
    values = np.random.default_rng(0).random((40, 40))
    y, x = np.mgrid[-6:7, -6:7]
    disc = x * x + y * y <= radius * radius
    grown = ndimage.grey_dilation(values, footprint=disc, mode="constant", cval=0)
    assert _thickened(values, radius) == pytest.approx(grown)
    shrunk = ndimage.grey_erosion(values, footprint=disc, mode="constant", cval=0)
    assert _thickened(values, -radius) == pytest.approx(shrunk)


def test_thicker_strokes_have_more_ink_and_lost_ones_none():
    inks = [changed(thicken=much).sum() for much in range(-6, 13, 3)]
    assert inks == sorted(inks)
    assert inks[-1] > 2 * inks[2]


def test_noise_has_the_deviation_asked_for_and_does_not_flicker():
    grey = np.full((PAD, PAD), 128, np.uint8)
    noisy = digit_input(grey, DigitChanges(noise=10))
    assert np.std(noisy[0, 8:24, 8:24]) == pytest.approx(0.1, rel=0.15)
    assert (noisy == digit_input(grey, DigitChanges(noise=10))).all()


def test_inverted_is_black_on_white():
    assert changed(invert=True) == pytest.approx(1 - changed(), abs=1e-6)


def test_an_empty_pad_stays_empty_whatever_is_done_to_it():
    empty = np.zeros((PAD, PAD), np.uint8)
    assert ink_box(empty) is None
    assert not digit_input(empty, DigitChanges(turn=40, right=3, thicken=4)).any()


@pytest.mark.parametrize("name", CHANGE_BOUNDS)
@pytest.mark.parametrize("end", [0, 1])
def test_the_ends_of_every_slider_can_be_computed(name, end):
    found = changed(**{name: CHANGE_BOUNDS[name][end]})
    assert np.isfinite(found).all()
    assert 0 <= found.min() <= found.max() <= 1


@pytest.mark.parametrize("shape", [(1, 1), (1, 20), (PAD, PAD)])
def test_rasters_of_any_size_and_full_of_ink_are_taken(shape):
    assert digit_input(np.full(shape, 255, np.uint8)).max() > 0


def test_the_picture_of_a_digit_is_its_input_in_256_levels():
    drawing, changes = written(HANDS[1], 4, 2), DigitChanges(turn=15)
    picture = digit_picture(drawing, changes, "my digit")
    assert (picture.name, picture.pixels.shape) == ("my digit", (DIGIT_SIDE, DIGIT_SIDE, 3))
    told = digit_input(raster(drawing), changes)[0]
    assert np.abs(picture.pixels / 255 - told[..., None]).max() <= 0.5 / 255 + 1e-6
    assert picture.key != digit_picture(drawing).key
