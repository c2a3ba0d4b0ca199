"""Windows along one axis, against counting by hand and against torch's gradients."""

from __future__ import annotations

from fractions import Fraction
from itertools import product

import pytest
import torch
from torch import nn

from explorer.errors import ShapeError
from explorer.graph import output_size, transposed_output_size
from explorer.graph.arithmetic import Share, TransposedWindow, WholeInput, Window
from explorer.graph.fields import Field

WINDOWS = [Window(kernel, stride, before, after, dilation) for kernel, stride, before, after, dilation in product(
    (1, 2, 3), (1, 2, 3), (0, 1), (0, 2), (1, 2))]
SIZES = (3, 7, 10)


def reached(module, size, unit):
    """Return the inputs that the output ``unit`` of a module on signals has a gradient for."""
    signal = torch.zeros(1, 1, size, requires_grad=True)
    for weight in module.parameters():
        nn.init.ones_(weight)
    module(signal)[0, 0, unit].backward()
    return set(signal.grad[0, 0].nonzero().flatten().tolist())


@pytest.mark.parametrize("size", SIZES)
def test_every_window_that_is_counted_fits_and_the_next_does_not(size):
    for window in WINDOWS:
        room = size + window.before + window.after
        if window.reach + 1 > room:
            continue
        count = window.output_size(size)
        assert (count - 1) * window.stride + window.reach + 1 <= room
        assert count * window.stride + window.reach + 1 > room


@pytest.mark.parametrize("size", SIZES)
def test_what_a_unit_reads_is_what_torch_has_a_gradient_for(size):
    for window in WINDOWS:
        if window.reach + 1 > size + window.before + window.after:
            continue
        module = nn.Sequential(nn.ConstantPad1d((window.before, window.after), 0.0), nn.Conv1d(
            1, 1, window.kernel_size, window.stride, dilation=window.dilation, bias=False))
        for unit in range(window.output_size(size)):
            assert set(window.reads(frozenset({unit}), size)) == reached(module, size, unit)


@pytest.mark.parametrize(("kernel", "stride", "padding", "dilation", "more"), [
    (2, 2, 0, 1, 0), (3, 2, 1, 1, 1), (4, 2, 1, 1, 0), (3, 1, 0, 2, 0), (2, 3, 0, 1, 1)])
def test_a_transposed_unit_reads_the_inputs_whose_stamps_touch_it(kernel, stride, padding, dilation, more):
    window = TransposedWindow(kernel, stride, padding, dilation, more)
    module = nn.ConvTranspose1d(1, 1, kernel, stride, padding, more, dilation=dilation, bias=False)
    for unit in range(window.output_size(5)):
        assert set(window.reads(frozenset({unit}), 5)) == reached(module, 5, unit)


@pytest.mark.parametrize(("size", "parts"), [(7, 3), (8, 4), (5, 5), (3, 5), (10, 1)])
def test_a_part_of_adaptive_pooling_is_torchs(size, parts):
    for part in range(parts):
        low, high = Share(parts).bounds(part, size)
        assert set(range(low, high + 1)) == reached(nn.AdaptiveAvgPool1d(parts), size, part)
        assert set(Share(parts).reads(frozenset({part}), size)) == set(range(low, high + 1))


@pytest.mark.parametrize(("size", "parts"), [(7, 3), (8, 4), (9, 6), (12, 5), (224, 7)])
def test_no_part_is_longer_than_the_longest(size, parts):
    widths = [high - low + 1 for low, high in (Share(parts).bounds(part, size) for part in range(parts))]
    assert Share(parts).longest(size) >= max(widths)
    assert Share(parts).longest(size) - Fraction(size, parts) < 2


@pytest.mark.parametrize("size", SIZES)
def test_unread_columns_are_those_behind_the_last_window(size):
    for window in WINDOWS:
        if window.reach + 1 > size + window.before + window.after or window.output_size(size) < 1:
            continue
        places = [place - window.before for unit in range(window.output_size(size))
                  for place in (unit * window.stride, unit * window.stride + window.reach)]
        assert window.unread(size) == max(0, size - 1 - max(places))


def test_a_linear_layer_reads_everything_and_gives_one_field_to_all():
    whole = WholeInput(10)
    assert whole.output_size(7) == 10
    assert whole.reads(frozenset({3}), 7) == frozenset(range(7))
    field = whole.through(Field(extent=5, jump=2, start=0.0), 7)
    assert (field.extent, field.jump, field.start) == (5 + 6 * 2, 0, 6.0)


@pytest.mark.parametrize(("mode", "pad"), [("zeros", lambda sides: nn.ConstantPad1d(sides, 0.0)),
                                           ("reflect", nn.ReflectionPad1d), ("replicate", nn.ReplicationPad1d),
                                           ("circular", nn.CircularPad1d)])
@pytest.mark.parametrize(("before", "after"), [(2, 2), (0, 4), (4, 1), (3, 0)])
def test_padding_is_folded_back_to_the_pixels_that_torch_repeats(mode, pad, before, after):
    window = Window(3, 2, before, after, padding_mode=mode)
    module = nn.Sequential(pad((before, after)), nn.Conv1d(1, 1, 3, 2, bias=False))
    for unit in range(window.output_size(7)):
        assert set(window.reads(frozenset({unit}), 7)) == reached(module, 7, unit)


@pytest.mark.parametrize(("call", "said"), [
    (lambda: output_size(3, kernel_size=5), "a window of 5 px does not fit into an input of 3 px"),
    (lambda: output_size(3, kernel_size=3, dilation=2), "a window of 5 px"),
    (lambda: transposed_output_size(1, kernel_size=2, padding=1), "the stamps cover 2 px and the padding takes 1 px")])
def test_what_leaves_nothing_is_refused_with_its_numbers(call, said):
    with pytest.raises(ShapeError) as caught:
        call()
    assert said in str(caught.value)
