"""A picture's numbers, held to Pillow, torchvision and the values that the lectures print."""

from __future__ import annotations

import numpy as np
import pytest
import torch
from PIL import Image
from skimage.data import astronaut
from torchvision.transforms import v2

from explorer.images import (
    BIT_DEPTHS,
    GREY_WEIGHTS,
    IMAGENET_DEVIATION,
    IMAGENET_MEAN,
    VALUE_RANGES,
    grey_of,
    in_range,
    levels_of,
    normal_of,
    picture_bytes,
    range_steps,
    with_bits,
)

PHOTO = np.ascontiguousarray(astronaut()[40:104, 180:260])  # 64 x 80
GREYS = np.arange(256, dtype=np.uint8)


def test_the_slides_pixel_is_its_bytes_divided_by_255():
    """A slide prints .392 .482 .576 for the pixel 100, 123, 147."""
    pixel = np.array([[[100, 123, 147]]], dtype=np.uint8)
    assert in_range(pixel, "unit")[0, 0].round(3).tolist() == [0.392, 0.482, 0.576]


def test_the_mean_becomes_nothing_and_white_in_red_is_2_249():
    factor, offset = range_steps("normalised")[0]
    assert 0.485 * 255 * factor + offset == pytest.approx(0, abs=1e-12)
    assert 255 * factor + offset == pytest.approx((1 - 0.485) / 0.229) == pytest.approx(2.249, abs=5e-4)


def test_networks_get_what_torchvision_gives_them():
    given = v2.Compose([v2.ToImage(), v2.ToDtype(torch.float64, scale=True),
                        v2.Normalize(IMAGENET_MEAN, IMAGENET_DEVIATION)])(PHOTO)
    assert np.allclose(in_range(PHOTO, "normalised"), given.permute(1, 2, 0).numpy())


def test_the_means_are_those_of_torchvisions_weights():
    from torchvision.models import ResNet18_Weights
    transforms = ResNet18_Weights.IMAGENET1K_V1.transforms()
    assert (tuple(transforms.mean), tuple(transforms.std)) == (IMAGENET_MEAN, IMAGENET_DEVIATION)


@pytest.mark.parametrize(("values", "least", "most"), [("bytes", 0, 255), ("unit", 0, 1),
                                                       ("normalised", -0.485 / 0.229, (1 - 0.406) / 0.225)])
def test_a_range_goes_from_its_least_to_its_most(values, least, most):
    ends = in_range(np.array([[[0, 0, 0], [255, 255, 255]]], dtype=np.uint8), values)
    assert (ends.min(), ends.max()) == pytest.approx((least, most))


@pytest.mark.parametrize("values", VALUE_RANGES)
def test_grey_has_one_channel_in_each_range(values):
    assert in_range(GREYS.reshape(16, 16, 1), values).shape == (16, 16, 1)
    assert normal_of(1) == ((0.449,), (0.226,))


def test_luma_is_pillows_grey_to_a_rounding():
    ours, theirs = grey_of(PHOTO, GREY_WEIGHTS["luma"]), np.asarray(Image.fromarray(PHOTO).convert("L"))
    assert np.abs(ours - theirs).max() <= 0.51


def test_the_mean_is_numpys():
    assert np.allclose(grey_of(PHOTO, GREY_WEIGHTS["mean"]), PHOTO.mean(axis=2))


@pytest.mark.parametrize("weights", GREY_WEIGHTS.values())
def test_grey_stays_grey(weights):
    assert sum(weights) == pytest.approx(1)
    assert np.allclose(grey_of(np.stack([GREYS] * 3, axis=1), weights), GREYS)


@pytest.mark.parametrize(("bits", "levels"), [(1, [0, 255]), (2, [0, 85, 170, 255]), (8, list(range(256))),
                                              (4, list(range(0, 256, 17)))])
def test_bits_leave_so_many_levels_from_black_to_white(bits, levels):
    assert np.unique(with_bits(GREYS, bits)).tolist() == levels
    assert levels_of(bits) == len(levels)


@pytest.mark.parametrize("bits", BIT_DEPTHS)
def test_the_leading_bits_stay(bits):
    assert np.array_equal(with_bits(GREYS, bits) >> (8 - bits), GREYS >> (8 - bits))
    assert np.array_equal(with_bits(with_bits(GREYS, bits), bits), with_bits(GREYS, bits))


def test_black_and_white_is_what_pillow_makes_without_dithering():
    theirs = Image.fromarray(GREYS.reshape(16, 16)).convert("1", dither=Image.Dither.NONE)
    assert np.array_equal(with_bits(GREYS, 1).reshape(16, 16) > 0, np.asarray(theirs))


@pytest.mark.parametrize(("size", "bits", "room"), [((224, 224, 3), 8, 150_528), ((224, 224, 3), 1, 18_816),
                                                    ((3, 1, 1), 1, 1), ((32, 32, 3), 4, 1536)])
def test_room_is_rounded_up_to_bytes(size, bits, room):
    assert picture_bytes(*size, bits) == room
