"""The digits as arrays are those of scikit-learn, which reads the same file by other means."""

from __future__ import annotations

from importlib import import_module
from types import SimpleNamespace

import numpy as np
import pytest
from sklearn.datasets import load_digits

from explorer.errors import DataError
from explorer.images import BRIGHTEST, digits

COUNTS = [178, 182, 177, 183, 181, 182, 181, 179, 174, 180]
"""Pictures of each digit: UCI Machine Learning Repository, Optical Recognition of Handwritten Digits, test part."""


def test_pictures_and_labels_are_scikit_learns():
    pixels, labels = digits()
    theirs = load_digits()
    assert np.array_equal(pixels, theirs.images)
    assert np.array_equal(labels, theirs.target)


def test_there_are_as_many_of_each_as_is_published():
    _pixels, labels = digits()
    assert np.bincount(labels).tolist() == COUNTS and sum(COUNTS) == 1797


def test_ink_goes_from_none_to_the_brightest():
    pixels, _labels = digits()
    assert pixels.shape == (1797, 8, 8) and pixels.dtype == np.uint8
    assert (pixels.min(), pixels.max()) == (0, BRIGHTEST)


def test_all_share_one_copy_that_nobody_changes():
    pixels, labels = digits()
    assert digits()[0] is pixels
    for shared in (pixels, labels):
        with pytest.raises(ValueError, match="read-only"):
            shared[0] = 1


def test_without_the_file_the_reader_is_told_what_to_do(monkeypatch, tmp_path):
    module = import_module("explorer.images.digits")
    spec = SimpleNamespace(submodule_search_locations=[str(tmp_path)])
    monkeypatch.setattr(module, "find_spec", lambda _: spec)
    with pytest.raises(DataError, match="pip install scikit-learn"):
        module._file()
