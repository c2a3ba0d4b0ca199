import numpy as np
import pytest
from scipy import ndimage

from explorer.convolution import Convolution
from explorer.convolution.filters.correlate import separable
from explorer.convolution.filters.kernels import FILTERS, chain, gabor, gradient, properties
from explorer.errors import SpecError

# A vertical step from 0 to 1: kernel, its sum, a row of the valid cross-correlation (FACTS.md, section 5).
STEP = np.array([[0, 0, 0, 1, 1, 1]] * 3, dtype=float)
FACTS = [
    ("sobel_x", 0, [0, 4, 4, 0]), ("prewitt_x", 0, [0, 3, 3, 0]), ("scharr_x", 0, [0, 16, 16, 0]),
    ("laplacian_4", 0, [0, 1, -1, 0]), ("outline", 0, [0, -3, 3, 0]), ("sharpen", 1, [0, -1, 2, 1]),
    ("emboss", 1, [0, 3, 4, 1]), ("box", 1, [0, 1 / 3, 2 / 3, 1]), ("gaussian", 1, [0, 0.25, 0.75, 1]),
]
SEPARABLE = {"box", "gaussian", "gaussian_5", "sobel_x", "sobel_y", "prewitt_x", "prewitt_y", "scharr_x", "scharr_y",
             "identity", "vertical_line", "horizontal_line", "vertical_line_7", "horizontal_line_7"}


@pytest.mark.parametrize(("name", "total", "row"), FACTS)
def test_a_step_comes_out_as_published(name, total, row):
    kernel = FILTERS[name].kernel
    output = Convolution(input=STEP[None], weight=kernel[None, None]).output[0, 0]
    np.testing.assert_allclose(output, row, atol=1e-12)
    assert properties(kernel).total == pytest.approx(total)


@pytest.mark.parametrize("name", FILTERS)
def test_a_flat_patch_gives_the_sum_of_the_kernel(name):
    kernel = FILTERS[name].kernel
    output = Convolution(input=np.full((1, 7, 7), 5.0), weight=kernel[None, None]).output
    np.testing.assert_allclose(output, 5 * properties(kernel).total, atol=1e-12)


@pytest.mark.parametrize("name", FILTERS)
def test_factors_exist_exactly_where_the_rank_is_1(name):
    kernel = FILTERS[name].kernel
    factors = separable(kernel)
    assert (factors is not None) == (np.linalg.matrix_rank(kernel) == 1) == (name in SEPARABLE)
    if factors:
        np.testing.assert_allclose(np.outer(*factors), kernel, atol=1e-12)


@pytest.mark.parametrize(("name", "column", "row"), [
    ("sobel_x", [1, 2, 1], [-1, 0, 1]), ("sobel_y", [-1, 0, 1], [1, 2, 1]), ("scharr_x", [3, 10, 3], [-1, 0, 1]),
    ("box", [1 / 3] * 3, [1 / 3] * 3), ("gaussian", [0.25, 0.5, 0.25], [0.25, 0.5, 0.25]),
])
def test_factors_are_the_ones_in_the_books(name, column, row):
    np.testing.assert_allclose(separable(FILTERS[name].kernel)[0], column, atol=1e-12)
    np.testing.assert_allclose(separable(FILTERS[name].kernel)[1], row, atol=1e-12)


@pytest.mark.parametrize("kernel", [np.zeros((3, 3)), [[np.nan, 1], [1, 1]], np.eye(3)])
def test_kernels_without_factors_have_none(kernel):
    assert separable(kernel) is None


def test_symmetry_is_told_per_direction():
    sobel = properties(FILTERS["sobel_x"].kernel)
    emboss = properties(FILTERS["emboss"].kernel)
    assert (sobel.left_right, sobel.top_bottom) == (-1, 1) and (emboss.left_right, emboss.top_bottom) == (0, 0)


def test_every_filter_says_what_it_shows_and_where_it_is_from():
    assert all(entry.title and entry.shows and entry.source for entry in FILTERS.values())


@pytest.mark.parametrize("angle", [0, 30, 90, 135])
def test_a_gabor_kernel_answers_most_to_its_own_direction(angle):
    answers = [abs(float((gabor(angle, 6).kernel * _stripes(other)).sum())) for other in (0, 30, 90, 135)]
    assert np.argmax(answers) == (0, 30, 90, 135).index(angle)
    assert abs(gabor(angle, 6).kernel.sum()) < 1e-12


def _stripes(angle):
    turn = np.deg2rad(angle)
    y, x = np.mgrid[:11, :11] - 5
    return np.cos(2 * np.pi * (x * np.cos(turn) + y * np.sin(turn)) / 6)


@pytest.mark.parametrize("options", [
    {"wavelength": 1}, {"wavelength": np.nan}, {"side": 4}, {"side": 1}, {"spread": 0},
])
def test_a_gabor_kernel_that_cannot_be_drawn_is_refused(options):
    with pytest.raises(SpecError):
        gabor(**options)


@pytest.mark.parametrize("kind", ["sobel", "prewitt"])
def test_gradients_agree_with_scipy(kind):
    image = np.random.default_rng(0).normal(size=(12, 13))
    across, down = (getattr(ndimage, kind)(image, axis=axis, mode="mirror") for axis in (1, 0))
    magnitude, direction = gradient(image, kind)
    np.testing.assert_allclose(magnitude, np.hypot(across, down), rtol=1e-4, atol=1e-5)
    inner = (slice(1, -1), slice(1, -1))    # at a mirrored border the change is 0, of either sign
    np.testing.assert_allclose(direction[inner], np.arctan2(down, across)[inner], atol=1e-3)


def test_a_picture_that_brightens_downwards_points_down():
    _, direction = gradient(np.outer(np.arange(5), np.ones(5)))
    assert direction[2, 2] == pytest.approx(np.pi / 2)


def test_an_unknown_gradient_is_refused():
    with pytest.raises(SpecError, match="roberts"):
        gradient(np.ones((5, 5)), "roberts")


def test_a_chain_applies_its_kernels_in_turn():
    image = np.random.default_rng(0).normal(size=(9, 9)).astype(np.float32)
    kernels = [FILTERS["gaussian"].kernel, FILTERS["outline"].kernel]
    once = ndimage.correlate(image, kernels[0], mode="mirror")
    np.testing.assert_allclose(chain(image, kernels), ndimage.correlate(once, kernels[1], mode="mirror"), atol=1e-4)
