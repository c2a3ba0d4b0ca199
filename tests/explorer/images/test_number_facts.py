"""A picture's numbers where readers slip: single bits, one row, a batch; held to numpy, torch and plain counting."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest
import torch

from explorer.images import (
    BIT_DEPTHS,
    GREY_WEIGHTS,
    IMAGENET_DEVIATION,
    IMAGENET_MEAN,
    TENSOR_LAYOUTS,
    VALUE_RANGES,
    difference_of_layers,
    digits,
    fixed_permutation,
    flat_index,
    grey_of,
    in_layout,
    in_range,
    mean_distances,
    neighbour_distances,
    pixel_index,
    place_of,
    range_steps,
    shuffled,
    tensor_shape,
    with_bits,
)

BYTES = np.arange(256, dtype=np.uint8)


@pytest.mark.parametrize("bits", range(1, 9))
def test_a_value_moves_by_less_than_one_level(bits):
    apart = np.abs(with_bits(BYTES, bits).astype(int) - BYTES)
    assert apart.max() <= 255 / (2**bits - 1)
    assert np.all(np.diff(with_bits(BYTES, bits).astype(int)) >= 0)


@pytest.mark.parametrize(("value", "levels"), [(100, (100, 102, 85, 0)), (123, (123, 119, 85, 0)),
                                               (147, (147, 153, 170, 255)), (128, (128, 136, 170, 255))])
def test_the_slide_s_pixel_at_every_depth(value, levels):
    assert tuple(int(with_bits(np.array([value], np.uint8), bits)[0]) for bits in BIT_DEPTHS) == levels


@pytest.mark.parametrize(("pixel", "mean", "luma"), [
    ((255, 0, 0), 85, 76.245), ((0, 255, 0), 85, 149.685), ((0, 0, 255), 85, 29.07), ((9, 9, 9), 9, 9),
    ((100, 123, 147), 370 / 3, 118.859)])
def test_green_looks_brightest_and_blue_darkest(pixel, mean, luma):
    colour = np.array([[pixel]], np.uint8)
    assert grey_of(colour, GREY_WEIGHTS["mean"])[0, 0] == pytest.approx(mean)
    assert grey_of(colour, GREY_WEIGHTS["luma"])[0, 0] == pytest.approx(luma)


@pytest.mark.parametrize(("values", "channels"), product(VALUE_RANGES, (1, 3)))
def test_ranges_can_be_undone(values, channels):
    pixels = np.stack([BYTES] * channels, axis=-1).reshape(16, 16, channels)
    scale, shift = np.array(range_steps(values, channels)).T
    np.testing.assert_allclose((in_range(pixels, values) - shift) / scale, pixels, atol=1e-9)


def test_a_picture_of_imagenet_s_mean_is_zero_and_one_deviation_more_is_one():
    for steps, mean, deviation in zip(range_steps("normalised"), IMAGENET_MEAN, IMAGENET_DEVIATION, strict=True):
        assert 255 * mean * steps[0] + steps[1] == pytest.approx(0, abs=1e-12)
        assert 255 * (mean + deviation) * steps[0] + steps[1] == pytest.approx(1)


@pytest.mark.parametrize(("height", "width", "channels"), [(1, 1, 1), (2, 5, 3), (7, 1, 3), (4, 4, 1)])
@pytest.mark.parametrize("layout", TENSOR_LAYOUTS)
def test_the_index_of_a_layout_reads_the_pixel(layout, height, width, channels):
    pixels = np.arange(height * width * channels).reshape(height, width, channels)
    laid = in_layout(pixels, layout)
    assert laid.shape == tensor_shape(height, width, channels, layout) and laid.size == pixels.size
    for row, column in product(range(height), range(width)):
        index = pixel_index(layout).format(row=row, column=column)
        assert eval(f"laid[{index}]", {"laid": laid}).tolist() == pixels[row, column].tolist()


@pytest.mark.parametrize(("height", "width"), [(1, 1), (3, 7), (7, 3), (32, 32)])
def test_places_and_indices_are_each_other_s_way_back(height, width):
    row = torch.arange(3 * height * width).reshape(3, height, width)
    for place in product((0, 2), (0, height - 1), (0, width - 1)):
        index = flat_index(*place, height=height, width=width)
        assert index == int(row[place]) and place_of(index, height=height, width=width) == place
    apart = neighbour_distances(height, width)
    assert (apart["channel"], apart["below"], apart["beside"]) == row.stride()


@pytest.mark.parametrize("count", [1, 2, 64, 1024])
def test_a_permutation_holds_every_place_once(count):
    order = fixed_permutation(count)
    assert sorted(order) == list(range(count))
    picture = np.arange(count).reshape(1, count, 1)
    np.testing.assert_array_equal(shuffled(picture, order)[0, :, 0], order)


def test_mirrored_pixels_stay_as_far_apart_and_every_second_one_twice_as_far():
    assert mean_distances(np.arange(16)[::-1].copy(), 4, 4) == (1, 4)
    columns = np.arange(16).reshape(4, 4).T.ravel().copy()
    assert mean_distances(columns, 4, 4) == (4, 1)  # column after column: what was below is beside


def test_units_that_are_not_shuffled_along_do_differ():
    pixels = np.arange(64, dtype=np.uint8).reshape(8, 8, 1)
    order = fixed_permutation(64)
    assert difference_of_layers(pixels, order, 10) < 1e-12
    weights = np.random.default_rng(0).standard_normal((10, 64))
    assert np.abs(weights @ (pixels.ravel() - shuffled(pixels, order).ravel())).max() > 1


def test_digits_have_ink_in_the_middle_and_hardly_any_at_the_sides():
    pixels, labels = digits()
    ink = pixels.mean(axis=0)
    assert ink[:, 0].max() < 0.05 and ink[:, 7].max() < 1 and ink[2:6, 2:6].mean() > 5
    zero, one = (pixels[labels == digit].mean(axis=0) for digit in (0, 1))
    assert zero[3:5, 3:5].mean() < 3 < one[3:5, 3:5].mean()  # a ring is empty inside
