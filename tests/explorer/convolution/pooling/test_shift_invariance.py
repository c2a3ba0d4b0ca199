from itertools import product

import numpy as np
import pytest
import torch
import torch.nn.functional as F

from explorer.convolution.pooling.shift_invariance import (
    cells_moved,
    digit,
    edge_kernel,
    maps,
    unchanged,
    unchanged_by_shift,
    view,
)
from explorer.errors import ShapeError

WINDOWS = [(k, s) for k, s in product((1, 2, 3, 4, 5), (1, 2, 3, 4))]


@pytest.fixture(scope="module")
def photo():
    return np.random.default_rng(1).integers(0, 256, (44, 44), dtype=np.uint8)


@pytest.mark.parametrize(("k", "s"), WINDOWS)
def test_maps_agree_with_torch(photo, k, s):
    found = maps(view(photo, 8, (2, -3)), kernel_size=k, stride=s)
    image = torch.tensor(photo[6:34, 11:39].astype(np.float64))[None, None]
    kernel = torch.tensor(edge_kernel(k).astype(np.float64))[None, None]
    expected = {"max": F.max_pool2d(image, k, s), "average": F.avg_pool2d(image, k, s) * k * k,
                "convolution": F.conv2d(image, kernel, stride=s)}
    for name, values in expected.items():
        np.testing.assert_allclose(found[name], values[0, 0].numpy(), atol=1e-9)


def test_the_edge_kernel_is_prewitts_and_answers_0_to_a_flat_patch():
    assert edge_kernel(3).tolist() == [[-1, 0, 1]] * 3     # Prewitt (1970), as in FACTS 5
    assert edge_kernel(2).tolist() == [[-1, 1]] * 2
    assert all(edge_kernel(size).sum() == 0 for size in range(2, 17))
    assert edge_kernel(1).tolist() == [[1]]


def test_a_shift_moves_the_content_and_not_the_frame(photo):
    still, moved = view(photo, 8, (0, 0)), view(photo, 8, (1, 2))
    assert moved.shape == (28, 28)
    assert (moved[1:, 2:] == still[:-1, :-2]).all()


@pytest.mark.parametrize(("k", "s"), WINDOWS)
@pytest.mark.parametrize("times", [-1, 1, 2])
def test_a_shift_by_whole_strides_moves_every_map_by_whole_cells(photo, k, s, times):
    shift = (0, times * s)
    before, after = (maps(view(photo, 8, at), kernel_size=k, stride=s) for at in ((0, 0), shift))
    found = unchanged(before, after, cells_moved(shift, s))
    assert all(one.share == 1 and one.change == 0 and one.cells > 0 for one in found.values())


def test_without_a_shift_all_cells_are_equal():
    found = unchanged_by_shift(digit(28, 8), 8, kernel_size=2, stride=2)[0]
    assert {one.share for one in found.values()} == {1.0}


@pytest.mark.parametrize(("k", "s"), [(2, 2), (3, 2), (3, 3), (4, 4)])
def test_the_maximum_keeps_more_cells_than_average_and_convolution(k, s):
    found = unchanged_by_shift(digit(28, 8), 8, kernel_size=k, stride=s)
    for right in (-2, -1, 1, 2):
        assert found[right]["max"].share > 2 * max(found[right][name].share for name in ("average", "convolution"))


def test_a_shift_between_strides_is_undone_by_no_move():
    found = unchanged_by_shift(digit(28, 8), 8, kernel_size=2, stride=2, follow=True)
    assert all(found[right]["average"].share < 0.5 for right in (1, 3, 5, 7))
    assert all(found[right]["average"].share == 1 for right in (2, 4, 6, 8))


def test_blank_cells_are_not_counted():
    before = {"max": np.array([[0, 5], [0, 3]])}
    after = {"max": np.array([[0, 5], [2, 4]])}
    found = unchanged(before, after)["max"]
    assert (found.cells, found.equal, found.share) == (3, 1, pytest.approx(1 / 3))
    assert found.change == pytest.approx((0 + 2 + 1) / 3 / 5)


def test_where_nothing_is_counted_nothing_has_changed():
    blank = {"max": np.zeros((2, 2), int)}
    assert unchanged(blank, blank)["max"].share == 1


@pytest.mark.parametrize(("step", "stride", "cells"), [(3, 2, 2), (1, 2, 1), (-1, 2, 0), (-3, 2, -1), (4, 3, 1)])
def test_halves_go_up(step, stride, cells):
    assert cells_moved((step, 0), stride) == (cells, 0)
    assert cells_moved((0, step), stride) == (0, cells)


def test_the_digit_is_white_on_black_with_soft_edges_and_a_margin():
    drawn = digit(28, 8)
    assert drawn.shape == (44, 44) and drawn.dtype == np.uint8 and drawn.max() == 255
    assert not drawn[:8].any() and not drawn[:, -8:].any() and ((drawn > 0) & (drawn < 255)).any()


def test_a_window_larger_than_the_image_is_refused():
    with pytest.raises(ShapeError, match="window of 29 px does not fit into an image of 28"):
        maps(view(digit(28, 8), 8, (0, 0)), kernel_size=29, stride=1)
