"""Parts of a photo: without gaps, of about one size, and along its colours."""

from __future__ import annotations

import numpy as np
import pytest

from explorer.images import sample, to_size
from explorer.networks.attribution.occlusion import grid, segments


def photo(height, width):
    return to_size(sample("chelsea"), height, width).transpose(2, 0, 1).astype(np.float32) / 255


@pytest.mark.parametrize(("height", "width", "count"), [(32, 32, 20), (20, 24, 60), (48, 16, 7), (5, 3, 400),
                                                        (9, 9, 1)])
def test_every_place_is_in_one_of_at_most_so_many_parts(height, width, count):
    parts = segments(photo(height, width), count)
    assert parts.shape == (height, width)
    np.testing.assert_array_equal(np.unique(parts), np.arange(parts.max() + 1))
    assert parts.max() < count
    assert parts.max() + 1 >= min(count, height * width) / 3


@pytest.mark.parametrize(("height", "width", "count"), [(224, 224, 60), (100, 300, 48), (300, 100, 48), (2, 50, 100)])
def test_the_grid_has_nearly_square_cells_and_not_more_than_asked_for(height, width, count):
    rows, columns = grid(height, width, count)
    assert 0.7 * count <= rows * columns <= count
    assert 0.5 < (height / rows) / (width / columns) < 2 or rows == height


def test_no_part_crosses_the_border_of_two_colours():
    values = np.zeros((3, 40, 40), np.float32)
    values[:, np.add.outer(np.arange(40), np.arange(40)) > 45] = 1
    parts = segments(values, 25)
    assert all(np.ptp(values[0][parts == number]) == 0 for number in range(parts.max() + 1))


def test_one_colour_is_cut_as_a_grid():
    parts = segments(np.full((3, 30, 30), 0.3, np.float32), 9)
    np.testing.assert_array_equal(parts, np.kron(np.arange(9).reshape(3, 3), np.ones((10, 10), int)))


def test_parts_are_more_of_one_colour_than_cells_of_the_grid():
    values = photo(64, 64)
    parts = segments(values, 64)
    cells = np.kron(np.arange(64).reshape(8, 8), np.ones((8, 8), int))
    assert within(values, parts) < 0.8 * within(values, cells)


def within(values, parts):
    """Return the variance of colours inside parts."""
    flat = parts.ravel()
    return sum(float((np.bincount(flat, channel.ravel()**2) - np.bincount(flat, channel.ravel())**2
                      / np.bincount(flat)).sum()) for channel in values.astype(np.float64))
