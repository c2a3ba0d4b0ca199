"""Changes of a convolution that a reader sets up, one after the other: torch takes what comes of them, numpy agrees."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
import torch
import torch.nn.functional as F

from explorer.convolution.stepwise import EXAMPLES
from explorer.convolution.stepwise.setup import (
    LARGEST,
    MOST,
    MOST_CHANNELS,
    MOST_KERNEL,
    MOST_SIDE,
    Setup,
    by_filter,
    with_channels,
    with_input_size,
    with_kernel_size,
    with_transposed,
)
from explorer.convolution.stepwise.torch_code import torch_lines
from explorer.convolution.stepwise.url import from_link, number_text, to_link
from explorer.errors import LimitError

SETUPS = {name: example.setup for name, example in EXAMPLES.items()}


def by_torch(setup):
    """Return what torch computes of a setup that pads with zeros."""
    dims = setup.input.ndim - 1
    kind = getattr(F, f"conv{'_transpose' if setup.transposed else ''}{dims}d")
    given = {name: setup.numbers(name) for name in ("stride", "padding", "dilation")} | {"groups": setup.groups}
    given |= {"output_padding": setup.numbers("output_padding")} if setup.transposed else {}
    bias = None if setup.bias is None else torch.tensor(setup.bias)
    return kind(torch.tensor(setup.input)[None], torch.tensor(setup.weight), bias, **given)[0].numpy()


@pytest.mark.parametrize("name", SETUPS)
@pytest.mark.parametrize("sides", [1, 2, 3])
def test_a_kernel_of_another_size_computes_what_torch_computes(name, sides):
    setup = replace(with_kernel_size(SETUPS[name], (sides,) * SETUPS[name].dims), padding_mode="zeros")
    assert setup.kernel_size == (sides,) * setup.dims
    np.testing.assert_allclose(setup.convolution().output, by_torch(setup), atol=1e-9)


@pytest.mark.parametrize("name", SETUPS)
@pytest.mark.parametrize("more", [-1, 1, 2])
def test_an_input_of_another_size_keeps_what_there_was_and_repeats_it(name, more):
    before = SETUPS[name].input
    sides = tuple(max(1, side + more) for side in before.shape[1:])
    found = with_input_size(SETUPS[name], sides).input
    wanted = np.pad(before, [(0, 0), *[(0, max(0, more))] * (before.ndim - 1)], mode="wrap")
    np.testing.assert_array_equal(found, wanted[(slice(None), *(slice(side) for side in sides))])


@pytest.mark.parametrize("name", ["rgb_two", "depthwise", "notes_same", "groups", "volume", "phone"])
@pytest.mark.parametrize(("channels", "filters", "groups"), [(1, 1, 1), (2, 2, 2), (4, 4, 2), (4, 2, 1), (3, 3, 3)])
@pytest.mark.parametrize("transposed", [False, True])
def test_other_channels_compute_what_torch_computes(name, channels, filters, groups, transposed):
    start = with_transposed(replace(SETUPS[name], padding_mode="zeros"), transposed)
    setup = with_channels(start, channels=channels, filters=filters, groups=groups)
    found = setup.convolution().output
    assert len(found) == filters
    np.testing.assert_allclose(found, by_torch(setup), atol=1e-9)


SQUARE = [name for name, setup in SETUPS.items() if setup.filters == len(setup.input)]
"""Those with as many maps as channels, whose kernels can be turned without other channels."""


@pytest.mark.parametrize("name", SQUARE)
def test_turned_into_a_transposed_convolution_it_has_the_same_filters_and_computes_what_torch_computes(name):
    plain = replace(with_transposed(SETUPS[name], False), padding_mode="zeros", bias=None, output_padding=0)
    turned = with_transposed(plain, True)
    np.testing.assert_array_equal(by_filter(turned.weight, turned.groups, transposed=True), plain.weight)
    np.testing.assert_allclose(turned.convolution().output, by_torch(turned), atol=1e-9)
    np.testing.assert_array_equal(with_transposed(turned, False).weight, plain.weight)


@pytest.mark.parametrize("name", SETUPS)
def test_the_lines_of_torch_of_what_a_link_brings_back_compute_its_output(name):
    setup, problems = from_link(to_link(SETUPS[name]), SETUPS["notes_same"])
    known: dict[str, object] = {}
    exec(torch_lines(setup.convolution()), known)
    assert problems == ()
    np.testing.assert_allclose(known["y"].numpy(), SETUPS[name].convolution().output, atol=1e-9)


# A number of the setup, the largest that is drawn, and one more, which is refused with both numbers in the message.
LIMITS = [(name, most) for name, most in MOST.items() if name != "output_padding"]


@pytest.mark.parametrize(("name", "most"), LIMITS)
def test_one_more_than_the_largest_is_refused_with_both_numbers(name, most):
    small = Setup(input=np.ones((1, 12, 12)), weight=np.ones((1, 1, 2, 2)))
    assert replace(small, **{name: most}).convolution().output.size
    with pytest.raises(LimitError, match=f"{most + 1} is larger.*at most {most}"):
        replace(small, **{name: most + 1}).convolution()


@pytest.mark.parametrize("dims", [1, 2, 3])
def test_sides_and_kernels_have_a_limit_for_each_number_of_axes(dims):
    side, kernel = MOST_SIDE[dims], MOST_KERNEL[dims]
    def setup(side, kernel):
        return Setup(input=np.ones((1, *(side,) * dims)), weight=np.ones((1, 1, *(kernel,) * dims)))
    assert setup(side, kernel).convolution().output_shape == (1, *(side - kernel + 1,) * dims)
    with pytest.raises(LimitError, match=f"{side + 1} cells"):
        setup(side + 1, kernel).convolution()
    with pytest.raises(LimitError, match=f"{kernel + 1} cells"):
        setup(side, kernel + 1).convolution()


@pytest.mark.parametrize(("channels", "filters", "fits"), [
    (MOST_CHANNELS, 1, True), (MOST_CHANNELS + 1, 1, False), (1, MOST_CHANNELS, True), (1, MOST_CHANNELS + 1, False)])
def test_as_many_channels_and_filters_are_drawn_as_fit_beside_each_other(channels, filters, fits):
    setup = Setup(input=np.ones((channels, 5, 5)), weight=np.ones((filters, channels, 3, 3)))
    if fits:
        assert setup.convolution().output_shape == (filters, 3, 3)
    else:
        with pytest.raises(LimitError, match=f"{MOST_CHANNELS + 1} "):
            setup.convolution()


@pytest.mark.parametrize("value", [LARGEST, -LARGEST, 0.0, 1e-300])
@pytest.mark.parametrize("name", ["input", "weight", "bias"])
def test_the_largest_number_of_a_cell_is_still_added_up(name, value):
    whole = {"input": np.ones((1, 3, 3)), "weight": np.ones((1, 1, 3, 3)), "bias": np.zeros(1)}
    whole[name] = np.full_like(whole[name], value)
    wanted = (whole["input"] * whole["weight"][0]).sum() + whole["bias"][0]
    assert Setup(**whole).convolution().output.item() == pytest.approx(wanted)
    whole[name] = np.full_like(whole[name], 1.01 * LARGEST)
    with pytest.raises(LimitError, match="larger than 1e"):
        Setup(**whole).convolution()


@pytest.mark.parametrize(("value", "text"), [
    (1.0, "1"), (-0.0, "0"), (0.1, "0.1"), (1 / 3, "0.3333333333333333"), (1e9, "1000000000"), (1e-7, "1e-07"),
    (-2.5, "-2.5"), (123456789.0, "123456789")])
def test_numbers_are_written_as_short_as_they_come_back(value, text):
    assert number_text(value) == text
    assert float(number_text(value)) == value
