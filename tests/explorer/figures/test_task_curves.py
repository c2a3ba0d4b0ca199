"""Curves of a task: each part of the loss twice, each measure once, with room for all epochs."""

from __future__ import annotations

import pytest

from explorer.figures import Words, measure_curves, part_curves

POINTS = [{"number": 1, "train_box": 2.0, "val_box": 2.5, "train_class": 1.0, "val_class": 1.5, "map50": 0.1,
           "recall": 0.2},
          {"number": 2, "train_box": 1.0, "val_box": 1.25, "train_class": 0.5, "val_class": 0.75, "map50": 0.6,
           "recall": 0.4}]


def test_each_part_has_one_colour_for_training_and_validation():
    figure = part_curves(POINTS, {"box": "box", "class": "kind"}, epochs=5, words=Words())
    assert [(line.name, list(line.y)) for line in figure.data] == [
        ("box · training", [2.0, 1.0]), ("box · validation", [2.5, 1.25]),
        ("kind · training", [1.0, 0.5]), ("kind · validation", [1.5, 0.75])]
    assert [line.line.dash for line in figure.data] == ["dot", "solid"] * 2
    assert len({line.line.color for line in figure.data}) == 2
    assert [line.showlegend for line in figure.data] == [False, True] * 2


def test_measures_are_in_percent_of_a_fixed_range_and_the_watched_one_is_thick():
    figure = measure_curves(POINTS, {"map50": "mAP", "recall": "found"}, epochs=5, words=Words())
    assert list(figure.data[0].y) == [10, 60] and list(figure.data[1].y) == [20, 40]
    assert figure.data[0].line.width > figure.data[1].line.width
    assert tuple(figure.layout.yaxis.range) == (0, 100)


@pytest.mark.parametrize("draw", [part_curves, measure_curves])
def test_all_epochs_have_room_from_the_start_even_before_the_first(draw):
    figure = draw([], {"box": "box"}, epochs=30, words=Words())
    assert tuple(figure.layout.xaxis.range) == (0.5, 30.5)
    assert all(not line.y for line in figure.data)


def test_what_is_not_known_of_an_epoch_is_left_out():
    figure = measure_curves([POINTS[0], {"number": 2}], {"map50": "mAP"}, epochs=2, words=Words())
    assert list(figure.data[0].x) == [1]
