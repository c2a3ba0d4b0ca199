"""What a picture costs, connected to all units and in a convolution, against torch and the lectures' numbers."""

import itertools

import pytest
import torch
from torch import nn

from explorer.experiments import CASES, GROWN_SIDES, KERNELS, QUANTITIES, TwoWays, counted, growth

WAYS = [TwoWays(), TwoWays(size=32, units=10, maps=64, kernel=3),
        TwoWays(size=9, channels=1, units=7, maps=2, kernel=9),
        TwoWays(size=8, channels=4, units=1, maps=1, kernel=1)]


def learned(layer):
    return sum(weight.numel() for weight in layer.parameters())


@pytest.mark.parametrize("ways", WAYS, ids=str)
def test_parameters_are_those_of_torch(ways):
    pixels = ways.channels * ways.size ** 2
    assert counted(ways.linear(), "params") == learned(nn.Linear(pixels, ways.units))
    conv = nn.Conv2d(ways.channels, ways.maps, ways.kernel, padding="same")
    assert counted(ways.convolution(), "params") == learned(conv)


@pytest.mark.parametrize("ways", WAYS, ids=str)
def test_memory_is_that_of_the_weights_and_the_outputs_of_torch(ways):
    photo = torch.zeros(1, ways.channels, ways.size, ways.size)
    for layer, row in ((nn.Sequential(nn.Flatten(), nn.Linear(photo.numel(), ways.units)), ways.linear()),
                       (nn.Conv2d(ways.channels, ways.maps, ways.kernel, padding="same"), ways.convolution())):
        values = [*layer.parameters(), layer(photo)]
        assert counted(row, "memory") == sum(value.numel() * value.element_size() for value in values)


@pytest.mark.parametrize("ways", WAYS[1:], ids=str)
def test_operations_are_half_the_flops_that_torch_counts(ways):
    from torch.utils.flop_counter import FlopCounterMode

    photo = torch.zeros(1, ways.channels, ways.size, ways.size)
    for layer, row in ((nn.Sequential(nn.Flatten(), nn.Linear(photo.numel(), ways.units, bias=False)), ways.linear()),
                       (nn.Conv2d(ways.channels, ways.maps, ways.kernel, padding="same"), ways.convolution())):
        with FlopCounterMode(display=False) as counter:
            layer(photo)
        assert 2 * counted(row, "macs") == counter.get_total_flops()


@pytest.mark.parametrize(("name", "weights", "biases"), [
    ("cifar", 30_720, 10), ("thousand", 10_000_000, 1_000), ("photo", 8_640_000, 128)])
def test_cases_have_the_numbers_of_the_notes(name, weights, biases):
    case = CASES[name]
    assert case.weights == weights
    assert counted(case.ways.linear(), "params") == weights + biases


@pytest.mark.parametrize("maps", [32, 64])
def test_a_convolution_has_as_many_parameters_at_any_size(maps):
    ways = TwoWays(channels=1, maps=maps, kernel=5)
    assert set(growth(ways, "params", GROWN_SIDES)[1]) == {maps * (25 + 1)}


@pytest.mark.parametrize("quantity", QUANTITIES)
def test_both_lines_are_those_of_single_pictures_and_never_fall(quantity):
    ways = TwoWays(units=16, maps=4)
    dense, shared = growth(ways, quantity, GROWN_SIDES)
    assert dense[5] == counted(TwoWays(size=GROWN_SIDES[5], units=16, maps=4).linear(), quantity)
    assert shared[5] == counted(TwoWays(size=GROWN_SIDES[5], units=16, maps=4).convolution(), quantity)
    assert dense == sorted(dense)
    assert shared == sorted(shared)


def test_the_linear_layer_grows_with_the_square_of_the_side():
    dense, _ = growth(TwoWays(units=10), "macs", (16, 32, 64))
    assert [after / before for before, after in itertools.pairwise(dense)] == [4, 4]


def test_sides_of_the_chart_are_evenly_spread_on_its_axis():
    factors = [after / before for before, after in itertools.pairwise(GROWN_SIDES)]
    assert max(factors) - min(factors) < 0.12
    assert all(kernel % 2 for kernel in KERNELS)
