from itertools import product

import numpy as np
import pytest
import torch
import torch.nn.functional as F

from explorer.convolution.pooling.downsampling import most_times, shrunk
from explorer.errors import ShapeError
from explorer.graph import Graph, MaxPool2d, analyse

POOL = {"max": F.max_pool2d, "average": F.avg_pool2d}
CASES = list(product((1, 2, 3), (1, 2, 3), (0, 1, 2, 3)))


@pytest.fixture(scope="module")
def photo():
    return np.random.default_rng(0).integers(0, 256, (50, 61, 3), dtype=np.uint8)


@pytest.mark.parametrize(("k", "s", "times"), CASES)
@pytest.mark.parametrize("method", POOL)
def test_repeated_pooling_agrees_with_torch(photo, method, k, s, times):
    values = torch.tensor(photo.astype(np.float64)).permute(2, 0, 1)[None]
    for _ in range(times):
        values = POOL[method](values, k, s)
    expected = values[0].permute(1, 2, 0).numpy()
    found = shrunk(photo, method, kernel_size=k, stride=s, times=times).pixels
    assert found.shape == expected.shape and np.abs(found - expected).max() <= 0.5 + 1e-9


@pytest.mark.parametrize(("k", "s", "times"), CASES)
def test_every_nth_pixel_has_the_same_size_and_is_one_of_the_photo(photo, k, s, times):
    options = {"kernel_size": k, "stride": s, "times": times}
    found, pooled = shrunk(photo, "every", **options), shrunk(photo, "max", **options)
    height, width = pooled.pixels.shape[:2]
    assert found.pixels.tolist() == photo[::s**times, ::s**times][:height, :width].tolist()
    assert (found.sees, found.jump) == (1, s**times)


@pytest.mark.parametrize(("k", "s", "times"), [case for case in CASES if case[2]])
def test_what_a_pixel_sees_agrees_with_the_analysis_of_networks(photo, k, s, times):
    row = analyse(Graph.chain(*[MaxPool2d(kernel_size=k, stride=s)] * times), (3, 50, 61)).rows[-1]
    found = shrunk(photo, "max", kernel_size=k, stride=s, times=times)
    assert (found.sees, found.jump) == (row.field.size, row.field.jump)


def test_three_poolings_by_2_see_8_px(photo):
    assert shrunk(photo, "max", kernel_size=2, stride=2, times=3).sees == 8


def test_a_window_that_does_not_fit_any_more_is_refused_with_the_sizes(photo):
    with pytest.raises(ShapeError, match="After 2 of 3 steps the photo is 2 × 2 px"):
        shrunk(photo, "max", kernel_size=5, stride=5, times=3)


@pytest.mark.parametrize(("side", "k", "s", "times"), [(50, 5, 5, 2), (8, 2, 2, 3), (1, 2, 2, 0), (50, 1, 1, 6)])
def test_a_photo_can_be_pooled_as_often_as_the_window_fits(side, k, s, times):
    assert most_times(side, kernel_size=k, stride=s, limit=6) == times
