"""Examples of changed pictures."""

import numpy as np

from explorer.training.augmentation.augmentation import Augmentation
from explorer.training.augmentation.preview import SIDE, augmented_examples

TURNED = Augmentation(rotate=90)


def test_each_row_begins_with_the_picture_as_it_is():
    plain, turned = augmented_examples("digits", Augmentation(), 0), augmented_examples("digits", TURNED, 0)
    assert plain.shape == turned.shape == (4 * 6, SIDE, SIDE, 3)
    assert np.array_equal(plain[::6], turned[::6])
    assert not (plain == turned)[1::6].all(axis=(1, 2, 3)).any()


def test_copies_differ_from_one_another_and_a_seed_gives_the_same_ones():
    first = augmented_examples("digits", TURNED, 7)
    assert np.array_equal(first, augmented_examples("digits", TURNED, 7))
    assert not np.array_equal(first, augmented_examples("digits", TURNED, 8))
    assert not np.array_equal(first[1], first[2])
