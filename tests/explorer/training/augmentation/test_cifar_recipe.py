from __future__ import annotations

import io

import numpy as np
import pytest
import torch
from PIL import Image
from scipy.fft import dctn
from torch import Generator

from explorer.training.augmentation import cifar_recipe
from explorer.training.augmentation.cifar_recipe import augment, blur, crop, flip, recompress, soften


@pytest.fixture
def pictures():
    """Return 8 smooth colour pictures (8, 3, 32, 32)."""
    noise = torch.rand(8, 3, 8, 8, generator=Generator().manual_seed(1))
    return torch.nn.functional.interpolate(noise, 32, mode="bicubic").clamp(0, 1)


@pytest.mark.parametrize("change", [augment, crop, flip, soften, recompress])
def test_shape_and_range_stay_and_the_seed_decides(change, pictures):
    before = pictures.clone()
    first, again, other = (change(pictures, Generator().manual_seed(seed)) for seed in (3, 3, 4))
    assert first.shape == pictures.shape
    assert torch.equal(first, first.clamp(0, 1))
    assert torch.equal(first, again)
    assert not torch.equal(first, other)
    assert torch.equal(pictures, before)


def test_a_crop_is_a_window_of_the_mirrored_picture(pictures):
    padded = np.pad(pictures.numpy(), ((0, 0), (0, 0), (4, 4), (4, 4)), mode="reflect")
    for wide, cut in zip(padded, crop(pictures, Generator().manual_seed(0)).numpy(), strict=True):
        windows = (wide[:, top:top + 32, left:left + 32] for top in range(9) for left in range(9))
        assert any(np.array_equal(window, cut) for window in windows)


def test_all_shifts_occur():
    numbers = torch.arange(17 * 17.0).view(1, 1, 17, 17).expand(2000, -1, -1, -1)
    corners = crop(numbers, Generator().manual_seed(0))[:, 0, 8, 8]
    assert len(corners.unique()) == 81


def test_about_half_are_mirrored(pictures):
    many = pictures[:1].expand(1000, -1, -1, -1)
    mirrored = (flip(many, Generator().manual_seed(0)) != many).flatten(1).any(1)
    assert 450 < mirrored.sum() < 550


def test_blur_weighs_neighbours_one_two_one():
    dot = torch.zeros(1, 3, 5, 5)
    dot[:, :, 2, 2] = 16
    assert blur(dot)[0, 1, 1:4, 1:4].tolist() == [[1, 2, 1], [2, 4, 2], [1, 2, 1]]


@pytest.mark.parametrize("quality", [30, 50, 75, 90])
def test_compression_does_what_pillow_does(pictures, quality):
    ours = cifar_recipe.compress(pictures, torch.full((8,), quality))
    theirs = torch.stack([_through_pillow(picture, quality) for picture in pictures])
    lost = (theirs - pictures).abs().mean()
    assert (ours - theirs).abs().mean() < max(0.5 * lost, 1 / 255)
    assert abs((ours - pictures).abs().mean() - lost) < 0.2 * lost + 0.2 / 255


@pytest.mark.parametrize("quality", [1, 10, 50, 75, 99, 100])
def test_tables_are_those_pillow_writes(quality):
    buffer = io.BytesIO()
    Image.new("RGB", (8, 8)).save(buffer, "JPEG", quality=quality)
    light, colour = (np.array(table).reshape(8, 8) for table in Image.open(buffer).quantization.values())
    assert np.array_equal(cifar_recipe.table(cifar_recipe.LUMINANCE, torch.tensor([quality]))[0], light)
    assert np.array_equal(cifar_recipe.table(cifar_recipe.CHROMINANCE, torch.tensor([quality]))[0], colour)


def test_the_transform_is_scipys_cosine_transform():
    block = torch.rand(8, 8, generator=Generator().manual_seed(0))
    ours = (cifar_recipe.WAVES @ block.flatten()).view(8, 8)
    assert np.allclose(ours, dctn(block.numpy(), norm="ortho"), atol=1e-5)


def _through_pillow(picture, quality):
    buffer = io.BytesIO()
    values = (picture * 255).round().to(torch.uint8).permute(1, 2, 0).numpy()
    Image.fromarray(values).save(buffer, "JPEG", quality=quality)
    return torch.from_numpy(np.array(Image.open(buffer))).permute(2, 0, 1) / 255
