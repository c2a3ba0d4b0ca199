"""Places that resemble a patch, by hand; and what FILTER_SETS show on pictures whose answer is known."""

from __future__ import annotations

import numpy as np
import pytest
import scipy.ndimage

from explorer.convolution.filters import FILTER_SETS, FILTERS, Match, PatchBox, Step, filtered, matches, resemblance

STEP = np.zeros((12, 12))
STEP[:, 6:] = 1


def test_the_formula_by_hand():
    """Patch 1 2 3: its mean 2, spread 2. Under it 3 2 1 gives -1, 2 4 6 gives 1, 1 1 4 gives 3 / sqrt(2 * 6)."""
    picture = np.array([[1.0, 2, 3, 2, 1, 2, 4, 6, 1, 1, 4]])
    found = resemblance(picture, PatchBox(0, 0, 1, 3))[0]
    assert found[[0, 2, 5, 8]] == pytest.approx([1, -1, 1, 3 / np.sqrt(12)])


@pytest.mark.parametrize("box", [PatchBox(0, 0, 3, 4), PatchBox(5, 6, 4, 2), PatchBox(8, 0, 4, 12)])
def test_values_are_pearson_s_correlation(box):
    picture = np.random.default_rng(box.row).random((12, 12))
    patch = picture[box.row:box.row + box.rows, box.column:box.column + box.columns].ravel()
    found = resemblance(picture, box)
    assert found.shape == (12 - box.rows + 1, 12 - box.columns + 1)
    for row, column in np.ndindex(*found.shape):
        window = picture[row:row + box.rows, column:column + box.columns].ravel()
        assert found[row, column] == pytest.approx(np.corrcoef(patch, window)[0, 1])


@pytest.mark.parametrize("far", [0.0, 1e3, 1e6])
def test_a_bright_picture_is_searched_as_well_as_a_dark_one(far):
    picture = np.random.default_rng(1).integers(0, 9, (20, 20)) + far
    found = resemblance(picture, PatchBox(3, 4, 5, 5))
    assert found[3, 4] == pytest.approx(1) and np.abs(found).max() <= 1


def test_one_pixel_is_flat_and_resembles_nothing():
    assert not resemblance(np.arange(12.0).reshape(3, 4), PatchBox(1, 1, 1, 1)).any()


def test_an_edge_resembles_every_edge_like_it_and_is_the_opposite_of_its_mirror():
    found = resemblance(np.concatenate([STEP, STEP[:, ::-1]], axis=1), PatchBox(4, 4, 4, 4))
    assert found[:, 4] == pytest.approx(1) and found[:, 16] == pytest.approx(-1)
    assert not found[:, 0].any()


def test_the_best_places_come_in_order_and_leave_room_around_each():
    values = np.zeros((9, 9))
    values[4, 4], values[4, 5], values[0, 0], values[8, 8] = 1.0, 0.9, 0.5, -0.5
    box = PatchBox(4, 4, 3, 3)
    assert matches(values, box, 2) == (Match(4, 4, 1.0), Match(0, 0, 0.5))
    assert values[4, 5] == 0.9  # what was given is not changed
    assert matches(values, box, 0) == ()


@pytest.mark.parametrize("count", [1, 4, 99])
def test_there_are_never_more_places_than_fit(count):
    found = matches(np.random.default_rng(0).random((6, 6)), PatchBox(0, 0, 4, 4), count)
    assert len(found) <= min(count, 9) and found[0].value == max(one.value for one in found)


def result(step, picture):
    return next(iter(filtered([step], (255 * picture).astype(np.uint8)[:, :, None]))).values[..., 0]


@pytest.mark.parametrize("step", FILTER_SETS["six"].steps, ids=lambda step: step.name)
def test_each_of_the_six_is_scipy_s_correlation_in_the_middle(step):
    picture = np.random.default_rng(3).integers(0, 2, (14, 16)).astype(float)
    wanted = scipy.ndimage.correlate(255 * picture, FILTERS[step.name].kernel)
    np.testing.assert_allclose(result(step, picture)[2:-2, 2:-2], wanted[2:-2, 2:-2], atol=1e-3)


def test_sobel_x_answers_to_an_upright_edge_and_sobel_y_to_a_lying_one():
    across, down = (result(Step(name=name), STEP) for name in ("sobel_x", "sobel_y"))
    assert across[5, 5:7].tolist() == [4 * 255] * 2 and not down.any()
    assert result(Step(name="sobel_y"), STEP.T)[5:7, 5].tolist() == [4 * 255] * 2


@pytest.mark.parametrize("step", FILTER_SETS["sizes"].steps, ids=lambda step: str(step.side))
def test_a_box_of_any_side_keeps_a_flat_picture_and_sums_to_1(step):
    assert np.sum(step.kernels[0]) == pytest.approx(1)
    np.testing.assert_allclose(result(step, np.ones((40, 40))), 255, atol=1e-3)


def test_sets_share_no_title_and_the_sizes_are_those_of_the_course():
    assert len({one.title for one in FILTER_SETS.values()}) == len(FILTER_SETS)
    assert [step.side for step in FILTER_SETS["sizes"].steps] == [3, 7, 15, 31]
    assert [step.angle for step in FILTER_SETS["gabors"].steps] == [0, 30, 60, 90, 120, 150]
