"""How often cells are read, against the gradient that torch computes, and layers on each other."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest
import torch
from torch.nn import functional as F

from explorer.convolution import Convolution
from explorer.convolution.lessons import Lesson, cells_read, chain, cross, most_layers, read_along, read_counts
from explorer.errors import ShapeError


def counts_of_torch(rows, columns, kernel, stride, padding, dilation):
    """What each cell adds to the sum of all outputs of a kernel of ones: how often it is read."""
    picture = torch.zeros(1, 1, rows, columns, requires_grad=True)
    ones = torch.ones(1, 1, kernel, kernel)
    F.conv2d(picture, ones, stride=stride, padding=padding, dilation=dilation).sum().backward()
    return picture.grad[0, 0].numpy()


@pytest.mark.parametrize(("rows", "columns", "kernel", "stride", "padding", "dilation"), [
    case for case in product((5, 8), (5, 7), (1, 2, 3), (1, 2, 3), (0, 1, 2), (1, 2))
    if case[5] * (case[2] - 1) + 1 <= 5 + 2 * case[4]])
def test_a_cell_is_read_as_often_as_it_counts_for_torch(rows, columns, kernel, stride, padding, dilation):
    conv = Convolution(input=np.zeros((1, rows, columns)), weight=np.ones((1, 1, kernel, kernel)), stride=stride,
                       padding=padding, dilation=dilation)
    assert np.array_equal(read_counts(conv), counts_of_torch(rows, columns, kernel, stride, padding, dilation))


# The textbook's figure 7.3.1 and the lecture's question: a corner once, the middle nine times.
def test_five_by_five_under_a_kernel_of_three_is_the_product_of_1_2_3_2_1():
    conv = Lesson(side=5).convolution(stride=1)
    assert [counts.tolist() for counts in read_along(conv)] == [[1, 2, 3, 2, 1]] * 2
    assert np.array_equal(read_counts(conv), np.outer((1, 2, 3, 2, 1), (1, 2, 3, 2, 1)))
    assert np.all(read_counts(Lesson(side=5, kernel=1).convolution(stride=1)) == 1)


@pytest.mark.parametrize(("stride", "side"), [(1, 5), (2, 3), (3, 2), (4, 2)])
def test_seven_cells_give_five_places_at_stride_1_and_three_at_stride_2(stride, side):
    assert Lesson().convolution(stride=stride).output_shape == (1, side, side)


@pytest.mark.parametrize(("stride", "padding"), product((1, 2), (0, 1)))
def test_the_cells_that_a_stop_reads_make_its_value(stride, padding):
    conv = Lesson(padding=padding).convolution(stride=stride)
    laid, ones = conv.laid_out[0].ravel(), cells_read(conv)
    assert [laid[list(cells)].sum() for cells in ones] == conv.output[0].ravel().tolist()
    assert all(len(cells) == 9 for cells in ones)


def test_a_kernel_that_does_not_fit_is_refused():
    with pytest.raises(ShapeError):
        Lesson(side=3, kernel=5).convolution(stride=1)


# The lecture's chain: 9, 7, 5, 3, 1; one cell sees 3, 5, 7, 9.
def test_nine_cells_shrink_to_one_and_that_one_sees_all_nine():
    convs = chain(cross(9), kernel=3, layers=4)
    assert [conv.output_shape[1] for conv in convs] == [7, 5, 3, 1]
    seen = {0}
    sides = []
    for conv in reversed(convs):
        seen = {place for cell in seen for place in cells_read(conv)[cell]}
        sides.append(int(len(seen) ** 0.5))
    assert sides == [3, 5, 7, 9]


@pytest.mark.parametrize(("side", "kernel", "layers"), [(9, 3, 4), (8, 3, 3), (9, 2, 8), (13, 5, 3), (5, 1, 5)])
def test_as_many_layers_fit_as_leave_a_cell(side, kernel, layers):
    assert most_layers(side, kernel) == layers
    assert chain(cross(side), kernel=kernel, layers=layers)[-1].output.size >= 1


def test_layers_are_torch_s_means():
    picture = torch.tensor(cross(9))[None, None]
    for conv in chain(cross(9), kernel=3, layers=4):
        picture = F.avg_pool2d(picture, 3, 1)
        assert np.allclose(conv.output, picture[0].numpy())
