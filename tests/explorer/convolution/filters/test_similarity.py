import numpy as np
import pytest
from scipy.ndimage import zoom

from explorer.convolution.filters.kernels import FILTERS
from explorer.convolution.filters.similarity import interpolated, likenesses


@pytest.mark.parametrize("name", ["sobel_x", "sobel_y", "outline", "laplacian_4", "emboss", "vertical_line"])
@pytest.mark.parametrize("factor", [3.0, -0.01])
def test_a_classic_kernel_is_like_itself_whatever_its_size_and_sign(name, factor):
    found = likenesses(factor * FILTERS[name].kernel)[0]
    assert abs(found.cosine) == pytest.approx(1)
    assert np.sign(found.cosine) == np.sign(factor)


def test_kernels_at_right_angles_are_not_alike():
    alike = {one.filter.name: one.cosine for one in likenesses(FILTERS["sobel_x"].kernel, count=99)}
    assert alike["sobel_y"] == pytest.approx(0)
    assert alike["box"] == pytest.approx(0)


def test_a_kernel_of_zeros_is_like_nothing():
    assert {one.cosine for one in likenesses(np.zeros((7, 7)))} == {0}


@pytest.mark.parametrize("shape", [(7, 7), (3, 5), (11, 4)])
def test_a_resized_kernel_is_that_of_scipy(shape):
    kernel = np.random.default_rng(0).normal(size=(5, 5))
    expected = zoom(kernel, (shape[0] / 5, shape[1] / 5), order=1, mode="nearest", grid_mode=True)
    np.testing.assert_allclose(interpolated(kernel, shape), expected)
