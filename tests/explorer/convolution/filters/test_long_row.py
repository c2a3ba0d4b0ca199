"""The inside of a photo as one long row gives what SciPy gives there."""

from itertools import product

import numpy as np
import pytest
from scipy import ndimage

from explorer.convolution import FILTERS, correlate
from explorer.convolution.filters import long_row
from explorer.convolution.filters.correlate import separable
from explorer.convolution.filters.long_row import fill, sums_of, weighted

OUTLINE = FILTERS["outline"].kernel
PASCAL = np.outer([1, 4, 6, 4, 1], [1, 2, 1])
KERNELS = {"sobel": FILTERS["sobel_x"].kernel, "outline": OUTLINE, "emboss": FILTERS["emboss"].kernel,
           "Pascal": PASCAL, "Pascal, turned round": -PASCAL.T, "box": np.ones((3, 5)), "nothing": np.zeros((3, 3)),
           "one cell": np.full((1, 1), 3.0), "one column": np.array([[1.0], [2.0], [-1.0]])}


def photo(*shape, kind=np.uint8):
    return np.random.default_rng(2).integers(0, 256, shape).astype(kind)


def counted(kernel):
    """Return the sums of a kernel over a photo 40 px wide."""
    return sums_of(np.asarray(kernel, dtype=float), separable, row=40, value=1)


@pytest.mark.parametrize(("name", "kind"), list(product(KERNELS, (np.uint8, np.float32))))
def test_whole_numbers_agree_with_scipy_to_the_last_bit(name, kind):
    image = photo(30, 40, kind=kind)
    expected = ndimage.correlate(image.astype(float), KERNELS[name], mode="mirror")
    np.testing.assert_array_equal(correlate(image, KERNELS[name]), expected)


@pytest.mark.parametrize("name", KERNELS)
def test_strips_meet_without_a_seam(name, monkeypatch):
    image = photo(30, 40, 3)
    whole = correlate(image, KERNELS[name])
    monkeypatch.setattr(long_row, "STRIP_VALUES", 7)
    np.testing.assert_array_equal(correlate(image, KERNELS[name]), whole)


@pytest.mark.parametrize("gap", [2, 3])
def test_a_dilated_kernel_agrees_with_the_kernel_with_zeros_between(gap):
    kernel = KERNELS["emboss"]
    spread = np.zeros((2 * gap + 1, 2 * gap + 1))
    spread[::gap, ::gap] = kernel
    expected = ndimage.correlate(photo(30, 40).astype(float), spread, mode="mirror")
    np.testing.assert_array_equal(correlate(photo(30, 40), kernel, dilation=gap), expected)


def test_the_values_near_both_ends_are_left_to_the_caller():
    out = np.full(400, -1, np.float32)
    fill(photo(400), counted(np.ones((3, 3))), (40, 1), out)
    assert (out[:41] == -1).all()
    assert (out[-41:] == -1).all()
    assert (out[41:-41] >= 0).all()


def test_an_outline_is_a_blur_taken_from_the_pixel():
    found = counted(OUTLINE)
    assert found.centre == 9
    assert len(found.taps) == len(found.column) == 3


def test_a_kernel_without_factors_is_one_pass_over_its_cells():
    found = counted(FILTERS["sharpen"].kernel)
    assert dict(found.taps) == {1: -1, 40: -1, 41: 5, 42: -1, 81: -1}
    assert not found.column


@pytest.mark.parametrize(("weights", "step"), [
    ([1, 2, 1], 1), ([-1, -4, -6, -4, -1], 1), ([1, 0, 1], 2), ([1, 0, 2, 0, 1], 2), ([1, 1, 1], 0), ([-1, 0, 1], 0),
    ([3], 0)])
def test_weights_of_pascals_triangle_are_told_from_others(weights, step):
    taps = tuple((place, weight) for place, weight in enumerate(weights) if weight)
    assert long_row._binomial_step(taps) == step


def test_no_weights_at_all_give_zeros():
    out = np.ones(4, np.float32)
    weighted([], out, np.empty(4, np.float32))
    assert not out.any()
