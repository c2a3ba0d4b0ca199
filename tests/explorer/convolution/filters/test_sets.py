"""Sets of filters that a course shows side by side."""

from __future__ import annotations

import numpy as np
import pytest
from skimage.filters import gabor_kernel

from explorer.convolution.filters import FILTER_SETS, MOST_STEPS, filtered, read_text, to_text

PHOTO = np.random.default_rng(2).integers(0, 256, (40, 44, 1)).astype(np.uint8)


def after(step):
    return next(iter(filtered([step], PHOTO))).values


@pytest.mark.parametrize("name", FILTER_SETS)
def test_a_set_stands_side_by_side_and_in_a_link(name):
    one = FILTER_SETS[name]
    assert 2 <= len(one.steps) <= MOST_STEPS and one.title and one.about
    assert read_text(to_text(one.steps)) == (one.steps, [])
    assert all(after(step).shape == PHOTO.shape for step in one.steps)


def test_a_larger_blur_leaves_less():
    assert [len(step.kernels[0]) for step in FILTER_SETS["sizes"].steps] == [3, 7, 15, 31]
    spreads = [float(after(step)[16:-16, 16:-16].std()) for step in FILTER_SETS["sizes"].steps]
    assert spreads == sorted(spreads, reverse=True)


def test_both_signs_of_sobel_are_each_other_s_opposite():
    one, other = FILTER_SETS["signs"].steps
    assert other.kernels[0][0].tolist() == [1, 2, 1]  # as the lecture's slide prints it
    assert np.array_equal(after(one), -after(other))


def test_six_directions_are_turned_by_thirty_degrees():
    for at, step in enumerate(FILTER_SETS["gabors"].steps):
        assert step.angle == 30 * at
        wave = gabor_kernel(1 / step.wavelength, theta=np.radians(step.angle), n_stds=1).real
        ours = step.kernels[0]
        assert np.sign(ours[len(ours) // 2, len(ours) // 2]) == np.sign(wave[wave.shape[0] // 2, wave.shape[1] // 2])
