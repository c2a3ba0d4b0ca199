"""The six pictures of *Shift*, as the browser gets them, against numpy."""

from __future__ import annotations

import base64
import io

import numpy as np
import pytest
from PIL import Image

from explorer.convolution import equivariance
from explorer.convolution.pooling import digit
from explorer.figures import DIVERGING, SEQUENTIAL, lookup
from pages.pixels.shift import _coloured
from tests.pages.page import component, opened_page

SIDE = equivariance.SIDE
NAMES = ("picture", "output", "layer_first", "shifted", "shift_first", "difference")


def pictures(at):
    """Return the tiles of the page by name, (36, 36, 3) each."""
    data = component(at, "px_shift_pictures")
    atlas = np.asarray(Image.open(io.BytesIO(base64.b64decode(data["atlas"].partition(",")[2]))))
    return dict(zip(NAMES, atlas.reshape(len(NAMES), SIDE, SIDE, 3), strict=True)), data["tiles"]


def opened(**link):
    return opened_page("pixels", view="shift", subject="digit", **link)


def test_the_shifted_picture_is_the_picture_moved_round():
    shown, _tiles = pictures(opened(right=5, down=-2))
    np.testing.assert_array_equal(shown["shifted"], np.roll(shown["picture"], (-2, 5), axis=(0, 1)))
    assert shown["picture"].max() > 250


@pytest.mark.parametrize("layer", ["circular", "max"])
def test_where_both_ways_round_are_equal_they_look_equal_and_the_difference_is_dark(layer):
    shown, tiles = pictures(opened(layer=layer, stride=3, right=6, down=3))
    np.testing.assert_array_equal(shown["layer_first"], shown["shift_first"])
    np.testing.assert_array_equal(shown["layer_first"], np.roll(shown["output"], (3, 6), axis=(0, 1)))
    assert np.unique(shown["difference"].reshape(-1, 3), axis=0).tolist() == [lookup(SEQUENTIAL, 255)[0].tolist()]
    assert [tile["note"] for tile in tiles] == ["", "12 × 12", "12 × 12", "", "12 × 12", "0 everywhere"]


def test_the_brightest_cell_of_the_difference_is_the_largest_and_its_number_is_told():
    shown, tiles = pictures(opened(layer="linear", right=1, down=0))
    picture = digit(28, 4).astype(np.int64)
    difference = equivariance.compare(picture, "linear", (0, 1)).difference
    place = np.unravel_index(difference.argmax(), difference.shape)
    np.testing.assert_array_equal(shown["difference"][place], lookup(SEQUENTIAL, 255)[-1])
    assert tiles[-1]["note"] == f"0 dark, {difference.max():,} bright"


@pytest.mark.parametrize(("values", "scale", "ends"), [
    (np.array([[0, 10]]), SEQUENTIAL, (0, 254)), (np.array([[-10, 10]]), DIVERGING, (0, 254)),
    (np.array([[-99, 99]]), DIVERGING, (0, 254)), (np.array([[0, 0]]), DIVERGING, (127, 127))])
def test_values_are_drawn_between_the_ends_of_their_scale(values, scale, ends):
    square = values.repeat(2, axis=0)
    drawn = _coloured(square, -10 if scale == DIVERGING else 0, 10, scale)
    zoom = SIDE // 2
    table = lookup(scale, 255)
    np.testing.assert_array_equal(drawn[0, 0], table[ends[0]])
    np.testing.assert_array_equal(drawn[-1, -1], table[ends[1]])
    assert drawn.shape == (2 * zoom, 2 * zoom, 3)


def test_grey_is_grey_from_black_to_white():
    drawn = _coloured(np.array([[0, 255], [128, 64]]), 0, 255, None)
    assert (drawn[..., 0] == drawn[..., 1]).all()
    assert (int(drawn[0, 0, 0]), int(drawn[0, -1, 0])) == (0, 254)
