from itertools import product

import numpy as np
import pytest
import torch
import torch.nn.functional as F

from explorer.convolution.pooling.pooling import Pooling
from explorer.errors import ShapeError, SpecError

# Dumoulin & Visin (2016), arXiv:1603.07285, figures 1.5 and 1.6
GUIDE = [[3, 3, 2, 1, 0], [0, 0, 1, 3, 1], [3, 1, 2, 2, 3], [2, 0, 0, 2, 2], [2, 0, 0, 0, 1]]
MAXIMA = [[3, 3, 3], [3, 3, 3], [3, 2, 3]]
AVERAGES = [[1.7, 1.7, 1.7], [1.0, 1.2, 1.8], [1.1, 0.8, 1.3]]
MAX = {1: F.max_pool1d, 2: F.max_pool2d, 3: F.max_pool3d}
AVERAGE = {1: F.avg_pool1d, 2: F.avg_pool2d, 3: F.avg_pool3d}
SIDES = {1: (9,), 2: (7, 6), 3: (4, 5, 4)}


def numbers(dims):
    return np.random.default_rng(dims).normal(size=(2, *SIDES[dims]))


@pytest.mark.parametrize(("dims", "k", "s", "p", "d", "ceil"),
                         list(product((1, 2, 3), (1, 2, 3), (None, 1, 2, 4), (0, 1), (1, 2), (False, True))))
def test_maxima_and_their_places_agree_with_torch(dims, k, s, p, d, ceil):
    options = {"kernel_size": k, "stride": s, "padding": p, "dilation": d, "ceil_mode": ceil}
    try:
        best, places = MAX[dims](torch.tensor(numbers(dims))[None], return_indices=True, **options)
    except RuntimeError:
        with pytest.raises(SpecError):
            Pooling(input=numbers(dims), **options)
        return
    pooling = Pooling(input=numbers(dims), **options)
    np.testing.assert_array_equal(pooling.output, best[0].numpy())
    flat = np.ravel_multi_index(tuple(np.moveaxis(pooling.winners, -1, 0)), SIDES[dims])
    np.testing.assert_array_equal(flat, places[0].numpy())


@pytest.mark.parametrize(("dims", "k", "s", "p", "ceil", "count"),
                         list(product((1, 2, 3), (1, 2, 3), (None, 1, 2, 4), (0, 1), (False, True), (False, True))))
def test_averages_agree_with_torch(dims, k, s, p, ceil, count):
    options = {"kernel_size": k, "stride": s, "padding": p, "ceil_mode": ceil, "count_include_pad": count}
    try:
        expected = AVERAGE[dims](torch.tensor(numbers(dims))[None], **options)[0].numpy()
    except RuntimeError:
        with pytest.raises(SpecError):
            Pooling(input=numbers(dims), kind="average", **options)
        return
    np.testing.assert_allclose(Pooling(input=numbers(dims), kind="average", **options).output, expected, atol=1e-12)


def test_the_guides_maxima_come_out():
    assert Pooling(input=np.array([GUIDE]), kernel_size=3, stride=1).output[0].tolist() == MAXIMA


def test_the_guides_averages_come_out():
    output = Pooling(input=np.array([GUIDE]), kind="average", kernel_size=3, stride=1).output[0]
    np.testing.assert_allclose(output.round(1), AVERAGES)


def test_one_cell_tells_its_window_and_its_winner():
    pool = Pooling(input=np.array([GUIDE]), kernel_size=2).pool((0, 0, 1))
    assert pool.cells == ((0, 0, 2), (0, 0, 3), (0, 1, 2), (0, 1, 3)) and pool.values == (2, 1, 1, 3)
    assert pool.winner == (0, 1, 3) and pool.result == 3


def test_of_equal_values_the_first_wins_as_in_torch():
    assert Pooling(input=np.ones((1, 2, 2))).pool((0, 0, 0)).winner == (0, 0, 0)


def test_an_average_at_the_rim_says_what_it_divides_by():
    options = {"input": np.ones((1, 3, 3)), "kind": "average", "kernel_size": 3, "stride": 1, "padding": 1}
    assert Pooling(**options).pool((0, 0, 0)).divisor == 9
    assert Pooling(**options, count_include_pad=False).pool((0, 0, 0)).divisor == 4


def test_a_dilated_window_that_holds_only_padding_has_no_winner():
    pool = Pooling(input=np.ones((1, 4)), kernel_size=2, stride=1, padding=1, dilation=5).pool((0, 0))
    assert pool.winner is None and pool.result == -np.inf


def test_columns_that_no_window_reads_are_told():
    assert Pooling(input=np.ones((1, 5, 4))).unread == ((4,), ())


@pytest.mark.parametrize(("options", "error", "said"), [
    ({"padding": 2}, SpecError, "more than half the window of 2"), ({"kind": "median"}, SpecError, "median"),
    ({"kind": "average", "dilation": 2}, SpecError, "no dilation"), ({"kernel_size": 9}, ShapeError, "window of size"),
])
def test_what_torch_refuses_is_refused_in_words(options, error, said):
    with pytest.raises(error, match=said):
        Pooling(input=np.ones((1, 4, 4)), **options)
