"""Small pictures as one PNG below one another."""

from __future__ import annotations

import base64
import io

import numpy as np
import pytest
from PIL import Image

from pages.ui.components.picture_tiles import _atlas


@pytest.mark.parametrize("shape", [(1, 4, 6, 3), (5, 8, 8, 3), (30, 2, 3, 3)])
def test_the_pictures_come_back_pixel_by_pixel_in_their_order(shape):
    images = np.random.default_rng(0).integers(0, 256, shape, dtype=np.uint8)
    kind, _, data = _atlas(images).partition(",")
    found = np.asarray(Image.open(io.BytesIO(base64.b64decode(data))))
    assert kind == "data:image/png;base64"
    np.testing.assert_array_equal(found.reshape(shape), images)


def test_no_pictures_are_an_empty_text():
    assert _atlas(np.empty((0, 8, 8, 3), np.uint8)) == ""
