import numpy as np
import pytest
import torch
import torch.nn.functional as F

from explorer.convolution.pooling.examples import GRID_EXAMPLES, contrast, noise, noisy_grey, thin_line
from explorer.convolution.pooling.plan import PoolingPlan


@pytest.mark.parametrize("name", GRID_EXAMPLES)
def test_every_preset_can_be_pooled(name):
    one = GRID_EXAMPLES[name]
    plan = PoolingPlan(grid=one.grid, kernel=one.kernel, stride=one.stride, padding=one.padding, ceil=one.ceil)
    assert np.isfinite(plan.pooling("max").output).all()


def test_the_guides_preset_gives_the_guides_maxima():
    one = GRID_EXAMPLES["guide"]                       # Dumoulin & Visin (2016), arXiv:1603.07285, figure 1.6
    plan = PoolingPlan(grid=one.grid, kernel=one.kernel, stride=one.stride)
    assert plan.pooling("max").output[0].tolist() == [[3, 3, 3], [3, 3, 3], [3, 2, 3]]


def test_padding_never_wins_among_negative_numbers():
    one = GRID_EXAMPLES["padded"]
    plan = PoolingPlan(grid=one.grid, kernel=one.kernel, stride=one.stride, padding=one.padding)
    assert plan.pooling("max").output.max() < 0


@pytest.mark.parametrize(("kernel", "average"), [(2, 4), (3, 8 / 3), (4, 2)])
def test_the_maximum_keeps_the_lines_contrast_and_the_average_a_share_of_it(kernel, average):
    found = contrast(kernel)
    assert (found.before, found.max) == (8, 8) and found.average == pytest.approx(average)


@pytest.mark.parametrize("kernel", [2, 3, 4])
def test_the_average_finds_the_grey_and_the_maximum_lands_too_high(kernel):
    found = noise(kernel)
    values = torch.tensor(noisy_grey(), dtype=torch.float64)[None, None]
    mean, best = F.avg_pool2d(values, kernel).numpy(), F.max_pool2d(values, kernel).numpy()
    np.testing.assert_allclose([*found.average, *found.max], [mean.mean(), mean.std(), best.mean(), best.std()])
    assert found.before == pytest.approx((5, 1), abs=0.02)
    assert found.average[0] == pytest.approx(5, abs=0.02) and found.average[1] < 1.2 / kernel
    assert found.max[0] > 5.9


def test_the_line_is_one_cell_wide():
    assert (np.array(thin_line()) == 9).sum(axis=0).tolist() == [1] * 12


# The lecture's 3 × 3 at stride 1 begins with max(0, 1, 3, 4) = 4; CS231n's 4 × 4 gives 6 8 / 3 4.
@pytest.mark.parametrize(("name", "stride", "maxima"), [
    ("two", 1, [[4, 5], [7, 8]]), ("cs231n", 2, [[6, 8], [3, 4]])])
def test_the_courses_grids_give_their_maxima(name, stride, maxima):
    one = GRID_EXAMPLES[name]
    assert one.stride == stride
    plan = PoolingPlan(grid=one.grid, kernel=one.kernel, stride=one.stride)
    assert plan.pooling("max").output[0].tolist() == maxima
    assert F.max_pool2d(torch.tensor([[one.grid]]), one.kernel, one.stride)[0, 0].tolist() == maxima


def test_a_stroke_that_moves_by_the_stride_moves_in_the_maxima_and_one_cell_changes_them_a_little():
    a, b, c = (F.max_pool2d(torch.tensor([[GRID_EXAMPLES[name].grid]]), 2)[0, 0] for name in
               ("stroke", "stroke_1", "stroke_2"))
    assert torch.equal(c[:, 1:], a[:, :-1])
    assert 0 < (a != b).sum() < (a != c).sum() <= 16
