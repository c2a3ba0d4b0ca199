"""Slips of sums by hand: a kernel that was turned, one channel for all, a forgotten bias, row for column."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import signal

from explorer.convolution import stepwise
from explorer.exercises import LEVELS, Numbers
from tests.explorer.exercises.making import all_levels, asked, said, several, told

PLAIN = next(iter(stepwise.EXAMPLES.values())).setup
CONVOLVED = ("cell_1d", "cell_2d", "cell_of_channels", "dilated_cell")


def setup_of(made) -> stepwise.Setup:
    found, problems = stepwise.from_link(made.asked.link.values, PLAIN)
    assert not problems
    return found


def place_of(made) -> tuple[int, ...]:
    values = asked(made)
    return (values["row"], values["column"]) if "row" in values else (values["place"],)


@pytest.mark.parametrize("level", LEVELS)
def test_a_cell_is_scipys_correlation_and_a_turned_kernel_its_convolution(level):
    for made in several("cell_2d", level):
        setup = setup_of(made)
        padded = np.pad(setup.input[0], setup.padding[0])
        stride, place = setup.stride[0], place_of(made)
        right = signal.correlate2d(padded, setup.weight[0, 0], "valid")[::stride, ::stride][place]
        turned = signal.convolve2d(padded, setup.weight[0, 0], "valid")[::stride, ::stride][place]
        assert told(made) == right
        assert said(made, turned, "You turned the kernel")


@pytest.mark.parametrize("level", LEVELS)
def test_a_value_of_a_signal_is_numpys_correlation(level):
    for made in several("cell_1d", level):
        setup = setup_of(made)
        signal_in = np.pad(setup.input[0], setup.padding[0])
        right = np.correlate(signal_in, setup.weight[0, 0], "valid")[::setup.stride[0]]
        assert told(made) == right[place_of(made)[0]]


@pytest.mark.parametrize("level", LEVELS)
def test_one_channel_for_all_is_named(level):
    for made in several("cell_of_channels", level):
        setup = setup_of(made)
        sums = [signal.correlate2d(one, kernel, "valid")[place_of(made)]
                for one, kernel in zip(setup.input, setup.weight[0], strict=True)]
        assert told(made) == sum(sums) + setup.bias[0]
        assert said(made, sums[0] + setup.bias[0], "That is one channel")
        assert said(made, sum(sums), "You forgot the bias")


@pytest.mark.parametrize("level", LEVELS)
def test_a_dilated_cell_is_the_correlation_with_a_stretched_kernel(level):
    for made in several("dilated_cell", level):
        setup = setup_of(made)
        stretched = np.kron(setup.weight[0, 0], np.pad([[1.0]], ((0, setup.dilation[0] - 1),) * 2))
        size = setup.dilation[0] * (setup.weight.shape[-1] - 1) + 1
        assert told(made) == signal.correlate2d(setup.input[0], stretched[:size, :size], "valid")[place_of(made)]
        plain = signal.correlate2d(setup.input[0], setup.weight[0, 0], "valid")[place_of(made)]
        assert said(made, plain, "You forgot the dilation")


@pytest.mark.parametrize("level", LEVELS)
def test_a_transposed_cell_is_the_full_convolution_of_the_stretched_input(level):
    for made in several("transposed_cell", level):
        setup = setup_of(made)
        stride, side = setup.stride[0], setup.input.shape[-1]
        stretched = np.zeros(((side - 1) * stride + 1,) * 2)
        stretched[::stride, ::stride] = setup.input[0]
        full = signal.convolve2d(stretched, setup.weight[0, 0], "full")
        cut = setup.padding[0]
        assert told(made) == full[cut:full.shape[0] - cut, cut:full.shape[1] - cut][place_of(made)]


@pytest.mark.parametrize("kind", CONVOLVED)
def test_what_is_shown_are_the_numbers_of_the_link(kind):
    for made in all_levels(kind):
        setup = setup_of(made)
        grids = [np.array(one.grid) for one in made.asked.shown if isinstance(one, Numbers)]
        assert len(grids) == 2 * setup.input.shape[0]
        for grid, values in zip(grids, (*setup.input, *setup.weight[0]), strict=True):
            assert np.array_equal(grid, np.atleast_2d(values))


@pytest.mark.parametrize("kind", CONVOLVED)
def test_the_working_adds_up_to_the_answer(kind):
    for made in all_levels(kind):
        sums, answer = str(made.asked.working[0]).split(" = ")
        assert eval(sums.replace(r"\cdot", "*")) == float(answer) == told(made)


def test_the_mean_for_the_largest_is_named_and_the_other_way_round():
    for made in several("max_pooled", 1):
        values = [float(one) for one in str(made.asked.working[0]).split("(")[1].split(")")[0].split(", ")]
        assert told(made) == max(values)
        assert said(made, float(np.mean(values)), "That is the mean")
    for made in several("mean_pooled", 1):
        values = eval(str(made.asked.working[0]).split(" / ")[0].replace("(", "[", 1)[:-1].replace(" + ", ", ").replace(
            " - ", ", -") + "]")
        assert told(made) == pytest.approx(np.mean(values), abs=0.0051)
        assert said(made, max(values), "That is the largest value")
        assert said(made, sum(values), "That is the sum")
