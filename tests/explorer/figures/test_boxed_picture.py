"""Boxes drawn over a picture, and measures over epochs."""

from __future__ import annotations

import numpy as np
import pytest

from explorer.figures import boxed, epoch_curves

BLACK = np.zeros((10, 12, 3), np.uint8)
COLOURS = ("#ff0000", "#00ff00")
RED, GREEN = (255, 0, 0), (0, 255, 0)


def count(picture, colour):
    return int((picture == colour).all(axis=2).sum())


def test_a_box_is_drawn_around_its_pixels_and_nothing_else_changes():
    picture = np.full((10, 12, 3), 90, np.uint8)
    shown = boxed(picture, 10, solid=[(2, 3, 8, 7)], colours=COLOURS)
    assert shown.shape == (100, 120, 3)
    assert tuple(shown[30, 50]) == tuple(shown[50, 20]) == tuple(shown[70, 50]) == tuple(shown[50, 80]) == RED
    assert tuple(shown[50, 50]) == tuple(shown[5, 5]) == (90, 90, 90)
    assert (boxed(picture, 2, colours=COLOURS) == 90).all() and (picture == 90).all()


def test_dashes_leave_gaps_and_solid_boxes_lie_above():
    solid = count(boxed(BLACK, 10, solid=[(2, 3, 8, 7)], colours=(COLOURS[1], COLOURS[0])), GREEN)
    dashed = count(boxed(BLACK, 10, dashed=[(2, 3, 8, 7)], colours=COLOURS), GREEN)
    assert 0.35 * solid < dashed < 0.75 * solid
    both = boxed(BLACK, 10, solid=[(2, 3, 8, 7)], dashed=[(2, 3, 8, 7)], colours=COLOURS)
    assert count(both, GREEN) == 0 < count(both, RED)


@pytest.mark.parametrize("box", [(-5, -5, 3, 3), (5, 5, 5, 5), (-9, -9, 99, 99), (4, 2, 4, 8)])
def test_boxes_outside_or_of_no_area_break_nothing(box):
    assert boxed(BLACK, 5, solid=[box], dashed=[box], colours=COLOURS).shape == (50, 60, 3)


def test_curves_hold_the_values_and_mark_the_epoch():
    figure = epoch_curves({"λ = 0": [0.1, 0.2, 0.3], "λ = 2": [0.1, 0.5, 0.9]}, epoch=2, axes=("Epoch", "IoU"))
    assert [list(line.y) for line in figure.data] == [[0.1, 0.2, 0.3], [0.1, 0.5, 0.9]]
    assert list(figure.data[0].x) == [0, 1, 2] and figure.layout.shapes[0].x0 == 2
    assert len({line.line.color for line in figure.data}) == 2
