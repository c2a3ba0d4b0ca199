"""Which pictures stand beside the confusion matrix, and what is said of each."""

from __future__ import annotations

import numpy as np
import pytest

from pages.jobs.results import MOST_TILES, _rows, _tile
from pages.ui.components.picture_tiles import Tile

LABELS = np.array([0, 0, 1, 1, 2, 2, 2])
ANSWERS = np.array([0, 1, 1, 0, 2, 0, 0])
SURE = np.array([0.9, 0.6, 0.8, 0.95, 0.7, 0.5, 0.99])
SHOWN = {"labels": LABELS, "predicted": ANSWERS, "confidence": SURE}


def test_without_a_cell_the_surest_mistakes_come_first():
    assert _rows(SHOWN, None).tolist() == [6, 3, 1, 5]


@pytest.mark.parametrize(("cell", "rows"), [((0, 0), [0]), ((2, 0), [6, 5]), ((1, 0), [3]), ((0, 2), [])])
def test_a_cell_shows_its_own_pictures_the_surest_first(cell, rows):
    assert _rows(SHOWN, cell).tolist() == rows


def test_every_picture_is_in_exactly_one_cell():
    found = [row for truth in range(3) for answer in range(3) for row in _rows(SHOWN, (truth, answer)).tolist()]
    assert sorted(found) == list(range(7))


def test_no_more_are_shown_than_a_page_holds():
    many = {"labels": np.zeros(100, int), "predicted": np.ones(100, int), "confidence": np.linspace(0, 1, 100)}
    assert _rows(many, None).tolist() == list(range(99, 99 - MOST_TILES, -1))


def test_pictures_as_sure_as_each_other_keep_their_order():
    alike = {"labels": np.zeros(4, int), "predicted": np.ones(4, int), "confidence": np.full(4, 0.5)}
    assert _rows(alike, (0, 1)).tolist() == [0, 1, 2, 3]


def test_a_right_answer_is_named_with_how_sure_it_was():
    assert _tile(["cat", "dog"], 1, 1, 0.876) == Tile("dog", "88 %")


def test_a_wrong_answer_is_marked_and_told_the_truth():
    assert _tile(["cat", "dog"], 0, 1, 0.5) == Tile("dog", "50 % · is cat", wrong=True)
