"""Classic kernels against what books and other libraries say they do: steps, binomials, waves, factors, likeness."""

from __future__ import annotations

from math import comb, hypot

import numpy as np
import pytest
import torch
import torch.nn.functional as F
from scipy import ndimage, signal
from scipy.spatial.distance import cosine

from explorer.convolution.filters import FILTERS, gabor, likenesses, properties
from explorer.convolution.filters.correlate import correlate, separable
from explorer.convolution.filters.kernel_sizes import FAMILIES, binomial, padded_or_cropped, sized
from explorer.convolution.filters.kernels import chain, gradient
from explorer.convolution.filters.similarity import interpolated
from explorer.errors import SpecError

STEP = np.tile(np.array([0, 0, 0, 1, 1, 1], np.float32), (3, 1))
"""A vertical edge: dark on the left, bright on the right."""
RNG = np.random.default_rng(3)

# Filter, and its row of answers to that step without padding: worked out by hand from the kernels as Gonzalez & Woods
# and setosa.io/ev/image-kernels print them.
ON_A_STEP = [
    ("sobel_x", (0, 4, 4, 0)), ("prewitt_x", (0, 3, 3, 0)), ("scharr_x", (0, 16, 16, 0)),
    ("laplacian_4", (0, 1, -1, 0)), ("outline", (0, -3, 3, 0)), ("laplacian_8", (0, 3, -3, 0)),
    ("sharpen", (0, -1, 2, 1)), ("emboss", (0, 3, 4, 1)), ("box", (0, 1 / 3, 2 / 3, 1)),
    ("gaussian", (0, 0.25, 0.75, 1)), ("identity", (0, 0, 1, 1)), ("sobel_y", (0, 0, 0, 0)),
    ("prewitt_y", (0, 0, 0, 0)), ("scharr_y", (0, 0, 0, 0)), ("vertical_line", (0, -3, 3, 0)),
    ("horizontal_line", (0, 0, 0, 0))]


@pytest.mark.parametrize(("name", "answers"), ON_A_STEP)
def test_a_filter_answers_to_a_step_as_the_books_say(name, answers):
    found = correlate(STEP, FILTERS[name].kernel, padding=0)
    np.testing.assert_allclose(found[0], answers, atol=1e-6)


@pytest.mark.parametrize(("name", "answers"), ON_A_STEP)
def test_kernels_are_laid_on_as_printed_and_not_turned(name, answers):
    turned = signal.convolve2d(STEP, FILTERS[name].kernel[::-1, ::-1], mode="valid")
    np.testing.assert_allclose(turned[0], answers, atol=1e-6)


@pytest.mark.parametrize("name", FILTERS)
def test_a_flat_picture_becomes_the_sum_of_the_kernel(name):
    flat = np.full((12, 12), 50, np.uint8)
    kernel = FILTERS[name].kernel
    np.testing.assert_allclose(correlate(flat, kernel, padding=0), 50 * kernel.sum(), atol=1e-3)


@pytest.mark.parametrize("pair", ["sobel", "prewitt", "scharr"])
def test_the_second_of_a_pair_is_the_first_turned(pair):
    np.testing.assert_array_equal(FILTERS[f"{pair}_y"].kernel, FILTERS[f"{pair}_x"].kernel.T)


@pytest.mark.parametrize("places", range(1, 22))
def test_a_blurs_weights_are_the_binomial_coefficients(places):
    assert binomial(places).tolist() == [comb(places - 1, k) for k in range(places)]


@pytest.mark.parametrize("side", [1, 2, 3, 4, 5, 7, 9, 11, 21])
def test_a_blur_of_any_size_keeps_the_brightness(side):
    for name in ("box", "gaussian", "gaussian_5"):
        kernel = sized(name, side)
        assert kernel.shape == (side, side)
        assert kernel.sum() == pytest.approx(1)
        assert kernel.min() > 0


@pytest.mark.parametrize("side", [3, 5, 7, 9])
def test_a_larger_outline_and_sobel_still_cancel_out(side):
    assert sized("outline", side).sum() == 0
    assert sized("sobel_x", side).sum() == 0
    np.testing.assert_array_equal(sized("sobel_y", side), sized("sobel_x", side).T)


def test_sobel_of_five_is_the_one_that_opencv_uses():  # cv2.getDerivKernels(1, 0, 5): 1 4 6 4 1 and -1 -2 0 2 1
    np.testing.assert_array_equal(sized("sobel_x", 5), np.outer((1, 4, 6, 4, 1), (-1, -2, 0, 2, 1)))


# Filter and a size that it cannot have.
NO_SIZES = [("emboss", 5), ("sharpen", 5), ("laplacian_4", 7), ("sobel_x", 1), ("outline", 4), ("identity", 2),
            ("outline", -1), ("sobel_x", 2), ("vertical_line_7", 8)]


@pytest.mark.parametrize(("name", "side"), NO_SIZES)
def test_a_size_that_a_filter_cannot_have_is_refused_with_the_one_it_has(name, side):
    with pytest.raises(SpecError, match="Choose another filter" if name not in FAMILIES else "Use a"):
        sized(name, side)


@pytest.mark.parametrize("old", [1, 2, 3, 4, 5])
@pytest.mark.parametrize("new", [1, 2, 3, 4, 5, 6])
def test_a_kernel_of_another_size_keeps_its_middle(old, new):
    kernel = RNG.random((old, old))
    found = padded_or_cropped(kernel, new)
    assert found.shape == (new, new)
    before = abs(new - old) // 2
    wanted = np.pad(kernel, (before, new - old - before)) if new > old else kernel[before:before + new,
                                                                                   before:before + new]
    np.testing.assert_array_equal(found, wanted)


@pytest.mark.parametrize("name", FILTERS)
def test_factors_multiply_back_where_the_rank_is_one(name):
    kernel = FILTERS[name].kernel
    factors = separable(kernel)
    assert (factors is not None) is bool(np.linalg.matrix_rank(kernel) == 1)
    if factors:
        np.testing.assert_allclose(np.outer(*factors), kernel, atol=1e-9)


@pytest.mark.parametrize(("kernel", "column", "row"), [
    ("sobel_x", (1, 2, 1), (-1, 0, 1)), ("sobel_y", (-1, 0, 1), (1, 2, 1)), ("prewitt_x", (1, 1, 1), (-1, 0, 1)),
    ("scharr_x", (3, 10, 3), (-1, 0, 1)), ("gaussian", (0.25, 0.5, 0.25), (0.25, 0.5, 0.25)),
    ("box", (1 / 3,) * 3, (1 / 3,) * 3)])
def test_factors_are_those_of_the_books(kernel, column, row):
    found = separable(FILTERS[kernel].kernel)
    np.testing.assert_allclose(found[0], column, atol=1e-9)
    np.testing.assert_allclose(found[1], row, atol=1e-9)


@pytest.mark.parametrize("kernel", [np.zeros((3, 3)), np.eye(3), [[1, np.nan]], [[1, np.inf]], [[1, 0], [1, 1e-3]]])
def test_what_has_no_two_factors_is_not_split(kernel):
    assert separable(kernel) is None


@pytest.mark.parametrize("angle", [0, 30, 45, 90, 135, 180])
@pytest.mark.parametrize("wavelength", [2.0, 4.0, 7.5])
def test_a_gabor_kernel_is_the_formula_of_daugman_with_its_sum_taken_out(angle, wavelength):
    kernel = gabor(angle, wavelength, side=9).kernel
    wave = np.empty((9, 9))
    hill = np.empty((9, 9))
    for row in range(9):
        for column in range(9):
            x, y = column - 4, row - 4
            along = x * np.cos(np.pi * angle / 180) + y * np.sin(np.pi * angle / 180)
            hill[row, column] = np.exp(-hypot(x, y) ** 2 / (2 * (wavelength / 2) ** 2))
            wave[row, column] = hill[row, column] * np.cos(2 * np.pi * along / wavelength)
    wave -= hill * wave.sum() / hill.sum()
    np.testing.assert_allclose(kernel, wave / np.abs(wave).sum(), atol=1e-12)
    assert abs(kernel.sum()) < 1e-12
    np.testing.assert_allclose(kernel, kernel[::-1, ::-1], atol=1e-12)


@pytest.mark.parametrize(("angle", "axis"), [(0, 1), (90, 0)])
def test_a_gabor_kernel_answers_to_stripes_across_its_wave(angle, axis):
    stripes = np.cos(2 * np.pi * np.arange(40) / 6)
    picture = np.tile(stripes, (40, 1)) if axis == 1 else np.tile(stripes[:, None], (1, 40))
    kernels = [gabor(turn, 6.0).kernel for turn in (angle, 90 - angle)]
    strong, weak = (np.abs(correlate(picture, kernel, padding=0)).max() for kernel in kernels)
    assert strong > 20 * weak


@pytest.mark.parametrize("pair", ["sobel", "prewitt"])
def test_strength_and_direction_are_those_of_scipy(pair):
    image = RNG.random((15, 17))
    across, down = (getattr(ndimage, pair)(image, axis=axis, mode="mirror") for axis in (1, 0))
    size, direction = gradient(image, pair)
    np.testing.assert_allclose(size, np.hypot(across, down), rtol=1e-4)
    clear = size > 0.01
    np.testing.assert_allclose(np.exp(1j * direction)[clear], np.exp(1j * np.arctan2(down, across))[clear], atol=1e-3)


def test_where_nothing_changes_the_direction_is_0_and_never_half_a_turn():
    assert not gradient(np.full((5, 5), -3.0))[1].any()


def test_two_blurs_in_a_row_are_the_blur_of_the_kernels_product():
    image = RNG.random((20, 20))
    both = signal.convolve2d(FILTERS["gaussian"].kernel, FILTERS["box"].kernel)
    found = chain(image, [FILTERS["gaussian"].kernel, FILTERS["box"].kernel])[4:-4, 4:-4]
    np.testing.assert_allclose(found, ndimage.correlate(image, both)[4:-4, 4:-4], rtol=1e-4)


@pytest.mark.parametrize("shape", [(2, 2), (3, 3), (5, 5), (7, 4), (11, 11)])
def test_a_kernel_at_another_size_is_interpolated_as_torch_does(shape):
    kernel = RNG.random((3, 5))
    wanted = F.interpolate(torch.from_numpy(kernel)[None, None], shape, mode="bilinear", align_corners=False)[0, 0]
    np.testing.assert_allclose(interpolated(kernel, shape), wanted.numpy(), atol=1e-12)


@pytest.mark.parametrize("name", ["sobel_x", "sobel_y", "gaussian", "sharpen", "emboss", "vertical_line"])
@pytest.mark.parametrize("factor", [1, -3, 0.01])
def test_a_classic_kernel_is_likest_itself_whatever_its_scale(name, factor):
    best = likenesses(factor * FILTERS[name].kernel)[0]
    assert best.filter.name == name
    assert best.cosine == pytest.approx(np.sign(factor))


def test_likeness_is_the_cosine_that_scipy_computes():
    kernel = RNG.standard_normal((3, 3))
    for found in likenesses(kernel, count=30):
        assert found.cosine == pytest.approx(1 - cosine(kernel.ravel(), found.kernel.ravel()))
    sizes = [abs(found.cosine) for found in likenesses(kernel, count=30)]
    assert sizes == sorted(sizes, reverse=True)


def test_a_kernel_of_zeros_is_like_none():
    assert {found.cosine for found in likenesses(np.zeros((3, 3)), count=30)} == {0.0}


@pytest.mark.parametrize(("kernel", "total", "across", "down"), [
    ([[1, 2, 1]], 4, 1, 1), ([[-1, 0, 1]], 0, -1, 1), ([[1, 2], [3, 4]], 10, 0, 0), ([[1], [0], [-1]], 0, 1, -1),
    ([[0.1, 0.2, -0.3]], 0, 0, 1), (np.zeros((2, 2)), 0, 1, 1)])
def test_sum_and_symmetry_are_read_off_a_kernel(kernel, total, across, down):
    found = properties(kernel)
    assert (found.total, found.left_right, found.top_bottom) == (total, across, down)
