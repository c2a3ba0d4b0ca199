"""What a picture costs, connected to all units and in a convolution, against torch and the lectures' numbers."""

import itertools

import pytest
import torch
from torch import nn

from explorer.experiments import GROWN_SIDES, KERNELS, LECTURE_PICTURES, QUANTITIES, PictureLayers, counted, growth

LAYERS = [PictureLayers(), PictureLayers(size=32, units=10, maps=64, kernel=3),
        PictureLayers(size=9, channels=1, units=7, maps=2, kernel=9),
        PictureLayers(size=8, channels=4, units=1, maps=1, kernel=1)]


def learned(layer):
    return sum(weight.numel() for weight in layer.parameters())


@pytest.mark.parametrize("layers", LAYERS, ids=str)
def test_parameters_are_those_of_torch(layers):
    pixels = layers.channels * layers.size ** 2
    assert counted(layers.linear(), "params") == learned(nn.Linear(pixels, layers.units))
    conv = nn.Conv2d(layers.channels, layers.maps, layers.kernel, padding="same")
    assert counted(layers.convolution(), "params") == learned(conv)


@pytest.mark.parametrize("layers", LAYERS, ids=str)
def test_memory_is_that_of_the_weights_and_the_outputs_of_torch(layers):
    photo = torch.zeros(1, layers.channels, layers.size, layers.size)
    for layer, row in ((nn.Sequential(nn.Flatten(), nn.Linear(photo.numel(), layers.units)), layers.linear()),
                       (nn.Conv2d(layers.channels, layers.maps, layers.kernel, padding="same"), layers.convolution())):
        values = [*layer.parameters(), layer(photo)]
        assert counted(row, "memory") == sum(value.numel() * value.element_size() for value in values)


@pytest.mark.parametrize("layers", LAYERS[1:], ids=str)
def test_operations_are_half_the_flops_that_torch_counts(layers):
    from torch.utils.flop_counter import FlopCounterMode

    photo = torch.zeros(1, layers.channels, layers.size, layers.size)
    linear = nn.Linear(photo.numel(), layers.units, bias=False)
    for layer, row in ((nn.Sequential(nn.Flatten(), linear), layers.linear()),
                       (nn.Conv2d(layers.channels, layers.maps, layers.kernel, padding="same"), layers.convolution())):
        with FlopCounterMode(display=False) as counter:
            layer(photo)
        assert 2 * counted(row, "macs") == counter.get_total_flops()


@pytest.mark.parametrize(("name", "weights", "biases"), [
    ("cifar", 30_720, 10), ("thousand", 10_000_000, 1_000), ("photo", 8_640_000, 128)])
def test_cases_have_the_numbers_of_the_notes(name, weights, biases):
    case = LECTURE_PICTURES[name]
    assert case.weights == weights
    assert counted(case.layers.linear(), "params") == weights + biases


@pytest.mark.parametrize("maps", [32, 64])
def test_a_convolution_has_as_many_parameters_at_any_size(maps):
    layers = PictureLayers(channels=1, maps=maps, kernel=5)
    assert set(growth(layers, "params", GROWN_SIDES)[1]) == {maps * (25 + 1)}


@pytest.mark.parametrize("quantity", QUANTITIES)
def test_both_lines_are_those_of_single_pictures_and_never_fall(quantity):
    layers = PictureLayers(units=16, maps=4)
    dense, shared = growth(layers, quantity, GROWN_SIDES)
    assert dense[5] == counted(PictureLayers(size=GROWN_SIDES[5], units=16, maps=4).linear(), quantity)
    assert shared[5] == counted(PictureLayers(size=GROWN_SIDES[5], units=16, maps=4).convolution(), quantity)
    assert dense == sorted(dense)
    assert shared == sorted(shared)


def test_the_linear_layer_grows_with_the_square_of_the_side():
    dense, _ = growth(PictureLayers(units=10), "macs", (16, 32, 64))
    assert [after / before for before, after in itertools.pairwise(dense)] == [4, 4]


def test_sides_of_the_chart_are_evenly_spread_on_its_axis():
    factors = [after / before for before, after in itertools.pairwise(GROWN_SIDES)]
    assert max(factors) - min(factors) < 0.12
    assert all(kernel % 2 for kernel in KERNELS)
