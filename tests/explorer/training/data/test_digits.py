"""Digits, pixel by pixel those of scikit-learn."""

from __future__ import annotations

from importlib import import_module

import numpy as np
import pytest
from PIL import Image
from sklearn.datasets import load_digits

from explorer.errors import DataError, LimitError
from explorer.training.data import digits


@pytest.fixture(scope="module")
def found():
    return digits.pictures(8)


def test_black_is_0_and_the_brightest_ink_255(found):
    expected = np.round(load_digits().images * 255 / 16)
    assert np.array_equal(found.images[:, 0].numpy(), expected)
    assert found.images.amax() == 255


def test_all_three_channels_are_the_same_grey(found):
    assert (found.images == found.images[:, :1]).all()


def test_classes_are_numbered_by_the_digit(found):
    assert np.array_equal(found.labels.numpy(), load_digits().target)
    assert "".join(digits.CATEGORIES) == "0123456789"


def test_larger_pictures_are_the_small_ones_scaled_up_smoothly():
    large = digits.pictures(32).images[0, 0].numpy().astype(float)
    small = Image.fromarray(np.round(load_digits().images[0] * 255 / 16).astype(np.uint8))
    expected = np.asarray(small.resize((32, 32), Image.Resampling.BICUBIC), dtype=float)
    inside = (slice(6, -6), slice(6, -6))  # Pillow and torch treat the border differently, and use another cubic
    assert np.corrcoef(large[inside].ravel(), expected[inside].ravel())[0, 1] > 0.99


def test_more_than_the_memory_holds_is_refused_with_a_side_that_fits(configure):
    configure(set_bytes=3 * 1797 * 20 * 20)
    with pytest.raises(LimitError, match="at most 20 px"):
        digits.pictures(21)
    assert digits.pictures(20).images.shape == (1797, 3, 20, 20)


def test_without_scikit_learn_another_data_set_is_named(monkeypatch):
    arrays = import_module("explorer.images.digits")
    monkeypatch.setattr(arrays, "find_spec", lambda _: None)
    arrays.digits.cache_clear()
    with pytest.raises(DataError, match="choose the shapes and textures"):
        digits.pictures(8)
