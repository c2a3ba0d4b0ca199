import numpy as np
import pytest

from explorer.convolution.filters.kernel_sizes import FAMILIES, padded_or_cropped, sized
from explorer.convolution.filters.kernels import FILTERS, properties
from explorer.errors import SpecError


@pytest.mark.parametrize("name", FILTERS)
def test_a_filter_at_its_own_size_is_as_printed(name):
    np.testing.assert_array_equal(sized(name), FILTERS[name].kernel)
    np.testing.assert_array_equal(sized(name, len(FILTERS[name].rows)), FILTERS[name].kernel)


@pytest.mark.parametrize("name", FAMILIES)
def test_a_family_contains_the_printed_kernel(name):
    np.testing.assert_allclose(FAMILIES[name](len(FILTERS[name].rows)), FILTERS[name].kernel, atol=1e-12)


@pytest.mark.parametrize(("name", "total"), [("box", 1), ("gaussian", 1), ("identity", 1), ("outline", 0),
                                             ("sobel_x", 0), ("sobel_y", 0), ("vertical_line_7", 9)])
def test_larger_kernels_keep_what_their_sum_means(name, total):
    kernel = sized(name, 9)
    assert kernel.shape == (9, 9)
    assert properties(kernel).total == pytest.approx(total)


def test_the_larger_sobel_is_the_one_in_the_books():
    # OpenCV's getDerivKernels(1, 0, 5): row -1 -2 0 2 1, column 1 4 6 4 1.
    np.testing.assert_array_equal(sized("sobel_x", 5), np.outer([1, 4, 6, 4, 1], [-1, -2, 0, 2, 1]))


@pytest.mark.parametrize(("name", "side", "said"), [
    ("emboss", 5, "Emboss has one size, 3 × 3"), ("outline", 4, "Use an odd size of at least 1"),
    ("sobel_x", 2, "Use a size of at least 3")])
def test_sizes_that_do_not_exist_are_refused(name, side, said):
    with pytest.raises(SpecError, match=said):
        sized(name, side)


@pytest.mark.parametrize(("before", "after"), [((1, 1), 3), ((3, 3), 5), ((5, 5), 3), ((2, 4), 3)])
def test_a_resized_kernel_keeps_its_middle(before, after):
    kernel = np.arange(1.0, 1 + np.prod(before)).reshape(before)
    result = padded_or_cropped(kernel, after)
    assert result.shape == (after, after)
    if before[0] % 2 and before[1] % 2:
        assert result[after // 2, after // 2] == kernel[before[0] // 2, before[1] // 2]


def test_growing_adds_a_rim_of_zeros_and_shrinking_takes_it_away():
    np.testing.assert_array_equal(padded_or_cropped(np.ones((3, 3)), 5), np.pad(np.ones((3, 3)), 1))
    np.testing.assert_array_equal(padded_or_cropped(np.pad(np.ones((3, 3)), 1), 3), np.ones((3, 3)))
