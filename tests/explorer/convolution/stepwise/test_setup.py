from dataclasses import replace

import numpy as np
import pytest
import torch

from explorer.convolution.stepwise.examples import EXAMPLES
from explorer.convolution.stepwise.setup import (
    Setup,
    by_filter,
    with_channels,
    with_input,
    with_input_size,
    with_kernel_size,
    with_transposed,
)
from explorer.errors import LimitError, ShapeError, SpecError

NOTES = EXAMPLES["notes_same"].setup
RGB = EXAMPLES["rgb_two"].setup
DEPTHWISE = EXAMPLES["depthwise"].setup


def test_a_larger_kernel_keeps_its_middle_and_adds_zeros():
    grown = with_kernel_size(NOTES, (5, 5)).weight[0, 0]
    assert grown[1:4, 1:4].tolist() == NOTES.weight[0, 0].tolist() and grown.sum() == NOTES.weight.sum()


def test_a_kernel_made_larger_and_smaller_again_is_the_same():
    there = with_kernel_size(with_kernel_size(NOTES, (6, 4)), (3, 3))
    assert there.weight.tolist() == NOTES.weight.tolist()


def test_a_larger_input_repeats_what_was_there():
    assert with_input_size(NOTES, (6, 5)).input[0, 5].tolist() == NOTES.input[0, 0].tolist()


@pytest.mark.parametrize("transposed", [False, True])
@pytest.mark.parametrize(("channels", "filters", "groups"), [(1, 1, 1), (4, 2, 2), (3, 3, 3), (2, 4, 2), (4, 3, 1)])
def test_channels_filters_and_groups_may_be_any_that_torch_takes(transposed, channels, filters, groups):
    start = with_transposed(RGB, transposed)
    conv = with_channels(start, channels=channels, filters=filters, groups=groups).convolution()
    assert conv.output_shape[0] == filters and len(conv.input) == channels and len(conv.bias) == filters


@pytest.mark.parametrize("transposed", [False, True])
def test_groups_that_do_not_divide_are_kept_and_refused_in_words(transposed):
    setup = with_channels(with_transposed(RGB, transposed), channels=3, filters=2, groups=2)
    with pytest.raises(SpecError, match=r"groups=2 does not divide both input channels \(3\)"):
        setup.convolution()
    assert with_channels(setup, channels=2, filters=2, groups=2).convolution().groups == 2


def test_both_layouts_of_a_grouped_weight_hold_the_same_filters():
    weight = torch.arange(4 * 2 * 3.0).reshape(4, 2, 3).numpy()
    turned = by_filter(weight, 2, transposed=True)
    assert turned.shape == (4, 2, 3) and by_filter(turned, 2, transposed=True).tolist() == weight.tolist()
    assert turned[3, 0].tolist() == weight[2, 1].tolist()    # last filter, first channel of the second group


def test_a_transposed_convolution_there_and_back_is_the_same():
    back = with_transposed(with_transposed(DEPTHWISE, True), False)
    assert back.weight.tolist() == DEPTHWISE.weight.tolist() and back.padding_mode == "zeros"


def test_an_input_of_other_channels_gets_kernels_for_them():
    conv = with_input(NOTES, np.ones((3, 4, 4))).convolution()
    assert conv.weight.shape == (1, 3, 3, 3)


@pytest.mark.parametrize("options", [
    {"input": np.ones((1, 17, 5))}, {"input": np.ones((5, 5, 5))}, {"weight": np.ones((1, 1, 8, 1)), "padding": 4},
    {"weight": np.ones((5, 1, 1, 1))}, {"stride": 7}, {"padding": 9}, {"dilation": 5},
    {"input": np.full((1, 5, 5), np.nan)}, {"input": np.full((1, 5, 5), 1e10)},
    {"input": np.ones((1, 16, 16)), "stride": 6, "transposed": True, "padding": 0},
])
def test_what_is_too_large_to_draw_is_refused(options):
    with pytest.raises(LimitError):
        replace(NOTES, **options).convolution()


def test_a_kernel_larger_than_its_input_is_a_setup_but_no_convolution():
    setup = with_kernel_size(replace(NOTES, padding=0), (7, 7))
    with pytest.raises(ShapeError, match=r"kernel of size 7 .*input of size 5"):
        setup.convolution()


def test_a_stride_larger_than_the_kernel_is_allowed_as_in_torch():
    assert replace(NOTES, stride=5).convolution().unread == ((2, 3, 4), (2, 3, 4))


@pytest.mark.parametrize("weight", [np.ones((3, 3)), np.ones((1, 1, 0, 3))])
def test_a_kernel_of_other_axes_is_refused_at_once(weight):
    with pytest.raises(ShapeError):
        Setup(input=np.ones((1, 5, 5)), weight=weight)
