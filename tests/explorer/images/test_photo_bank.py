"""Views of photos that installed packages bring, against the photos as scikit-image and Pillow read them."""

from __future__ import annotations

import numpy as np
import pytest
from PIL import Image
from skimage import data

from explorer.images import SAMPLES, bank_key, crop_picture, crops
from explorer.images.photo_bank import LIVELY, LONGEST, MANY, MORE, bank_photo

NAMES = (*SAMPLES, *MORE)


def test_each_photo_is_seen_whole_and_from_near():
    for name in NAMES:
        sides = [crop.side for crop in crops() if crop.photo == name]
        least = min(bank_photo(name).pixels.shape[:2])
        assert max(sides) == least
        assert min(sides) <= least / 2


def test_a_few_dozen_views_are_enough_and_all_differ():
    assert 60 <= len(crops()) <= 100
    assert len(set(crops())) == len(crops())


@pytest.mark.parametrize("crop", crops(), ids=lambda crop: f"{crop.photo}{crop.top}.{crop.left}.{crop.side}")
def test_a_view_is_a_square_of_its_photo(crop):
    photo = bank_photo(crop.photo)
    box = crop.left, crop.top, crop.left + crop.side, crop.top + crop.side
    np.testing.assert_array_equal(crop_picture(crop).pixels, np.asarray(Image.fromarray(photo.pixels).crop(box)))
    assert crop_picture(crop).name == photo.name
    assert crop_picture(crop).pixels.shape == (crop.side, crop.side, 3)


@pytest.mark.parametrize(("name", "theirs"), [("gravel", data.gravel), ("clock", data.clock),
                                              ("handwriting", data.text), ("tissue", data.immunohistochemistry)])
def test_photos_are_those_of_scikit_image(name, theirs):
    found = bank_photo(name).pixels
    pixels = theirs()
    np.testing.assert_array_equal(found if pixels.ndim == 3 else found[..., 0], pixels)


def test_large_photos_are_made_smaller():
    assert bank_photo("retina").pixels.shape == (LONGEST, LONGEST, 3)
    assert all(max(bank_photo(name).pixels.shape) <= LONGEST for name in NAMES)


def test_corners_where_nothing_is_to_be_seen_are_left_out():
    for crop in crops():
        if crop.photo in MANY and (crop.top == 0 or crop.left == 0):
            pixels = bank_photo(crop.photo).pixels
            whole = crop.side == min(pixels.shape[:2])
            assert whole or crop_picture(crop).pixels.std() > LIVELY * pixels.std()


def test_the_key_tells_other_photos(monkeypatch):
    assert len(bank_key()) == 64
    monkeypatch.setattr("explorer.images.photo_bank.crops", lambda: crops()[:-1])
    assert bank_key.__wrapped__() != bank_key()


@pytest.mark.parametrize("name", MORE)
def test_each_further_photo_says_where_it_is_from(name):
    assert MORE[name].credit
    assert MORE[name].package == "skimage"
