"""How much places resemble a patch, against scikit-image."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, strategies as st
from skimage.feature import match_template

from explorer.convolution.filters import PatchBox as Box, matches, resemblance
from explorer.errors import ShapeError
from explorer.images import fitted, sample

DRAWN = np.random.default_rng(3).integers(0, 256, (40, 52)).astype(float)
CAT = fitted(sample("chelsea"), 200).astype(float).mean(axis=2)
BOXES = [Box(0, 0, 5, 5), Box(11, 7, 6, 9), Box(35, 47, 5, 5), Box(10, 20, 2, 3), Box(0, 0, 40, 52), Box(3, 0, 20, 52)]


def part(picture, box):
    return picture[box.row:box.row + box.rows, box.column:box.column + box.columns]


@pytest.mark.parametrize("box", BOXES)
def test_it_is_scikit_images_match_template(box):
    np.testing.assert_allclose(resemblance(DRAWN, box), match_template(DRAWN, part(DRAWN, box)), atol=1e-9)


@pytest.mark.parametrize("box", [Box(30, 40, 30, 30), Box(52, 68, 28, 24), Box(100, 150, 16, 31)])
def test_it_is_on_a_photo_too_and_the_box_itself_is_first_with_one(box):
    values = resemblance(CAT, box)
    np.testing.assert_allclose(values, match_template(CAT, part(CAT, box)), atol=1e-8)
    assert np.unravel_index(values.argmax(), values.shape) == (box.row, box.column)
    assert values.max() == pytest.approx(1)


@given(st.integers(0, 30), st.integers(0, 40), st.integers(2, 10), st.integers(2, 12), st.floats(0.1, 9),
       st.floats(-50, 50))
def test_light_and_contrast_do_not_matter(row, column, rows, columns, gain, light):
    box = Box(row, column, rows, columns)
    np.testing.assert_allclose(resemblance(gain * DRAWN + light, box), resemblance(DRAWN, box), atol=1e-7)


def test_the_negative_of_a_patch_is_its_opposite():
    twice = np.concatenate([DRAWN, 255 - DRAWN], axis=1)
    values = resemblance(twice, Box(4, 5, 8, 8))
    assert values[4, 5] == pytest.approx(1) and values[4, 5 + 52] == pytest.approx(-1)


def test_what_is_flat_resembles_nothing():
    picture = np.zeros((20, 30))
    picture[:, 20:] = np.random.default_rng(1).random((20, 10))
    assert np.all(resemblance(picture, Box(0, 0, 4, 4)) == 0)
    values = resemblance(picture, Box(5, 22, 4, 4))
    assert np.all(values[:, :16] == 0) and np.isfinite(values).all() and values[5, 22] == pytest.approx(1)


@pytest.mark.parametrize("box", [Box(-1, 0, 4, 4), Box(0, 0, 41, 4), Box(38, 0, 4, 4), Box(0, 50, 4, 4),
                                 Box(0, 0, 0, 4)])
def test_a_box_that_leaves_the_picture_is_refused(box):
    with pytest.raises(ShapeError, match="leaves the picture"):
        resemblance(DRAWN, box)


def test_copies_of_a_patch_are_found_and_no_place_twice():
    picture = np.random.default_rng(7).random((60, 80))
    box = Box(5, 6, 10, 12)
    for row, column in ((30, 50), (40, 8)):
        picture[row:row + 10, column:column + 12] = picture[5:15, 6:18]
    found = matches(resemblance(picture, box), box, 4)
    assert {(one.row, one.column) for one in found[:3]} == {(5, 6), (30, 50), (40, 8)}
    assert [one.value for one in found[:3]] == pytest.approx([1, 1, 1])
    assert all(abs(one.row - other.row) > 5 or abs(one.column - other.column) > 6
               for at, one in enumerate(found) for other in found[at + 1:])


def test_a_map_of_one_place_has_one():
    assert len(matches(resemblance(DRAWN, BOXES[4]), BOXES[4], 4)) == 1
