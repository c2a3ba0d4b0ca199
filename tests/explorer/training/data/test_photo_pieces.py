"""Pieces of photos: where they are cut, and that no part of the set sees another's pixels."""

from __future__ import annotations

import numpy as np
import pytest
import torch
from sklearn.linear_model import LogisticRegression

from explorer.errors import LimitError
from explorer.images import sample
from explorer.training import SETS, is_similar, open_set
from explorer.training.data.dataset import class_counts
from explorer.training.data.photo_pieces import CLASSES, COUNT, EACH, PIECES, photo_pieces, places

PARTS = ("train", "val", "test")


@pytest.mark.parametrize("name", CLASSES.values())
def test_no_pixel_of_a_photo_is_in_two_parts(name):
    height, width = sample(name).pixels.shape[:2]
    seen = np.zeros((len(PARTS), height, width), dtype=bool)
    draw = np.random.default_rng(1)
    for part, plane in zip(PARTS, seen, strict=True):
        for left, top, length in places((height, width), part, 200, draw):
            assert 0 <= left <= left + length <= width and 0 <= top <= top + length <= height
            plane[top:top + length, left:left + length] = True
    assert seen.any(axis=(1, 2)).all()
    assert seen.sum(axis=0).max() == 1


@pytest.mark.parametrize("side", [32, 64])
def test_each_photo_has_as_many_pieces_in_each_part_and_they_are_the_same_again(side):
    found = open_set(PIECES, side, seed=0)
    assert class_counts(found) == {part: [EACH[part]] * len(CLASSES) for part in PARTS}
    assert found.train.images.shape == (48, 3, side, side)
    again = open_set(PIECES, side, seed=9)  # its parts are its own, whatever the seed
    assert torch.equal(found.test.images, again.test.images)
    assert found.told == () or "twice" not in str(found.told)


def test_the_catalogue_counts_right_and_takes_them_for_photos():
    entry = SETS[PIECES]
    assert (entry.pictures, entry.classes, entry.downloaded) == (COUNT, len(CLASSES), False)
    assert is_similar(PIECES)
    assert len(photo_pieces(16).pictures) == COUNT


def test_colours_alone_do_not_tell_them_apart():  # else no network would be needed
    found = open_set(PIECES, 32, seed=0)
    colours = {part: np.concatenate([getattr(found, part).images.double().mean((2, 3)),
                                     getattr(found, part).images.double().std((2, 3))], axis=1) / 50 for part in PARTS}
    told = LogisticRegression(max_iter=500).fit(colours["train"], found.train.labels)
    assert told.score(colours["val"], found.val.labels) < 0.75


def test_a_server_with_little_memory_refuses_them(configure):
    configure(set_bytes=1000)
    with pytest.raises(LimitError):
        photo_pieces(224)
