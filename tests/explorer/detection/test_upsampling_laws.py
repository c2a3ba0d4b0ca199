"""Laws of making grids larger: what all methods share, and how they are related."""

from itertools import product

import numpy as np
import pytest
import torch
from torch.nn import functional

from explorer import detection

RANDOM = np.random.default_rng(7)
ONE, OTHER = RANDOM.normal(size=(2, 4, 5))
SETTINGS = list(product((2, 3, 4), (1, 2, 3), (0, 1)))
KERNEL = RANDOM.normal(size=(3, 3))
METHODS = pytest.mark.parametrize("method", [
    detection.nearest, detection.bilinear, lambda grid: detection.transposed(grid, KERNEL, stride=2)],
    ids=["nearest", "bilinear", "transposed"])


@METHODS
def test_all_are_linear(method):
    np.testing.assert_allclose(method(2 * ONE - OTHER).output, 2 * method(ONE).output - method(OTHER).output)


@METHODS
def test_weights_do_not_depend_on_the_values(method):
    assert (method(ONE).weights == method(OTHER).weights).all()


@pytest.mark.parametrize("factor", [1, 2, 3, 5])
def test_an_even_area_stays_even(factor):
    area = np.full((3, 4), 2.5)
    assert (detection.nearest(area, factor).output == 2.5).all()
    np.testing.assert_allclose(detection.bilinear(area, factor).output, 2.5)


@pytest.mark.parametrize("factor", [2, 3, 4])
def test_bilinear_stays_between_the_least_and_the_most(factor):
    larger = detection.bilinear(ONE, factor).output
    assert ONE.min() <= larger.min() and larger.max() <= ONE.max()


@pytest.mark.parametrize("factor", [2, 3])
def test_the_nearest_value_is_a_stamp_of_ones_that_does_not_overlap(factor):
    stamped = detection.stamped(ONE, np.ones((factor, factor)), stride=factor)
    np.testing.assert_allclose(stamped, detection.nearest(ONE, factor).output)
    assert (detection.coverage(4, kernel_size=factor, stride=factor, padding=0) == 1).all()


@pytest.mark.parametrize(("size", "stride", "padding"), SETTINGS)
def test_transposed_is_the_convolution_read_backwards(size, stride, padding):
    # <conv(x), y> = <x, transposed(y)>: Dumoulin & Visin (2016), section 4
    kernel = RANDOM.normal(size=(size, size))
    larger = detection.stamped(ONE, kernel, stride=stride, padding=padding)
    x = RANDOM.normal(size=larger.shape)
    small = functional.conv2d(torch.tensor(x)[None, None], torch.tensor(kernel)[None, None], stride=stride,
                              padding=padding)[0, 0].numpy()
    assert small.shape == ONE.shape
    assert float((small * ONE).sum()) == pytest.approx(float((x * larger).sum()))


@pytest.mark.parametrize(("size", "stride"), product((2, 3, 4, 5, 6), (1, 2, 3)))
def test_stamps_along_rows_and_columns_multiply(size, stride):
    counts = detection.coverage(6, kernel_size=size, stride=stride, padding=0)
    line = counts[:, 0] / counts[0, 0]
    np.testing.assert_allclose(np.outer(line, line) * counts[0, 0], counts)
    assert counts.sum() == 36 * size**2  # each cell stamps all of the kernel


@pytest.mark.parametrize("name", detection.KERNELS)
@pytest.mark.parametrize("size", [2, 3, 4, 5, 6])
def test_kernels_are_square_and_bilinear_ones_are_tents(name, size):
    kernel = detection.kernel_of(name, size)
    assert kernel.shape == (size, size)
    if name == "bilinear":
        np.testing.assert_allclose(kernel, kernel.T)
        np.testing.assert_allclose(kernel, kernel[::-1])
        assert kernel.max() == kernel[size // 2, size // 2] <= 1


def test_maps_that_are_even_have_no_steps():
    assert detection.neighbour_steps(np.ones((2, 6, 6))) == (0, 0)


def test_a_checkerboard_has_steps_within_blocks_as_across_them():
    board = np.indices((6, 6)).sum(axis=0)[None] % 2
    assert detection.neighbour_steps(board.astype(float)) == (1, 1)
