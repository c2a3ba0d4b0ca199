"""Long narrow pictures, as squares: the side that counts is scaled, or all of it is shown between borders."""

from __future__ import annotations

import io

import numpy as np
import pytest
from PIL import Image, ImageOps

from explorer.images import bordered, decoded, framed, photo_framed, picture_of, share_in_square

DRAW = np.random.default_rng(5)


def strip(width, height, grain=1):
    """Return a picture of sharp noise, ``grain`` px fine."""
    small = DRAW.integers(256, size=(-(-height // grain), -(-width // grain), 3), dtype=np.uint8)
    return Image.fromarray(small.repeat(grain, 0).repeat(grain, 1)[:height, :width])


def stored(image, kind="PNG"):
    content = io.BytesIO()
    image.save(content, kind)
    return content.getvalue()


def alike(one, other):
    return np.corrcoef(one.ravel(), other.ravel())[0, 1]


@pytest.mark.parametrize(("width", "height", "grain"), [(48, 900, 1), (900, 48, 1), (20, 5000, 1), (130, 700, 3)])
def test_the_middle_of_a_strip_comes_at_full_sharpness(width, height, grain):
    image, side = strip(width, height, grain), 64
    across = min(width, height)
    left, top = (width - across) / 2, (height - across) / 2
    expected = np.asarray(image.resize((side, side), Image.Resampling.BICUBIC,
                                       box=(left, top, left + across, top + across)))
    assert alike(decoded(stored(image), "strip", side).astype(float), expected.astype(float)) > 0.97


def test_what_was_exact_before_stays_as_it_was():
    image = strip(96, 64)
    expected = image.resize((32, 32), Image.Resampling.BICUBIC, box=(16, 0, 80, 64))
    found = framed(stored(image), "photo", 32)
    assert found.size == (96, 64)
    assert alike(found.pixels.astype(float), np.asarray(expected).astype(float)) > 0.9


@pytest.mark.parametrize(("size", "share"), [((48, 900), 48 / 900), ((900, 48), 48 / 900), ((7, 7), 1.0)])
def test_the_share_that_the_square_shows_is_that_of_its_area(size, share):
    across = min(size)
    assert share_in_square(size) == pytest.approx(across * across / (size[0] * size[1]))
    assert share_in_square(size) == pytest.approx(share)


@pytest.mark.parametrize(("width", "height", "side"), [(30, 20, 60), (20, 50, 100), (16, 16, 16), (48, 900, 600)])
def test_with_borders_all_of_a_picture_is_seen_as_pillow_pads_it(width, height, side):
    image = strip(width, height)
    expected = ImageOps.pad(image, (side, side), Image.Resampling.BICUBIC, color=(128, 128, 128))
    found = bordered(picture_of(np.array(image), ""), side)
    assert found.shape == (side, side, 3)
    assert np.abs(found.astype(int) - np.asarray(expected)).max() <= 1
    assert np.array_equal(photo_framed(image, side, "borders"), found)


def test_a_file_comes_with_borders_where_that_is_asked_for():
    found = framed(stored(strip(48, 900)), "strip", 90, "borders").pixels
    assert (found[:, :40] == 128).all()
    assert (found[:, -40:] == 128).all()
    assert (found[:, 43:47] != 128).any(axis=(1, 2)).all()
