import numpy as np
import pytest

from explorer.figures.colours import DIVERGING, MISSING, lookup, rgb
from explorer.figures.filter_display import SIGNED_MIDDLE, circle, develop


def values(*numbers):
    return np.array(numbers, np.float32).reshape(1, -1, 1)


def test_clipping_keeps_what_fits_and_says_how_much_does_not():
    found = develop(values(-40, 0, 99.6, 255, 300), "clip")
    assert found.pixels.tolist() == [[0, 0, 100, 255, 255]]
    assert (found.minimum, found.maximum, found.outside) == (-40, 300, pytest.approx(0.4))


def test_rescaling_uses_the_whole_scale():
    found = develop(values(-10, 0, 10), "rescale")
    assert found.pixels.tolist() == [[0, 128, 255]]
    assert (found.low, found.high, found.outside) == (-10, 10, 0)


def test_a_constant_picture_is_not_stretched():
    assert develop(values(7, 7), "rescale").pixels.tolist() == [[7, 7]]
    assert develop(values(0, 0), "signed").pixels.tolist() == [[SIGNED_MIDDLE] * 2]


def test_signed_values_lie_evenly_around_the_neutral_middle():
    found = develop(values(-20, 0, 10), "signed")
    assert (found.low, found.high) == (-20, 20)
    assert found.pixels.tolist() == [[0, SIGNED_MIDDLE, 190]]
    assert found.rgb[0, 1].tolist() == lookup(DIVERGING, 255)[127].tolist()


def test_signed_colour_is_the_mean_of_the_channels():
    found = develop(np.array([[[-3, 0, 6], [-9, 0, 0]]], np.float32), "signed")
    assert (found.minimum, found.maximum) == (-3, 1)


def test_colour_stays_colour_when_clipped():
    pixels = np.random.default_rng(0).integers(0, 256, (300, 4, 3)).astype(np.uint8)
    np.testing.assert_array_equal(develop(pixels.astype(np.float32), "clip").pixels, pixels)


@pytest.mark.parametrize("way", ["clip", "rescale", "signed"])
def test_what_is_not_finite_is_marked_and_counted(way):
    found = develop(values(0, 255, np.nan, np.inf), way)
    assert found.missing == 2
    assert found.pixels[0, 2:].tolist() == [list(rgb(MISSING))] * 2
    assert (found.minimum, found.maximum) == (0, 255)


def test_nothing_finite_at_all_can_still_be_drawn():
    assert develop(values(np.nan, np.inf), "rescale").missing == 2


def test_directions_go_round_a_circle_without_a_seam():
    angles = values(-np.pi + 1e-6, np.pi - 1e-6)
    left, right = develop(angles, "direction").pixels[0].astype(int)
    assert np.abs(left - right).max() <= 6
    steps = np.abs(np.diff(np.vstack([circle(), circle()[:1]]).astype(int), axis=0))
    assert steps.max() <= 8


def test_a_weak_direction_fades_to_grey():
    strong, weak = develop(values(0, 0), "direction", np.array([[1, 0]], np.float32)).pixels[0]
    assert strong.tolist() == circle()[0].tolist()
    assert np.ptp(weak.astype(int)) < 15


def test_a_few_extremes_do_not_pale_a_signed_picture():
    numbers = np.ones(1000)
    numbers[0] = -1000
    found = develop(values(*numbers), "signed")
    assert (found.low, found.high, found.minimum) == (-1, 1, -1000)
    assert found.outside == pytest.approx(0.001)
