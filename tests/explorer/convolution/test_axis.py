import numpy as np
import pytest

from explorer.convolution.axis import INSERTED, OUTSIDE, PADDING, padded_lane, pooled, sliding, stretched
from explorer.errors import ShapeError, SpecError

# Dumoulin & Visin (2016), arXiv:1603.07285: relationship, i, k, s, p, d, expected o
GUIDE = [
    (1, 4, 3, 1, 0, 1, 2), (2, 5, 4, 1, 2, 1, 6), (3, 5, 3, 1, 1, 1, 5), (4, 5, 3, 1, 2, 1, 7), (5, 5, 3, 2, 0, 1, 2),
    (6, 5, 3, 2, 1, 1, 3), (6, 6, 3, 2, 1, 1, 3), (7, 5, 3, 1, 0, 1, 3), (15, 7, 3, 1, 0, 2, 3),
]
# The same guide, chapter 4: relationship, i', k, s, p, a, expected o'
GUIDE_TRANSPOSED = [
    (8, 2, 3, 1, 0, 0, 4), (9, 6, 4, 1, 2, 0, 5), (10, 5, 3, 1, 1, 0, 5), (11, 7, 3, 1, 2, 0, 5),
    (12, 2, 3, 2, 0, 0, 5), (13, 3, 3, 2, 1, 0, 5), (14, 3, 3, 2, 1, 1, 6),
]


@pytest.mark.parametrize(("relationship", "i", "k", "s", "p", "d", "o"), GUIDE)
def test_sizes_agree_with_the_guide_to_convolution_arithmetic(relationship, i, k, s, p, d, o):
    assert sliding(i, kernel_size=k, stride=s, padding=p, dilation=d).output_size == o


@pytest.mark.parametrize(("relationship", "i", "k", "s", "p", "a", "o"), GUIDE_TRANSPOSED)
def test_transposed_sizes_agree_with_the_guide(relationship, i, k, s, p, a, o):
    assert stretched(i, kernel_size=k, stride=s, padding=p, dilation=1, output_padding=a).output_size == o


@pytest.mark.parametrize(("size", "k", "s", "p", "ceil", "o"), [
    (112, 3, 2, 1, False, 56), (112, 3, 2, 1, True, 57), (55, 3, 2, 0, False, 27), (13, 3, 2, 0, False, 6),
    (5, 2, 2, 0, False, 2), (5, 2, 2, 0, True, 3), (3, 1, 4, 0, True, 1),   # torch.nn.MaxPool2d, drop rule
])
def test_pooled_sizes_follow_floor_ceil_and_the_drop_rule(size, k, s, p, ceil, o):
    assert pooled(size, kernel_size=k, stride=s, padding=p, dilation=1, ceil_mode=ceil).output_size == o


@pytest.mark.parametrize(("mode", "lane"), [
    ("zeros", [-1, -1, 0, 1, 2, -1, -1]), ("reflect", [2, 1, 0, 1, 2, 1, 0]),
    ("replicate", [0, 0, 0, 1, 2, 2, 2]), ("circular", [1, 2, 0, 1, 2, 0, 1]),
])
def test_each_padding_mode_repeats_the_cells_it_should(mode, lane):
    assert padded_lane(3, 2, 2, mode).tolist() == lane


def test_a_stride_that_leaves_the_last_column_unread_says_so():
    assert sliding(6, kernel_size=3, stride=2, padding=0, dilation=1).unread == (5,)


def test_a_stride_longer_than_the_kernel_leaves_gaps():
    assert sliding(7, kernel_size=1, stride=3, padding=0, dilation=1).unread == (1, 2, 4, 5)


def test_a_stretched_lane_has_zeros_between_and_around_its_cells():
    axis = stretched(2, kernel_size=3, stride=2, padding=0, dilation=1, output_padding=0)
    assert axis.lane.tolist() == [PADDING, PADDING, 0, INSERTED, 1, PADDING, PADDING]
    assert axis.taps.tolist() == [2, 1, 0]


def test_a_window_of_a_pooling_may_reach_beyond_its_input():
    assert pooled(5, kernel_size=2, stride=2, padding=0, dilation=1, ceil_mode=True).lane.tolist()[-1] == OUTSIDE


def test_a_kernel_that_does_not_fit_is_refused_with_its_numbers():
    with pytest.raises(ShapeError, match=r"kernel of size 5 .* input of size 4"):
        sliding(4, kernel_size=3, stride=1, padding=0, dilation=2)


@pytest.mark.parametrize(("mode", "padding"), [("reflect", 3), ("circular", 4)])
def test_padding_that_reaches_past_the_input_is_refused(mode, padding):
    with pytest.raises(ShapeError, match="Padding of"):
        sliding(3, kernel_size=1, stride=1, padding=padding, dilation=1, mode=mode)


def test_an_unknown_padding_mode_is_refused():
    with pytest.raises(SpecError, match="mirror"):
        padded_lane(3, 1, 1, "mirror")


def test_output_that_is_cut_off_wholly_is_refused():
    with pytest.raises(ShapeError, match="output of size -1"):
        stretched(1, kernel_size=1, stride=1, padding=1, dilation=1, output_padding=0)


def test_every_place_a_window_reads_lies_in_the_lane():
    axis = stretched(1, kernel_size=1, stride=5, padding=2, dilation=1, output_padding=4)
    assert axis.places.max() < len(axis.lane) and np.all(axis.places >= 0)
