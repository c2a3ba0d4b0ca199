"""Pictures as addresses: a browser shows them without asking the server again. Pillow reads them back."""

from __future__ import annotations

import base64
import io

import numpy as np
import pytest
from PIL import Image

from explorer.images import sample
from pages.ui.components.component import jpeg_address, png_address


def read_back(address, kind):
    """Return the pixels of an address, if it says of which ``kind`` they are."""
    start, _comma, data = address.partition(",")
    assert start == f"data:image/{kind};base64"
    image = Image.open(io.BytesIO(base64.b64decode(data, validate=True)))
    assert image.format == kind.upper()
    return np.asarray(image)


def photo(side):
    return np.asarray(Image.fromarray(sample("chelsea").pixels).resize((side, side)))


@pytest.mark.parametrize("side", [1, 7, 32, 224])
def test_a_png_loses_nothing(side):
    assert np.array_equal(read_back(png_address(photo(side)), "png"), photo(side))


@pytest.mark.parametrize("side", [8, 32, 224])
def test_a_jpeg_loses_nothing_that_is_seen(side):
    found, pixels = read_back(jpeg_address(photo(side)), "jpeg").astype(float), photo(side).astype(float)
    assert found.shape == pixels.shape
    assert 10 * np.log10(255**2 / ((found - pixels) ** 2).mean()) > 28  # dB; below about 30 one begins to see it


def test_a_jpeg_of_a_photo_is_far_smaller():
    assert 2 * len(jpeg_address(photo(224))) < len(png_address(photo(224)))


@pytest.mark.parametrize("address", [png_address, jpeg_address])
def test_an_address_is_one_word_that_stands_in_an_attribute(address):
    text = address(photo(32))
    assert not set(text) & set(" \"'<>&\n")
