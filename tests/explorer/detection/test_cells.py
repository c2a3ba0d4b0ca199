"""Cells of centres against counting, and the chance of sharing against trying."""

from __future__ import annotations

import numpy as np
import pytest

from explorer.detection import FINEST, cell_of, chance_of_sharing, grid_that_separates, owners
from explorer.errors import SpecError


def around(x, y, half=2.0):
    return (x - half, y - half, x + half, y + half)


# Centre (x, y) in a picture of 448 px, 7 cells a side of 64 px -> row and column.
@pytest.mark.parametrize(("x", "y", "cell"), [(288, 224, (3, 4)), (0, 0, (0, 0)), (63.9, 64, (1, 0)),
                                              (64, 63.9, (0, 1)), (448, 448, (6, 6)), (447.9, 0, (0, 6))])
def test_the_cell_is_the_one_with_the_centre(x, y, cell):
    assert cell_of(around(x, y), cells=7, side=448) == cell


@pytest.mark.parametrize("cells", [1, 3, 7, 8, 13])
def test_cells_agree_with_numpys_digitize(cells):
    centres = np.random.default_rng(cells).uniform(0, 64, (50, 2))
    edges = np.linspace(0, 64, cells + 1)
    expected = np.digitize(centres[:, ::-1], edges) - 1
    found = [cell_of(around(x, y), cells=cells, side=64) for x, y in centres]
    assert found == [tuple(one) for one in expected.tolist()]


def test_two_objects_in_one_cell_are_found():
    boxes = (around(10, 10), around(12, 14, 6), around(40, 10))
    assert owners(boxes, cells=8, side=64) == {(1, 1): (0, 1), (1, 5): (2,)}
    assert owners((), cells=8, side=64) == {}


def test_a_finer_grid_keeps_them_apart():
    boxes = (around(10, 10), around(12, 14, 6))
    found = grid_that_separates(boxes, side=64, least=8)
    assert found == 10
    assert len(owners(boxes, cells=found, side=64)) == 2
    assert [len(owners(boxes, cells=cells, side=64)) for cells in (8, 9)] == [1, 1]


def test_one_centre_for_both_is_never_kept_apart():
    assert grid_that_separates((around(10, 10), around(10, 10, 5)), side=64) is None
    assert FINEST == 64
    assert grid_that_separates((), side=64) == 1


def test_the_chance_is_that_of_the_birthday_problem():
    assert chance_of_sharing(1, 7) == 0
    assert chance_of_sharing(2, 7) == pytest.approx(1 / 49)
    assert chance_of_sharing(5, 2) == 1
    # 23 people and 365 days: 0.5073; 361 = 19 x 19 days are the nearest square.
    assert chance_of_sharing(23, 19) == pytest.approx(1 - np.prod(1 - np.arange(23) / 361))


@pytest.mark.parametrize(("objects", "cells"), [(3, 4), (5, 7), (8, 8)])
def test_the_chance_agrees_with_trying(objects, cells):
    tries = np.sort(np.random.default_rng(objects).integers(0, cells * cells, (40_000, objects)), axis=1)
    assert chance_of_sharing(objects, cells) == pytest.approx((np.diff(tries) == 0).any(axis=1).mean(), abs=0.01)


@pytest.mark.parametrize("place", [(-1, 5), (5, 65), (float("inf"), 5)])
def test_a_centre_outside_has_no_cell(place):
    with pytest.raises(SpecError, match="outside a picture of 64 px"):
        cell_of(around(*place), cells=8, side=64)
