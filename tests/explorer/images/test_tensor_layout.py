"""Where a picture's numbers lie, held to numpy and torch, which run the lines that readers see."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest
import torch
from PIL import Image

from explorer.images import (
    TENSOR_LAYOUTS,
    VALUE_RANGES,
    difference_of_layers,
    fixed_permutation,
    flat_index,
    in_layout,
    in_range,
    mean_distances,
    neighbour_distances,
    numpy_code,
    pixel_index,
    place_of,
    shuffled,
    tensor_shape,
    torch_code,
)

PIXELS = np.random.default_rng(0).integers(0, 256, (5, 7, 3), dtype=np.uint8)
BY_HAND = {"hwc": "5, 7, 3", "chw": "3, 5, 7", "nchw": "1, 3, 5, 7"}


@pytest.mark.parametrize("layout", TENSOR_LAYOUTS)
def test_shapes_are_those_of_arrays(layout):
    shape = tensor_shape(5, 7, 3, layout)
    assert in_layout(PIXELS, layout).shape == shape == tuple(map(int, BY_HAND[layout].split(", ")))


@pytest.mark.parametrize(("layout", "values", "channels", "code"),
                         list(product(TENSOR_LAYOUTS, VALUE_RANGES, (3, 1), (numpy_code, torch_code))))
def test_the_lines_that_readers_see_read_the_pixel_that_they_point_at(layout, values, channels, code):
    shown = PIXELS[:, :, :channels]
    names = {"np": np, "torch": torch, "image": Image.fromarray(shown if channels == 3 else shown[:, :, 0])}
    exec("\n".join(code(layout, values, channels)), names)
    read = eval(f"x[{pixel_index(layout).format(row=4, column=2)}]", names)
    assert tuple(names["x"].shape) == tensor_shape(5, 7, channels, layout)
    assert np.allclose(np.asarray(read), in_range(shown, values)[4, 2], atol=1e-6)


@pytest.mark.parametrize(("place", "index"), [((0, 0, 0), 0), ((0, 0, 1), 1), ((0, 1, 0), 32), ((1, 0, 0), 1024),
                                              ((2, 31, 31), 3071), ((1, 5, 7), 1024 + 5 * 32 + 7)])
def test_in_3_x_32_x_32_an_index_is_1024c_32r_and_x(place, index):
    assert flat_index(*place, height=32, width=32) == index
    assert place_of(index, height=32, width=32) == place


def test_every_value_lands_where_torch_flattens_it_to():
    picture = torch.from_numpy(PIXELS).permute(2, 0, 1)
    row = picture.flatten()
    for index in range(row.numel()):
        channel, down, across = place_of(index, height=5, width=7)
        assert row[index] == picture[channel, down, across]
        assert flat_index(channel, down, across, height=5, width=7) == index


@pytest.mark.parametrize("side", [8, 16, 32, 224])
def test_neighbours_lie_as_far_apart_as_torchs_strides_say(side):
    strides = torch.zeros(3, side, side).stride()
    apart = neighbour_distances(side, side)
    assert (apart["channel"], apart["below"], apart["beside"]) == strides == (side * side, side, 1)


def test_the_permutation_is_one_and_always_the_same():
    order = fixed_permutation(64)
    assert sorted(order.tolist()) == list(range(64)) and order.tolist() != list(range(64))
    assert np.array_equal(order, fixed_permutation(64)) and not np.array_equal(order, fixed_permutation(64, seed=1))


def test_shuffling_keeps_pixels_whole_and_can_be_undone():
    order = fixed_permutation(35)
    noise = shuffled(PIXELS, order)
    assert sorted(map(tuple, noise.reshape(-1, 3).tolist())) == sorted(map(tuple, PIXELS.reshape(-1, 3).tolist()))
    assert np.array_equal(noise.reshape(-1, 3)[3], PIXELS.reshape(-1, 3)[order[3]])
    assert np.array_equal(shuffled(noise, np.argsort(order)), PIXELS)


def test_a_linear_layer_does_not_notice_when_its_weights_are_shuffled_alike():
    """To a fully connected layer it is the same task: the weights of each unit, in the same order, give its output."""
    order = fixed_permutation(35)
    weights = torch.randn(4, 35, generator=torch.Generator().manual_seed(0), dtype=torch.float64)
    grey = torch.from_numpy(PIXELS[:, :, 0]).double().flatten()
    mixed = torch.from_numpy(np.ascontiguousarray(shuffled(PIXELS, order)[:, :, 0])).double().flatten()
    assert torch.allclose(weights @ grey, weights[:, order] @ mixed)


@pytest.mark.parametrize("side", [8, 32])
def test_in_their_own_order_pixels_are_1_and_a_row_apart(side):
    assert mean_distances(np.arange(side * side), side, side) == (1, side)


@pytest.mark.parametrize("side", [16, 32])
def test_in_an_order_by_chance_any_two_are_a_third_of_all_apart(side):
    """The mean distance of two places drawn from n is (n + 1) / 3."""
    found = mean_distances(fixed_permutation(side * side), side, side)
    assert found == pytest.approx([(side * side + 1) / 3] * 2, rel=0.08)


@pytest.mark.parametrize("pixels", [PIXELS, PIXELS[:, :, :1]], ids=["colour", "grey"])
def test_units_with_weights_shuffled_along_differ_by_rounding_alone(pixels):
    assert difference_of_layers(pixels, fixed_permutation(35), 10) < 1e-12
