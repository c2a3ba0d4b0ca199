"""Boxes and pixels over a scene lie where they are said to be, enlarged by whole pixels."""

from __future__ import annotations

import numpy as np

from explorer.figures import scene_with_boxes, scene_with_classes

COLOURS = ("#ff0000", "#00ff00")
GREY = np.full((64, 64, 3), 90, np.uint8)
NONE = np.zeros((0, 4))


def answer(*values):
    return np.array([values], dtype=np.float64)


def test_a_box_is_drawn_along_its_edges_three_times_as_large():
    found = scene_with_boxes(GREY, NONE, answer(10, 20, 30, 40, 0.9, 1), COLOURS)
    assert found.shape == (192, 192, 3)
    rows, columns = np.nonzero((found == (0, 255, 0)).all(-1))
    assert (columns.min(), rows.min(), columns.max() + 1, rows.max() + 1) == (30, 60, 90, 120)
    assert (found[80, 50] == 90).all()  # inside, the scene is seen


def test_a_true_box_is_white_on_black_so_that_it_is_seen_on_any_ground():
    found = scene_with_boxes(GREY, np.array([[10.0, 20, 30, 40]]), np.zeros((1, 6)), COLOURS)
    assert (found[90, 30] == 0).all() and (found[90, 31] == 255).all() and (found[90, 32] == 0).all()


def test_rows_without_a_score_are_no_answers():
    assert (scene_with_boxes(GREY, NONE, np.zeros((4, 6)), COLOURS) == 90).all()


def test_the_surest_box_lies_on_top():
    both = np.concatenate([answer(10, 20, 30, 40, 0.9, 0), answer(10, 20, 30, 40, 0.6, 1)])
    assert (scene_with_boxes(GREY, NONE, both, COLOURS)[60, 60] == (255, 0, 0)).all()


def test_a_box_of_no_area_is_a_dot_and_no_error():
    assert (scene_with_boxes(GREY, NONE, answer(10, 10, 10, 10, 0.9, 0), COLOURS) == (255, 0, 0)).all(-1).any()


def test_pixels_of_a_class_are_tinted_and_the_ground_stays():
    classes = np.zeros((64, 64), np.uint8)
    classes[:, 32:] = 2
    found = scene_with_classes(GREY, classes, COLOURS, opacity=0.5)
    assert (found[0, 0] == 90).all()
    assert found[0, 191].tolist() == [45, 172, 45]
    assert (found[0, 95] == 90).all() and found[0, 96].tolist() == [45, 172, 45]
