"""Small photos that browsers hand back: as they were, or not at all."""

from __future__ import annotations

import base64
import json

import numpy as np
import pytest
from hypothesis import given, strategies as st
from PIL import Image

from explorer.images import picture_of
from pages.ui.grey_photo import GreyPhoto

MOST = 12


def sent(rows, columns, count=None):
    raw = bytes(rows * columns if count is None else count)
    return {"sides": [rows, columns], "grey": base64.b64encode(raw).decode()}


@given(st.integers(1, MOST), st.integers(1, MOST), st.integers(0, 99))
def test_a_photo_comes_back_as_it_was(rows, columns, seed):
    photo = GreyPhoto(np.random.default_rng(seed).integers(0, 256, (rows, columns)).astype(np.uint8))
    again = GreyPhoto.read(json.loads(json.dumps(photo.sent())), MOST)
    assert np.array_equal(again.values, photo.values)


def test_greys_are_those_of_pillow_and_a_photo_is_never_enlarged():
    pixels = np.random.default_rng(0).integers(0, 256, (20, 30, 3)).astype(np.uint8)
    grey = GreyPhoto.of(picture_of(pixels, "a"), 30)
    assert np.array_equal(grey.values, np.asarray(Image.fromarray(pixels).convert("L")))
    assert GreyPhoto.of(picture_of(pixels, "b"), 15).values.shape == (10, 15)
    assert GreyPhoto.of(picture_of(pixels, "c"), 300).values.shape == (20, 30)


@pytest.mark.parametrize("told", [
    None, 3, [], {}, {"grey": 4}, {"grey": "AAAA"}, sent(2, 2, 3), sent(0, 5), sent(MOST + 1, 1),
    {"sides": [2], "grey": ""},
    {"sides": [True, 1], "grey": "AA=="}, {"sides": ["1", 1], "grey": "AA=="}, {"sides": [1, 1], "grey": "A*A="},
    {"sides": {"0": 1}, "grey": "AA=="}, {"sides": [1.0, 1], "grey": "AA=="}], ids=repr)
def test_what_no_page_sends_is_refused(told):
    with pytest.raises(ValueError):
        GreyPhoto.read(told, MOST)
