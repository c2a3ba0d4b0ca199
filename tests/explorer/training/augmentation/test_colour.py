"""Colours held to Python's colorsys, Pillow and scipy, which torchvision is not made of."""

from __future__ import annotations

import colorsys

import numpy as np
import pytest
import torch
from PIL import Image, ImageEnhance
from scipy import ndimage
from torch import Generator

from explorer.training.augmentation.colour import Colours, blurred, coloured, grey, hue_turned

PURE = {"red": (1.0, 0.0, 0.0), "yellow": (1.0, 1.0, 0.0), "green": (0.0, 1.0, 0.0), "cyan": (0.0, 1.0, 1.0),
        "blue": (0.0, 0.0, 1.0), "magenta": (1.0, 0.0, 1.0)}


def flat(colour, side=2):
    return torch.tensor(colour).view(1, 3, 1, 1).expand(1, 3, side, side)


def turned(picture, turn):
    return hue_turned(picture, torch.full((len(picture), 1, 1, 1), turn))


def only(**given):
    return Colours(**({name: torch.ones(1) for name in ("brightness", "contrast", "saturation")}
                      | {"hue": torch.zeros(1)} | {name: torch.tensor([value]) for name, value in given.items()}))


@pytest.fixture
def noise():
    return torch.rand(1, 3, 9, 11, generator=Generator().manual_seed(4))


@pytest.mark.parametrize("place", range(6))
def test_a_sixth_of_the_circle_leads_from_one_pure_colour_to_the_next(place):
    names = list(PURE)
    found = turned(flat(PURE[names[place]]), 1 / 6)
    assert torch.allclose(found, flat(PURE[names[(place + 1) % 6]]), atol=1e-6)


@pytest.mark.parametrize("turn", [-0.5, -0.21, 0.0, 0.1, 0.34, 0.5])
def test_hue_is_turned_as_in_colorsys_pixel_by_pixel(turn, noise):
    found = turned(noise, turn)[0].permute(1, 2, 0).reshape(-1, 3).numpy()
    for pixel, result in zip(noise[0].permute(1, 2, 0).reshape(-1, 3).tolist(), found, strict=True):
        hue, saturation, value = colorsys.rgb_to_hsv(*pixel)
        assert result == pytest.approx(colorsys.hsv_to_rgb((hue + turn) % 1, saturation, value), abs=1e-5)


def test_a_whole_turn_of_the_circle_changes_nothing(noise):
    assert torch.allclose(turned(turned(noise, 0.3), 0.7), noise, atol=1e-5)


def test_half_a_turn_twice_comes_back(noise):
    assert torch.allclose(turned(turned(noise, 0.5), 0.5), noise, atol=1e-5)


@pytest.mark.parametrize("level", [0.0, 0.3, 1.0])
def test_grey_has_no_hue_to_turn(level):
    assert torch.allclose(turned(flat((level,) * 3), 0.4), flat((level,) * 3))


# ITU-R BT.601: brightness is 0.299 R + 0.587 G + 0.114 B
@pytest.mark.parametrize(("name", "light"), [("red", 0.299), ("yellow", 0.886), ("green", 0.587), ("cyan", 0.701),
                                             ("blue", 0.114), ("magenta", 0.413)])
def test_brightness_of_pure_colours_is_that_of_bt_601(name, light):
    assert grey(flat(PURE[name])) == pytest.approx(np.full((1, 1, 2, 2), light), abs=2e-4)


def test_without_saturation_all_three_channels_are_the_brightness(noise):
    found = coloured(noise, only(saturation=0.0))
    assert torch.allclose(found, grey(noise).expand(-1, 3, -1, -1), atol=1e-6)


def test_without_contrast_every_pixel_is_the_mean_brightness(noise):
    found = coloured(noise, only(contrast=0.0))
    assert torch.allclose(found, grey(noise).mean().expand_as(noise), atol=1e-6)


@pytest.mark.parametrize(("name", "enhance"), [("brightness", ImageEnhance.Brightness),
                                               ("saturation", ImageEnhance.Color)])
@pytest.mark.parametrize("factor", [0.0, 0.4, 1.0, 1.7])
def test_colours_are_those_of_pillow_within_its_rounding(name, enhance, factor, noise):
    stored = (noise[0].permute(1, 2, 0) * 255).round().byte()
    expected = np.asarray(enhance(Image.fromarray(stored.numpy())).enhance(factor), dtype=float)
    found = coloured(stored.permute(2, 0, 1)[None] / 255, only(**{name: factor}))[0].permute(1, 2, 0) * 255
    assert np.abs(found.numpy() - expected).max() < 1.6


def test_brightness_comes_before_contrast_and_contrast_before_saturation(noise):
    both = coloured(noise, only(brightness=1.6, contrast=0.5, saturation=0.2))
    apart = coloured(coloured(coloured(noise, only(brightness=1.6)), only(contrast=0.5)), only(saturation=0.2))
    assert torch.allclose(both, apart, atol=1e-6)
    assert not torch.allclose(both, coloured(coloured(noise, only(saturation=0.2)), only(contrast=0.5, brightness=1.6)),
                              atol=1e-3)


def test_no_colours_at_all_give_the_very_batch_back(noise):
    assert coloured(noise, None) is noise


@pytest.mark.parametrize("sigma", [0.5, 0.8, 1.2])
def test_blur_is_scipys_gaussian_with_mirrored_borders(sigma):
    picture = torch.rand(1, 3, 20, 17, generator=Generator().manual_seed(2))
    radius = int(np.ceil(3 * sigma))
    expected = ndimage.gaussian_filter(picture[0].numpy(), (0, sigma, sigma), mode="mirror", radius=(0, radius, radius))
    assert blurred(picture, torch.tensor([sigma]))[0].numpy() == pytest.approx(expected, abs=1e-5)


def test_each_picture_is_blurred_by_its_own_sigma():
    pictures = torch.rand(1, 3, 16, 16, generator=Generator().manual_seed(3)).expand(3, -1, -1, -1)
    spread = blurred(pictures, torch.tensor([0.0, 0.7, 1.5])).std(dim=(1, 2, 3))
    assert spread[0] > spread[1] > spread[2]
    assert torch.allclose(blurred(pictures, torch.tensor([0.0, 0.7, 1.5]))[0], pictures[0], atol=1e-6)


def test_a_blur_keeps_the_mean_of_one_bright_point():
    picture = torch.zeros(1, 1, 15, 15)
    picture[..., 7, 7] = 1
    soft = blurred(picture, torch.tensor([1.0]))
    assert soft.sum() == pytest.approx(1, abs=1e-5)
    assert soft[0, 0] == pytest.approx(soft[0, 0].T.numpy(), abs=1e-6)
    # The Gaussian's own value at its centre, the kernel cut off at three sigma.
    weights = np.exp(-0.5 * np.arange(-3, 4) ** 2)
    assert float(soft[0, 0, 7, 7]) == pytest.approx(weights[3] ** 2 / weights.sum() ** 2, abs=1e-6)


def test_a_picture_of_one_pixel_cannot_be_blurred_and_stays():
    picture = torch.full((1, 3, 1, 1), 0.3)
    assert torch.equal(blurred(picture, torch.tensor([2.0])), picture)
