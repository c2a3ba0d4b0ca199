from __future__ import annotations

import pytest

from explorer.training import Point
from explorer.training.loop.troubles import diagnose


def curve(train, val, *, train_accuracy=(0.5,), val_accuracy=(0.5,), one_class=0.2):
    """Return a curve of these losses; accuracies stay at their last value."""

    def at(values, place):
        return values[min(place, len(values) - 1)]

    return [Point(place + 1, loss, at(train_accuracy, place), at(val, place), at(val_accuracy, place), one_class, 0.1,
                  1.0) for place, loss in enumerate(train)]


GOOD = curve([2.0, 1.0, 0.5, 0.3, 0.2], [1.8, 1.0, 0.6, 0.5, 0.45], train_accuracy=[0.3, 0.6, 0.8, 0.9, 0.93],
             val_accuracy=[0.4, 0.6, 0.8, 0.85, 0.9])
OVERFIT = curve([2.0, 1.0, 0.5, 0.2, 0.1, 0.05], [1.8, 1.2, 1.3, 1.5, 1.8, 2.2], train_accuracy=[0.3, 0.6, 0.8, 0.99],
                val_accuracy=[0.4, 0.6, 0.6])


@pytest.mark.parametrize(("points", "words"), [
    (curve([2.3, 2.31, 2.3, 2.29], [2.3]), "does not fall: 2.300 after the first epoch, 2.290"),
    (curve([2.3, 2.0, 1.9], [2.3], one_class=1.0), "100 % of the validation pictures the same class"),
    (OVERFIT, "99 % of the training pictures are right, but 60 % of the validation pictures"),
])
def test_what_goes_wrong_is_said_in_words_with_numbers(points, words):
    told = [str(one) for one in diagnose(points, 10)]
    assert len(told) == 1
    assert words in told[0]
    assert "ry" in told[0] or "se " in told[0]


def test_a_good_curve_is_not_spoken_of():
    assert diagnose(GOOD, 10) == []


@pytest.mark.parametrize("points", [GOOD[:2], OVERFIT[:2], []])
def test_nothing_is_said_in_the_first_epochs(points):
    assert diagnose(points, 10) == []


def test_a_network_that_knows_everything_from_the_start_is_not_flat():
    assert diagnose(curve([0.01] * 5, [0.01], train_accuracy=[1.0], val_accuracy=[1.0]), 10) == []


def told(points, classes=10):
    return [str(one) for one in diagnose(points, classes)]


@pytest.mark.parametrize(("share", "said"), [(0.98, True), (0.97, False)])
def test_nearly_all_pictures_in_one_class_are_spoken_of(share, said):
    assert any("the same class" in one for one in told(curve([2.0, 1.5, 1.0], [2.0], one_class=share))) is said


def test_one_class_for_all_is_no_trouble_where_nearly_all_are_of_it():
    assert told(curve([2.0, 1.5, 1.0], [0.1], one_class=1.0, val_accuracy=[0.95])) == []


@pytest.mark.parametrize(("last", "said"), [(1.97, True), (1.95, False)])
def test_a_loss_has_to_fall_by_two_per_cent(last, said):
    assert any("does not fall" in one for one in told(curve([2.0, 2.0, last], [1.9]))) is said


def test_a_flat_loss_names_rates_ten_times_lower_and_higher():
    assert "of 0.1 is too high or much too low; try 0.01 or 1" in told(curve([2.0, 2.0, 2.0], [1.9]))[0]


@pytest.mark.parametrize(("gap", "said"), [(0.15, True), (0.14, False)])
def test_training_may_be_ahead_of_validation_by_less_than_fifteen_points(gap, said):
    points = curve([1.0, 0.5, 0.2], [0.8, 0.6, 0.5], train_accuracy=[0.5, 0.7, 0.9],
                   val_accuracy=[0.5, 0.7, 0.9 - gap])
    assert any("by heart" in one for one in told(points)) is said


def test_who_learns_by_heart_is_told_which_epoch_was_best():
    assert "lowest in epoch 2" in told(OVERFIT)[0]
