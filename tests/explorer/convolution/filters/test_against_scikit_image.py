"""Classic filters beside those of scikit-image, which divides by the sum of the weights and turns no kernel."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import ndimage
from skimage import data, filters

from explorer.convolution import FILTERS, correlate, gabor, gradient

INNER = (slice(8, -8), slice(8, -8))
"""Away from the border, which both fill differently."""


@pytest.fixture(scope="module")
def photo():
    return data.camera()[::4, ::4].astype(np.float32)


@pytest.mark.parametrize(("name", "theirs", "weights"), [
    ("sobel_x", filters.sobel_v, 4), ("sobel_y", filters.sobel_h, 4), ("prewitt_x", filters.prewitt_v, 3),
    ("prewitt_y", filters.prewitt_h, 3), ("scharr_x", filters.scharr_v, 16), ("scharr_y", filters.scharr_h, 16)])
def test_edges_are_those_of_scikit_image_times_the_weights_of_one_side(name, theirs, weights, photo):
    found = correlate(photo, FILTERS[name].kernel)
    # scikit-image measures downwards and to the right from the darker to the brighter side with the other sign
    expected = weights * theirs(photo)
    sign = np.sign((found[INNER] * expected[INNER]).sum())
    assert found[INNER] == pytest.approx(sign * expected[INNER], abs=1e-2)


@pytest.mark.parametrize(("kind", "theirs", "weights"), [("sobel", filters.sobel, 4), ("prewitt", filters.prewitt, 3),
                                                         ("scharr", filters.scharr, 16)])
def test_the_strength_of_a_gradient_is_that_of_scikit_image(kind, theirs, weights, photo):
    strength, _direction = gradient(photo, kind)
    # theirs: the root of the mean of both squares
    assert strength[INNER] == pytest.approx(weights * np.sqrt(2) * theirs(photo)[INNER], abs=1e-2)


def test_the_laplacian_of_four_neighbours_is_scipys(photo):
    assert correlate(photo, FILTERS["laplacian_4"].kernel) == pytest.approx(ndimage.laplace(photo, mode="mirror"),
                                                                            abs=1e-3)


def test_the_laplacian_of_scikit_image_has_the_other_sign(photo):
    theirs = filters.laplace(photo, ksize=3)
    assert correlate(photo, FILTERS["laplacian_4"].kernel)[INNER] == pytest.approx(-theirs[INNER], abs=1e-2)


def test_a_box_is_scipys_mean_of_nine_pixels(photo):
    expected = ndimage.uniform_filter(photo.astype(np.float64), 3, mode="mirror")
    assert correlate(photo, FILTERS["box"].kernel) == pytest.approx(expected, abs=1e-3)


@pytest.mark.parametrize(("name", "variance"), [("gaussian", 0.5), ("gaussian_5", 1.0)])
def test_binomial_blurs_are_gaussians_of_half_a_pixel_and_one_pixel_of_variance(name, variance, photo):
    # A row of Pascal's triangle with n + 1 places has the variance n / 4
    kernel = FILTERS[name].kernel
    places = np.arange(len(kernel)) - len(kernel) // 2
    assert (kernel.sum(axis=0) * places**2).sum() == pytest.approx(variance)
    soft = filters.gaussian(photo, np.sqrt(variance), preserve_range=True)
    assert np.abs(correlate(photo, kernel)[INNER] - soft[INNER]).mean() < 0.01 * np.ptp(photo)


def test_sharpening_adds_what_sets_a_pixel_apart_from_its_neighbours(photo):
    apart = -correlate(photo, FILTERS["laplacian_4"].kernel)
    assert correlate(photo, FILTERS["sharpen"].kernel) == pytest.approx(photo + apart, abs=1e-3)


def test_the_outline_is_the_laplacian_of_eight_with_the_sign_turned():
    assert np.array_equal(FILTERS["outline"].kernel, -FILTERS["laplacian_8"].kernel)


@pytest.mark.parametrize("angle", [0, 30, 45, 90, 135])
def test_a_gabor_kernel_is_that_of_scikit_image_but_for_its_sum_and_scale(angle):
    ours = gabor(angle, 6.0, side=11).kernel
    theirs = np.real(filters.gabor_kernel(1 / 6, theta=np.deg2rad(angle), sigma_x=3, sigma_y=3, n_stds=5))
    middle = len(theirs) // 2
    theirs = theirs[middle - 5:middle + 6, middle - 5:middle + 6]
    assert np.corrcoef(ours.ravel(), theirs.ravel())[0, 1] > 0.99


@pytest.mark.parametrize("name", FILTERS)
def test_a_filter_in_colour_is_the_filter_on_each_channel(name, photo):
    colour = np.stack([photo, photo.T, photo[::-1]], axis=2)
    found = correlate(colour, FILTERS[name].kernel)
    for channel in range(3):
        assert found[:, :, channel] == pytest.approx(correlate(colour[:, :, channel], FILTERS[name].kernel), abs=1e-3)


@pytest.mark.parametrize("name", FILTERS)
def test_filters_are_linear(name, photo):
    one, other = photo, photo.T
    kernel = FILTERS[name].kernel
    together = correlate(2 * one - 3 * other, kernel)
    assert together == pytest.approx(2 * correlate(one, kernel) - 3 * correlate(other, kernel), abs=0.05)
