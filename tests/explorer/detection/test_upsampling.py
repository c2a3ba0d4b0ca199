from itertools import product

import numpy as np
import pytest
import torch
from torch.nn import functional

from explorer import detection
from explorer.errors import ExplorerError, SpecError

GRIDS = [np.array([[1.0]]), np.array([[1.0, 2.0], [3.0, 4.0]]), np.random.default_rng(0).normal(size=(4, 3))]
GRID = pytest.mark.parametrize("grid", GRIDS, ids=str)
SETTINGS = list(product(range(2, 7), range(1, 4), range(3)))


def batch(values):
    return torch.tensor(values)[None, None]


@GRID
@pytest.mark.parametrize("factor", [1, 2, 3, 4])
@pytest.mark.parametrize("method", ["nearest", "bilinear"])
def test_enlarging_agrees_with_torch(grid, factor, method):
    more = {"align_corners": False} if method == "bilinear" else {}
    expected = functional.interpolate(batch(grid), scale_factor=factor, mode=method, **more)[0, 0].numpy()
    np.testing.assert_allclose(getattr(detection, method)(grid, factor).output, expected, atol=1e-12)


@pytest.mark.parametrize(("size", "stride", "padding"), SETTINGS)
def test_stamping_agrees_with_torch(size, stride, padding):
    grid, kernel = np.random.default_rng(1).normal(size=(6, 5)), detection.kernel_of("random", size, seed=3)
    expected = functional.conv_transpose2d(batch(grid), batch(kernel), stride=stride, padding=padding)[0, 0].numpy()
    np.testing.assert_allclose(detection.transposed(grid, kernel, stride=stride, padding=padding).output, expected,
                               atol=1e-12)
    np.testing.assert_allclose(detection.stamped(grid, kernel, stride=stride, padding=padding), expected, atol=1e-12)


@pytest.mark.parametrize(("size", "stride", "padding"), SETTINGS)
def test_coverage_is_what_stamps_of_ones_add_up_to(size, stride, padding):
    expected = functional.conv_transpose2d(torch.ones(1, 1, 16, 16), torch.ones(1, 1, size, size), stride=stride,
                                           padding=padding)[0, 0].numpy()
    found = detection.coverage(16, kernel_size=size, stride=stride, padding=padding)
    assert (found == expected).all()
    inside = found[size:-size, size:-size]
    assert detection.is_even(size, stride) == (inside.min() == inside.max())


def test_kernel_3_stride_2_makes_a_checkerboard_and_kernel_4_padding_1_none():
    # FACTS: Odena et al. (2016), Distill
    size, stride, padding = detection.CHECKERBOARD
    uneven = detection.coverage(4, kernel_size=size, stride=stride, padding=padding)
    assert uneven[2].tolist() == [2, 2, 4, 2, 4, 2, 4, 2, 2]
    size, stride, padding = detection.SMOOTH
    even = detection.coverage(4, kernel_size=size, stride=stride, padding=padding)
    assert even.shape == (8, 8)
    assert set(even[1:-1, 1:-1].ravel()) == {4}
    assert (detection.is_even(3, 2), detection.is_even(4, 2)) == (False, True)


def test_a_bilinear_kernel_of_4_interpolates_away_from_the_edge():
    grid = np.random.default_rng(0).normal(size=(5, 6))
    stamped = detection.transposed(grid, detection.kernel_of("bilinear", 4), stride=2, padding=1).output
    np.testing.assert_allclose(stamped[1:-1, 1:-1], detection.bilinear(grid).output[1:-1, 1:-1], atol=1e-12)


def test_a_kernel_of_3_can_make_up_for_its_checkerboard():
    stamped = detection.transposed(np.ones((4, 4)), detection.kernel_of("bilinear", 3), stride=2).output
    assert (stamped[1:-1, 1:-1] == 1).all()


@pytest.mark.parametrize("found", [detection.nearest(GRIDS[2]), detection.bilinear(GRIDS[2]), detection.transposed(
    GRIDS[2], detection.kernel_of("random", 3), stride=2)], ids=["nearest", "bilinear", "transposed"])
def test_each_cell_is_the_sum_of_its_terms(found):
    reads = found.reads()
    for row, column in product(*map(range, found.size)):
        terms = found.terms(row, column)
        assert sum(weight * value for weight, value in terms) == pytest.approx(found.output[row, column])
        cells = reads[row * found.size[1] + column]
        assert [found.grid.flat[cell] for cell in cells] == [value for _weight, value in terms]


def test_bilinear_weights_sum_to_1_and_are_sixteenths():
    found = detection.bilinear(np.arange(9.0).reshape(3, 3))
    assert [weight for weight, _value in found.terms(1, 1)] == [9 / 16, 3 / 16, 3 / 16, 1 / 16]
    np.testing.assert_allclose(found.weights.sum(axis=1), 1)


def test_a_random_kernel_is_the_same_for_the_same_seed_only():
    first, same, other = (detection.kernel_of("random", 4, seed=seed) for seed in (1, 1, 2))
    assert (first == same).all()
    assert (first != other).any()


@pytest.mark.parametrize(("setting", "side"), [((3, 2, 0), 9), ((4, 2, 1), 8), ((2, 2, 0), 8)])
def test_the_side_has_its_working(setting, side):
    size, stride, padding = setting
    found = detection.side_working(4, kernel_size=size, stride=stride, padding=padding)
    assert found.endswith(f"= {side}")
    assert found.startswith(r"(4 - 1) \cdot 2")
    layer = torch.nn.ConvTranspose2d(1, 1, size, stride, padding)
    assert layer(torch.zeros(1, 1, 4, 4)).shape[-1] == side


def test_unknown_kernels_and_output_that_is_all_cut_off_are_refused():
    with pytest.raises(SpecError, match="no kernel 'x'"):
        detection.kernel_of("x", 3)
    with pytest.raises(ExplorerError):
        detection.transposed(np.ones((1, 1)), np.ones((2, 2)), stride=2, padding=2)


def test_doubling_by_the_nearest_leaves_blocks_without_a_step():
    maps = np.random.default_rng(0).normal(size=(3, 4, 5))
    doubled = functional.interpolate(torch.tensor(maps)[None], scale_factor=2, mode="nearest")[0].numpy()
    within, across = detection.neighbour_steps(doubled)
    steps = np.concatenate([np.abs(np.diff(maps, axis=axis)).ravel() for axis in (1, 2)])
    assert within == 0
    assert across == pytest.approx(steps.mean())
    assert detection.neighbour_steps(np.zeros((1, 1, 1))) == (0, 0)


def test_a_ramp_has_equal_steps_everywhere():
    ramp = np.add.outer(np.arange(6.0), np.arange(8.0))[None]
    assert detection.neighbour_steps(ramp) == (1, 1)
