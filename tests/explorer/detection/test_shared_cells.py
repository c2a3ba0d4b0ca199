"""Cells that several boxes share: counted by numpy, with the slots that are given out, and by published chances."""

from __future__ import annotations

from itertools import product
from math import comb

import numpy as np
import pytest

from explorer.detection import AnchorGrid, assignment, chance_of_sharing, grid_that_separates, owners


def drawn(seed, count):
    """Return boxes in a picture of 64 px."""
    chance = np.random.default_rng(seed)
    centres, sizes = chance.uniform(8, 56, (count, 2)), chance.uniform(4, 15, (count, 2))
    return [tuple(row) for row in np.concatenate([centres - sizes / 2, centres + sizes / 2], axis=1).tolist()]


@pytest.mark.parametrize(("seed", "cells"), list(product(range(5), (1, 2, 4, 8, 13))))
def test_owners_are_counted_as_by_numpys_histogram(seed, cells):
    boxes = drawn(seed, 12)
    corners = np.array(boxes)
    centres = (corners[:, :2] + corners[:, 2:]) / 2
    counts, *_ = np.histogram2d(centres[:, 1], centres[:, 0], bins=cells, range=((0, 64), (0, 64)))
    found = owners(boxes, cells=cells, side=64)
    assert {cell: len(things) for cell, things in found.items()} == {
        (int(row), int(column)): int(counts[row, column]) for row, column in zip(*np.nonzero(counts), strict=True)}
    assert sorted(thing for things in found.values() for thing in things) == list(range(12))


@pytest.mark.parametrize(("seed", "cells"), list(product(range(5), (2, 4, 8))))
def test_a_cell_loses_what_it_has_no_slot_for(seed, cells):
    boxes, grid = drawn(seed, 12), AnchorGrid(cells=cells)
    assigned = assignment(boxes, 64, grid)
    for cell, things in owners(boxes, cells=cells, side=64).items():
        places = [assigned.places[thing] for thing in things if assigned.places[thing] is not None]
        assert len(places) == min(len(things), grid.slots)
        assert {place[1:] for place in places} == {cell}


@pytest.mark.parametrize("seed", range(5))
def test_the_grid_that_separates_is_the_first_that_does(seed):
    boxes = drawn(seed, 4)
    finest = grid_that_separates(boxes, side=64)
    together = [len(owners(boxes, cells=cells, side=64)) for cells in range(1, (finest or 64) + 1)]
    assert all(count < 4 for count in together[:-1])
    assert (together[-1] == 4) == (finest is not None)


@pytest.mark.parametrize(("objects", "cells"), list(product((0, 1, 2, 3), (1, 2, 5, 9))))
def test_few_objects_share_as_counting_says(objects, cells):
    days = cells * cells
    apart = comb(days, objects) * {0: 1, 1: 1, 2: 2, 3: 6}[objects] / days**objects
    assert chance_of_sharing(objects, cells) == pytest.approx(1 - apart)


def test_the_chance_rises_with_objects_and_falls_with_cells():
    by_objects = [chance_of_sharing(objects, 8) for objects in range(1, 66)]
    by_cells = [chance_of_sharing(8, cells) for cells in range(1, 30)]
    assert by_objects == sorted(by_objects) and by_objects[-1] == 1
    assert by_cells == sorted(by_cells, reverse=True) and by_cells[0] == 1
